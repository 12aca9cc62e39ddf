"""A backup by the database's own programs is a backup: everything is there again, and the site is served from it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.dumps import restore
from tests.faults.cluster import Cluster, find_tool
from tests.faults.conftest import in_full_only
from tests.faults.site import Site

PAGES = ("/healthz", "/ja/guides/payment/", "/en/faq/entry/dates/")
SEARCH = "/en/search/?q=bill+date"


def serves(site: Site) -> bool:
    """Whether it shows what the small pack holds, and finds it."""
    return all(site.get(page).status == 200 for page in PAGES) and "entry/dates" in site.get(SEARCH).text


def rows(file: Path) -> dict[str, int]:
    """How many rows each table has, asked by a program that knows nothing of Django."""
    database = sqlite3.connect(file)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counted = {
        table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - from the schema
        for table in tables
    }
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()
    return counted


def by_sqlite3(old: Path, new: Path) -> None:
    """`sqlite3 old .dump | sqlite3 new`."""
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("no sqlite3 on this machine: apt-get install sqlite3")
    dump = subprocess.run([program, old, ".dump"], check=True, capture_output=True)  # noqa: S603
    subprocess.run([program, "-bail", new], input=dump.stdout, check=True, capture_output=True)  # noqa: S603


def by_python(old: Path, new: Path) -> None:
    """What Python's own module writes down."""
    database = sqlite3.connect(old)
    restore(database.iterdump(), new).close()
    database.close()


@pytest.mark.parametrize("copy", [by_sqlite3, pytest.param(by_python, marks=in_full_only)])
def test_of_sqlite(
    serve: Callable[..., Site], sqlite: str, tmp_path: Path, copy: Callable[[Path, Path], None]
):
    old, new = Path(sqlite.removeprefix("sqlite:///")), tmp_path / "new.sqlite3"
    copy(old, new)
    assert rows(new) == rows(old)
    assert rows(new)["wizard_flow"] == 2
    assert serves(serve(f"sqlite:///{new}", "--workers=1"))


def test_of_postgresql(serve: Callable[..., Site], postgres: Cluster, database: str):
    dump = [str(find_tool("pg_dump")), "--no-owner", postgres.url(database)]
    postgres.sql("postgres", "CREATE DATABASE restored")
    load = [str(find_tool("psql")), "-qX", "-v", "ON_ERROR_STOP=1", postgres.url("restored")]
    said = subprocess.run(dump, check=True, capture_output=True)  # noqa: S603 - PostgreSQL's own
    subprocess.run(load, input=said.stdout, check=True, capture_output=True)  # noqa: S603
    for table in ("wizard_flow", "faq_entry", "contact_channel", "search_indexeddocument"):
        count = f"SELECT count(*) FROM {table}"  # noqa: S608 - constants
        assert postgres.sql("restored", count) == postgres.sql(database, count)
    assert serves(serve(postgres.url("restored"), "--workers=1"))
