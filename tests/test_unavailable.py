"""While the server has trouble: 503 in words on every page that needs what is away, and all else goes on."""

from __future__ import annotations

import errno
import logging
from typing import Any, NoReturn

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from contact.models import Enquiry
from ground.incidents import DATABASE
from tests.html import read
from tests.packs import load, write_pack
from tests.staff import signed_in
from tests.trouble import AWAY, FULL, failing, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_said")]
PAGES = (
    "/ja/", "/en/", "/ja/guides/", "/en/guides/payment/", "/ja/faq/", "/en/faq/billing/", "/ja/search/?q=card",
    "/en/search/suggestions/?q=c", "/ja/contact/", "/en/nowhere/", "/sitemap.xml", "/ja/tools/support-hours/",
)  # fmt: skip
WITHOUT = ("/robots.txt", "/livez", "/ja/tools/", "/en/tools/half-width-check/", "/h/", "/admin/login/")
ENQUIRY = "/en/contact/enquiry/"


@pytest.fixture
def enquiries(settings: Any) -> None:
    cache.clear()
    settings.ENQUIRY_EMAIL = "desk@example.org"


def away() -> Any:
    return failing(OperationalError("connection refused"))


def colleague() -> Client:
    client = signed_in("wizard.view_flow", "wizard.change_flow")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_needs_the_database_says_that_it_is_away(visitor: Client, path: str) -> None:
    with away():
        shown = refusal(visitor.get(path, headers={"Accept-Language": "ja"}))
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
        shown = refusal(visitor.get("/en/faq/"))
        again, language = "/en/faq/", "/ja/faq/"
        hrefs = {link["href"] for link in shown.all("a")} - {"#main", "/en/", again, language}
        assert hrefs == {"/en/tools/"}
        assert visitor.get("/en/tools/").status_code == 200


def test_the_admin_says_so_with_and_without_a_login(visitor: Client) -> None:
    somebody = colleague()
    with away():
        assert visitor.get("/admin/").status_code == 302  # to the login
        shown = refusal(somebody.get("/admin/wizard/flow/"))
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
        shown = refusal(visitor.post(ENQUIRY, typed))
    assert shown.one("h1").text == "What you sent could not be saved"
    assert Enquiry.objects.count() == 0
    assert shown.one("pre").text == " ".join(typed["text"].split())
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
        shown = refusal(visitor.post(ENQUIRY, typed, headers={"Sec-Fetch-Site": "cross-site"}))
    assert not shown.all("form")
    assert "go back" in shown.one("main").text


def test_no_password_is_written_into_a_refusal(visitor: Client) -> None:
    with away():
        response = visitor.post("/admin/login/", {"username": "somebody", "password": "correct horse"})
    assert not refusal(response).all("form")
    assert b"horse" not in response.content


@pytest.mark.usefixtures("enquiries")
def test_where_the_connection_broke_while_saving_nobody_says_that_nothing_was_saved(visitor: Client) -> None:
    error: Any = OperationalError("server closed the connection")
    error.is_in_doubt = True
    somebody = colleague()
    with failing(error):
        shown = refusal(visitor.post(ENQUIRY, {"mail": "customer@example.com", "text": "Why?"}))
        said = somebody.post("/admin/wizard/flow/", headers={"HX-Request": "true"}).content.decode()
    assert shown.one("h1").text == "It is not known whether what you sent was saved"
    assert "Look whether it is there" in shown.one("main").text
    assert "Look whether it is there" in said
    assert "Nothing was saved" not in said


def test_the_log_says_it_once_and_shows_no_program(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    with failing(OperationalError("connection refused\nIs the server running?")):
        for path in PAGES:
            visitor.get(path)
    (record,) = caplog.records
    assert (record.name, record.levelno, record.exc_info) == ("michishirube.database", logging.ERROR, None)
    assert record.getMessage() == "The database cannot be used: connection refused"
    DATABASE.over("away", "The database answers again.")
    DATABASE.over("away", "The database answers again.")
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
    assert FULL in refusal(somebody.get("/en/tools/")).one("main").text


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
