"""What the database refuses by itself: the same as forms and packs, on either database, and known to any program."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from contact import interchange
from contact.admin.channel import _TIME
from contact.models import OpeningHours, SpecialDay
from ground.fields import slug_field
from ground.text import is_slug
from search.models import IndexedDocument
from tests.dumps import restore
from tests.factories import create_channel, create_entry, published_flow
from wizard.models import FlowGroup

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's own")

# What differs between programs: the end of a line, of a text, digits and letters of other scripts, ranges.
ODD = st.sampled_from([*"aÅzé-_AZ09１٣०あ \n\r\t\0[]^*?%\\\u2028\u0130\u212a"])
slugs = st.text(ODD | st.sampled_from("abc-123"), max_size=5)
times = st.builds("".join, st.tuples(*(st.sampled_from(some) for some in ("012３", "0349９", ":：", "056", "09९", ["", "\n", "\0", "\0x", "\t"]))))  # fmt: skip


def database_takes(create: Callable[[], Any]) -> bool:
    """Whether the database lets a row stand; it does not stay."""
    try:
        with transaction.atomic():
            create()
            transaction.set_rollback(True)
    except (IntegrityError, DataError, ValueError):  # ValueError: psycopg sends no NUL
        return False
    return True


def form_takes(text: str, check: Callable[[str], object]) -> bool:
    """Whether a required field with this check takes `text` as it is."""
    try:
        check(text)
    except ValidationError:
        return False
    return True


@given(slugs)
@example("")
@example("a\n")
@example("\na")
@example("a\0")
@example("a\0/")
@example("-")
@example("a]b")
@example("a" * 80)
def test_a_slug_is_one_to_python_to_forms_and_to_the_database(text: str) -> None:
    field = slug_field()
    assert form_takes(text, lambda value: field.clean(value, None)) is is_slug(text)
    assert database_takes(lambda: FlowGroup.objects.create(slug=text, title_ja="x")) is is_slug(text)


@given(times)
@example("24:00")
@example("24:01")
@example("00:00")
@example("23:59")
@example("23:59\n")
@example("")
def test_a_time_is_one_to_packs_to_forms_and_to_the_database(text: str) -> None:
    channel = create_channel("times", publish=False)
    ends = bool(interchange._CLOSES.match(text))
    assert form_takes(text, _TIME) is ends
    if text > "00:00":  # where a span begins
        span = {"channel": channel, "opens": "00:00", "closes": text}
        assert database_takes(lambda: OpeningHours.objects.create(**span)) is ends
        assert database_takes(lambda: SpecialDay.objects.create(**span, day="2026-11-30")) is ends
    if text < "24:00":
        begins = bool(interchange._OPENS.match(text))
        span = {"channel": channel, "opens": text, "closes": "24:00"}
        assert database_takes(lambda: OpeningHours.objects.create(**span)) is begins
        assert database_takes(lambda: SpecialDay.objects.create(**span, day="2026-11-30")) is begins


@on_sqlite
def test_sqlite_calls_no_function_that_only_django_has() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%REGEXP%'")
        assert cursor.fetchall() == []


@on_sqlite
def test_a_dump_is_restored_by_a_program_that_knows_nothing_of_django(tmp_path: Path) -> None:
    create_entry("receipts")
    create_channel("phone")
    published_flow("q: a=end\nend")
    copy = restore(connection.connection.iterdump(), tmp_path / "copy.sqlite3")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - from the schema
            assert copy.execute(f'SELECT count(*) FROM "{table}"').fetchone() == cursor.fetchone(), table  # noqa: S608
    (rows,) = copy.execute("SELECT count(*) FROM search_indexeddocument").fetchone()
    assert rows == IndexedDocument.objects.count() > 0
    assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
    assert copy.execute("SELECT count(*) FROM search_fts WHERE search_fts MATCH 'language: ja'").fetchone()[0]
    with pytest.raises(sqlite3.IntegrityError, match="entry_slug_is_a_slug"):
        copy.execute("UPDATE faq_entry SET slug = 'a b'")
    copy.close()
