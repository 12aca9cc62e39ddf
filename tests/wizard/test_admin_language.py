"""Admin in the reader's language, and the choice of it, which stays within admin."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from tests.admin_pages import signed_in
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepts", "title"),
    [
        ("ja", "みちしるべ 管理"),
        ("en", "Michishirube administration"),
        ("de, en;q=0.5", "Michishirube administration"),
        ("xx", "みちしるべ 管理"),
    ],
)
def test_it_speaks_what_the_browser_asks_for(accepts: str, title: str) -> None:
    page = read(Client(headers={"accept-language": accepts}).get("/admin/login/"))
    assert page.one("div", id="site-name").text == title
    assert title in page.one("title").text


@override_settings(SITE_NAME="Acme")
def test_it_carries_the_name_of_the_site() -> None:
    assert read(signed_in(language="ja").get("/admin/")).one("div", id="site-name").text == "Acme 管理"


def test_the_choice_of_language_leads_back_to_the_same_page_and_is_kept_for_admin_alone() -> None:
    client = signed_in(language="ja")
    form = read(client.get("/admin/wizard/flow/?q=x")).one("form.languages")
    body = {"language": "en", "next": form.one("input", name="next")["value"]}
    response = client.post(form["action"], body)
    assert (response.status_code, response["Location"]) == (302, "/admin/wizard/flow/?q=x")
    assert client.cookies["django_language"]["path"] == "/admin/"
    assert read(client.get("/admin/")).one("html")["lang"] == "en"


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_choice_leads_nowhere_else(client: Client, goal: str) -> None:
    response = client.post("/admin/language/", {"language": "en", "next": goal})
    assert "evil" not in response.headers.get("Location", "")
    assert "javascript" not in response.headers.get("Location", "")


def test_a_language_there_is_not_changes_nothing(client: Client) -> None:
    client.post("/admin/language/", {"language": "xx", "next": "/admin/login/"})
    assert "django_language" not in client.cookies


def test_a_look_does_not_choose(client: Client) -> None:
    client.get("/admin/language/?language=en")
    assert "django_language" not in client.cookies


def test_the_choice_needs_the_token_of_its_form() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/admin/language/", {"language": "en"}).status_code == 403
