"""Of two `migrate` at once one waits for the other, and says so; what only reads does not wait."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection

from ground.migrating import alone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def somebody_migrates() -> Iterator[Event]:
    """Another session migrates this database until the event is set."""
    begun, over = Event(), Event()

    def migrate() -> None:
        try:
            with alone(connection, lambda: None):
                begun.set()
                assert over.wait(60)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(migrate)
        assert begun.wait(60)
        yield over
        over.set()
        doing.result()


class Heard(StringIO):
    """Whoever is told that somebody waits lets them go on."""

    def __init__(self, over: Event) -> None:
        super().__init__()
        self._over = over

    def write(self, text: str) -> int:
        if "waiting" in text:
            assert not self._over.is_set()
            self._over.set()
        return super().write(text)


def test_the_second_waits_and_then_finds_nothing_to_do(somebody_migrates: Event):
    out = Heard(somebody_migrates)
    call_command("migrate", stdout=out, no_color=True)
    said = out.getvalue()
    assert said.startswith("Another migrate is running; waiting…\n")
    assert "No migrations to apply." in said


@pytest.mark.parametrize("option", ["plan", "check_unapplied"])
def test_what_only_reads_does_not_wait(somebody_migrates: Event, option: str):
    out = StringIO()
    call_command("migrate", stdout=out, **{option: True})
    assert "waiting" not in out.getvalue()
    assert not somebody_migrates.is_set()


def test_nobody_is_waited_for_when_there_is_nobody():
    for _ in range(2):
        out = StringIO()
        call_command("migrate", stdout=out, verbosity=0)
        assert out.getvalue() == ""


def on_sqlite(name: str, *, in_memory: bool = False) -> SimpleNamespace:
    """What is asked of a connection to an SQLite; there need be none."""
    return SimpleNamespace(vendor="sqlite", settings_dict={"NAME": name}, is_in_memory_db=lambda: in_memory)


def told() -> None:
    raise AssertionError("nobody else is here")


def test_the_lock_of_a_file_leaves_nothing_and_minds_nothing_left(tmp_path: Path):
    left = tmp_path / "db.sqlite3-migrate"
    left.touch()  # by one that was killed
    with alone(on_sqlite(str(tmp_path / "db.sqlite3")), told):  # type: ignore[arg-type]
        assert left.exists()
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_nobody_waits(tmp_path: Path):
    for database in (on_sqlite(":memory:", in_memory=True), on_sqlite(str(tmp_path / "none" / "db"))):
        with alone(database, told), alone(database, told):  # type: ignore[arg-type]
            assert list(tmp_path.iterdir()) == []
