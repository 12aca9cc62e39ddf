"""While the server has trouble: 503 in words on every page that needs what is away, and all else goes on."""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import psycopg
import pytest
from django.core.cache import cache
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
)
from django.test import Client

from config.postgresql.base import INCIDENTS
from contact.models import Enquiry
from tests.html import Element, read
from tests.packs import load, write_pack
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
PAGES = (
    "/ja/", "/en/", "/ja/guides/", "/en/guides/payment/", "/ja/faq/", "/en/faq/billing/", "/ja/search/?q=card",
    "/en/search/suggestions/?q=c", "/ja/contact/", "/en/nowhere/", "/sitemap.xml", "/ja/tools/support-hours/",
)  # fmt: skip
WITHOUT = ("/robots.txt", "/livez", "/ja/tools/", "/en/tools/half-width-check/", "/h/", "/admin/login/")
ENQUIRY = "/en/contact/enquiry/"
AWAY = "Our database does not answer. The fault is on our side."


@pytest.fixture(autouse=True)
def _nothing_said_yet() -> Iterator[None]:
    INCIDENTS._said.clear()
    cache.clear()
    yield
    INCIDENTS._said.clear()


@pytest.fixture
def enquiries(settings: Any) -> None:
    settings.ENQUIRY_EMAIL = "desk@example.org"


@contextmanager
def failing(error: Exception, cause: Exception | None = None) -> Iterator[None]:
    """Every statement raises `error`, as the driver's `cause`."""

    def fail(*_: object) -> NoReturn:
        raise error from cause

    with connection.execute_wrapper(fail):
        yield


def away() -> Any:
    return failing(OperationalError("connection refused"))


def of_sqlite(code: int, text: str = "") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def colleague() -> Client:
    client = signed_in("wizard.view_flow", "wizard.change_flow")
    client.raise_request_exception = False
    return client


def page(response: Any) -> Element:
    """The page of a refusal, once all is there that every refusal has."""
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "no-store" in response["Cache-Control"]
    shown = read(response)
    assert shown.one("a.brand").text
    assert shown.one("meta", name="robots")["content"] == "noindex"
    return shown


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_needs_the_database_says_that_it_is_away(visitor: Client, path: str) -> None:
    with away():
        shown = page(visitor.get(path, headers={"Accept-Language": "ja"}))
        head = visitor.head(path)
    english = path.startswith("/en/")
    assert ("does not answer" if english else "応答していません") in shown.one("main").text
    assert shown.one("html")["lang"] == ("en" if english else "ja")
    assert shown.one("a.button")["href"] == path
    assert (head.status_code, head["Retry-After"], head.content) == (503, "30", b"")


@pytest.mark.parametrize("path", WITHOUT)
def test_a_page_that_needs_none_goes_on(visitor: Client, path: str) -> None:
    with away():
        assert visitor.get(path).status_code == 200
        assert visitor.get("/").status_code == 302


def test_every_link_of_the_refusal_but_home_leads_somewhere_meanwhile(visitor: Client) -> None:
    with away():
        shown = page(visitor.get("/en/faq/"))
        again, language = "/en/faq/", "/ja/faq/"
        hrefs = {link["href"] for link in shown.all("a")} - {"#main", "/en/", again, language}
        assert hrefs == {"/en/tools/"}
        assert visitor.get("/en/tools/").status_code == 200


def test_the_admin_says_so_with_and_without_a_login(visitor: Client) -> None:
    somebody = colleague()
    with away():
        assert visitor.get("/admin/").status_code == 302  # to the login
        shown = page(somebody.get("/admin/wizard/flow/"))
    assert "the log of the server says why" in shown.one("main").text


def test_the_scripts_of_the_admin_are_told_in_a_sentence() -> None:
    somebody = colleague()
    with away():
        asked = somebody.get("/admin/wizard/flow/", headers={"HX-Request": "true"})
        sent = somebody.post("/admin/wizard/flow/", {"a": "b"}, headers={"HX-Request": "true"})
    assert asked.content.decode() == f"{AWAY} Please wait a minute and try again."
    assert sent.content.decode() == (
        f"{AWAY} Nothing was saved; what you typed is still here. Please wait a minute and try again."
    )
    for response in (asked, sent):
        assert (response.status_code, response["X-Said"], response["Retry-After"]) == (503, "yes", "30")
        assert "HX-Request" in response["Vary"]


@pytest.mark.usefixtures("enquiries")
def test_what_was_typed_is_sent_again_by_a_button_once_the_database_is_back(visitor: Client) -> None:
    form = read(visitor.get(ENQUIRY)).one("form.form")
    typed = {field["name"]: field.get("value") for field in form.all("input", type="hidden")}
    typed |= {"mail": "customer@example.com", "text": 'Why "twice"?\n<b>Again</b>', "website": ""}
    with away():
        shown = page(visitor.post(ENQUIRY, typed))
    assert shown.one("h1").text == "What you sent could not be saved"
    assert Enquiry.objects.count() == 0
    again = shown.one("form.actions")
    assert (again["action"], again["method"]) == (ENQUIRY, "post")
    kept = {field["name"]: field.get("value") for field in again.all("input")}
    assert kept == typed
    assert visitor.post(again["action"], kept).status_code == 302
    assert Enquiry.objects.get().text == typed["text"]


@pytest.mark.usefixtures("enquiries")
def test_what_another_site_sends_gets_no_button_here(visitor: Client) -> None:
    typed = {"mail": "customer@example.com", "text": "Why?"}
    with away():
        shown = page(visitor.post(ENQUIRY, typed, headers={"Sec-Fetch-Site": "cross-site"}))
    assert not shown.all("form")
    assert "go back" in shown.one("main").text


def test_no_password_is_written_into_a_page(visitor: Client) -> None:
    with away():
        response = visitor.post("/admin/login/", {"username": "somebody", "password": "correct horse"})
    assert not page(response).all("form")
    assert b"horse" not in response.content


@pytest.mark.usefixtures("enquiries")
def test_where_the_connection_broke_while_saving_nobody_says_that_nothing_was_saved(visitor: Client) -> None:
    error: Any = OperationalError("server closed the connection")
    error.is_in_doubt = True
    somebody = colleague()
    with failing(error):
        shown = page(visitor.post(ENQUIRY, {"mail": "customer@example.com", "text": "Why?"}))
        said = somebody.post("/admin/wizard/flow/", headers={"HX-Request": "true"}).content.decode()
    assert shown.one("h1").text == "It is not known whether what you sent was saved"
    assert "Look whether it is there" in shown.one("main").text
    assert "Look whether it is there" in said
    assert "Nothing was saved" not in said


FULL, BUSY = "cannot store anything", "too busy"
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
]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "cause", "words"), TROUBLES, ids=lambda value: getattr(value, "sqlstate", None)
)
def test_what_is_the_matter_is_told(
    visitor: Client, error: Exception, cause: Exception | None, words: str
) -> None:
    with failing(error, cause):
        assert words in page(visitor.get("/en/faq/")).one("main").text


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
    visitor: Client, error: Exception, cause: Exception | None, caplog: pytest.LogCaptureFixture
) -> None:
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
    behind = "config.troubles.MigrationExecutor.migration_plan"
    monkeypatch.setattr(behind, lambda *_: [("faq", False), ("wizard", False)])
    monkeypatch.setattr("config.troubles.MigrationExecutor.__init__", _knows_no_database)
    with failing(ProgrammingError("x"), cause):
        assert "brought up to date" in page(visitor.get("/en/faq/")).one("main").text
    assert [record.getMessage() for record in caplog.records] == [
        "2 migrations to apply: run manage.py migrate."
    ]


def _knows_no_database(executor: Any, _connection: object) -> None:
    class Loader:
        class graph:  # noqa: N801 - as Django's
            leaf_nodes = list

    executor.loader = Loader()


def test_the_log_says_it_once_and_shows_no_program(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    with failing(OperationalError("connection refused\nIs the server running?")):
        for path in PAGES:
            visitor.get(path)
    (record,) = caplog.records
    assert (record.name, record.levelno, record.exc_info) == ("michishirube.database", logging.ERROR, None)
    assert record.getMessage() == "The database cannot be used: connection refused"
    INCIDENTS.over("away", "The database answers again.")
    INCIDENTS.over("away", "The database answers again.")
    with away():
        visitor.get("/ja/")
    assert [record.getMessage() for record in caplog.records[1:]] == [
        "The database answers again.",
        "The database cannot be used: connection refused",
    ]


def test_a_session_that_cannot_be_written_is_said_too(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written by a middleware, after the page."""

    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    somebody = colleague()
    session = somebody.session
    monkeypatch.setattr(type(session), "save", full)
    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", _changed)
    assert FULL in page(somebody.get("/en/tools/")).one("main").text


def _changed(middleware: Any, request: Any) -> None:
    request.session = middleware.SessionStore(None)
    request.session["seen"] = 1


def test_the_notice_is_left_out_and_nothing_else(visitor: Client, tmp_path: Any) -> None:
    load(write_pack(tmp_path), publish=True)
    notice = "A sample."
    assert notice in visitor.get("/en/tools/").content.decode()
    with away():
        shown = visitor.get("/en/tools/")
    assert shown.status_code == 200
    assert notice not in shown.content.decode()
