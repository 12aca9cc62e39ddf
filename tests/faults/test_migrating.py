"""Machines that start together, each with `migrate`: one makes the tables, the others wait; one killed keeps nobody waiting."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from sqlite3 import connect

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import LENGTH, in_full_only
from tests.faults.site import environment, manage
from tests.waiting import until

POSTGRESQL, SQLITE = "postgresql", "sqlite"


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Callable[[], bool]]:
    """What `DATABASE_URL` says of a database without tables, and whether somebody migrates it now."""
    if request.param == SQLITE:
        file = tmp_path / "db.sqlite3"
        return f"sqlite:///{file}", (tmp_path / "db.sqlite3-migrate").exists
    cluster: Cluster = request.getfixturevalue("postgres")
    name = f"fresh_{request.node.originalname}"
    cluster.sql("postgres", f'CREATE DATABASE "{name}"')
    return cluster.url(name), lambda: bool(
        cluster.sql(name, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted")
    )


def migrate(checkout: Path, url: str) -> subprocess.Popen[str]:
    """Begun, not ended."""
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    return subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=checkout, env=environment(checkout, url), text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip


def is_whole(checkout: Path, url: str) -> bool:
    """Whether all migrations are applied, and what they made can be used."""
    is_migrated = manage(checkout, url, "migrate", "--check").returncode == 0
    if LENGTH == "short":
        return is_migrated
    return is_migrated and manage(checkout, url, "load_content", "content", "--publish").returncode == 0


@pytest.mark.parametrize("fresh", [POSTGRESQL, pytest.param(SQLITE, marks=in_full_only)], indirect=True)
def test_both_end_well(checkout: Path, fresh: tuple[str, Callable[[], bool]]):
    url, _is_being_migrated = fresh
    begun = [migrate(checkout, url) for _ in range(2)]
    said = [each.communicate(timeout=120)[0] for each in begun]
    assert [each.returncode for each in begun] == [0, 0], said
    assert set(said) <= {"", "Another migrate is running; waiting…\n"}
    assert is_whole(checkout, url)


@pytest.mark.parametrize("fresh", [SQLITE, pytest.param(POSTGRESQL, marks=in_full_only)], indirect=True)
def test_one_that_is_killed_keeps_nobody_waiting(checkout: Path, fresh: tuple[str, Callable[[], bool]]):
    url, is_being_migrated = fresh
    killed = migrate(checkout, url)
    until(lambda: is_being_migrated() or killed.poll() is not None)
    assert killed.poll() is None
    killed.kill()
    killed.communicate()
    assert killed.returncode == -9
    done = manage(checkout, url, "migrate", "-v0")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert is_whole(checkout, url)


@in_full_only
def test_times_in_digits_that_sqlite_let_through_become_plain_ones(checkout: Path, sqlite: str):
    assert manage(checkout, sqlite, "migrate", "-v0", "contact", "0004").returncode == 0
    database = connect(sqlite.removeprefix("sqlite:///"), isolation_level=None)
    database.create_function("regexp", 2, lambda pattern, text: bool(re.search(pattern, text)))
    database.execute("UPDATE contact_openinghours SET opens = '0９:0０', closes = '1８:3０'")
    database.execute("UPDATE contact_specialday SET opens = '10:0٠', closes = '11:00'")
    done = manage(checkout, sqlite, "migrate", "-v0")
    assert done.returncode == 0, done.stderr
    times = (
        "SELECT opens, closes FROM contact_openinghours UNION SELECT opens, closes FROM contact_specialday"
    )
    assert database.execute(times).fetchall() == [("09:00", "18:30"), ("10:00", "11:00")]
    assert "REGEXP" not in "".join(sql for (sql,) in database.execute("SELECT sql FROM sqlite_master") if sql)
    database.close()
