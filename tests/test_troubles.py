"""What of the errors of a database is trouble of the server, answered 503 in words, and what is a fault of ours."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
import pytest
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from django.test import Client

from tests.trouble import AWAY, BUSY, FULL, failing, of_sqlite, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_said")]


TROUBLES = [
    (OperationalError("x"), psycopg.errors.DiskFull(), FULL),
    (InternalError("x"), psycopg.errors.ReadOnlySqlTransaction(), FULL),
    (OperationalError("x"), psycopg.errors.QueryCanceled(), BUSY),
    (OperationalError("x"), psycopg.errors.LockNotAvailable(), BUSY),
    (OperationalError("x"), psycopg.errors.DeadlockDetected(), BUSY),
    (OperationalError("x"), psycopg.errors.TooManyConnections(), AWAY),
    (OperationalError("x"), psycopg.errors.AdminShutdown(), AWAY),
    (OperationalError("x"), psycopg.OperationalError("the connection is closed"), AWAY),
    (OperationalError("x"), of_sqlite(sqlite3.SQLITE_FULL), FULL),
    (OperationalError("x"), of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), FULL),
    (OperationalError("x"), of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), BUSY),
    (OperationalError("x"), of_sqlite(sqlite3.SQLITE_IOERR_WRITE), AWAY),
    (DatabaseError("x"), of_sqlite(sqlite3.SQLITE_CORRUPT), AWAY),
    (OSError(errno.ENOSPC, "No space left on device"), None, FULL),
    (ValueError("x"), OperationalError("connection refused"), AWAY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "cause", "words"), TROUBLES, ids=lambda value: getattr(value, "sqlstate", None)
)
def test_what_is_the_matter_is_told(
    visitor: Client, error: Exception, cause: Exception | None, words: str
) -> None:
    with failing(error, cause):
        assert words in refusal(visitor.get("/en/faq/")).one("main").text


FAULTS = [
    (IntegrityError("x"), psycopg.errors.UniqueViolation()),
    (DataError("x"), psycopg.errors.NumericValueOutOfRange()),
    (ProgrammingError("x"), psycopg.errors.SyntaxError()),
    (ProgrammingError("x"), psycopg.errors.UndefinedTable()),
    (OperationalError("x"), of_sqlite(sqlite3.SQLITE_ERROR, "no such table: faq_entry")),
    (OperationalError("x"), of_sqlite(sqlite3.SQLITE_ERROR, "too many SQL variables")),
    (KeyError("x"), None),
    (OSError(errno.ENOENT, "No such file"), None),
]


@pytest.mark.parametrize(("error", "cause"), FAULTS, ids=lambda value: type(value).__name__)
def test_a_fault_of_ours_stays_one(
    visitor: Client,
    error: Exception,
    cause: Exception | None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("config.troubles.pending_migrations", list)
    with failing(error, cause):
        response = visitor.get("/en/faq/")
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert "This page could not be shown" in response.content.decode()
    assert [record.name for record in caplog.records if record.exc_info] == ["django.request"]


@pytest.mark.parametrize(
    "cause",
    [psycopg.errors.UndefinedColumn(), of_sqlite(sqlite3.SQLITE_ERROR, "no such column: x")],
    ids=["PostgreSQL", "SQLite"],
)
def test_a_table_that_migrations_have_still_to_make_is_no_fault(
    visitor: Client, cause: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        "config.troubles.pending_migrations", lambda: [("faq", "0004_x"), ("wizard", "0008_x")]
    )
    with failing(ProgrammingError("x"), cause):
        assert "brought up to date" in refusal(visitor.get("/en/faq/")).one("main").text
    assert [record.getMessage() for record in caplog.records] == [
        "2 migrations to apply: run manage.py migrate."
    ]


@pytest.mark.parametrize(
    "cause",
    [psycopg.errors.UndefinedTable(), of_sqlite(sqlite3.SQLITE_ERROR, "no such table: x")],
    ids=["PostgreSQL", "SQLite"],
)
def test_pages_without_a_database_go_on_while_its_tables_have_still_to_be_made(
    visitor: Client, cause: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.troubles.pending_migrations", lambda: [("wizard", "0008_x")])
    with failing(ProgrammingError("x"), cause):
        assert visitor.get("/en/tools/").status_code == 200
