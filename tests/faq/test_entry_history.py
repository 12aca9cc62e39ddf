"""The history of an entry: every revision, any two side by side, restoring one."""

from __future__ import annotations

import pytest
from django.test import Client

from faq.models import Entry, EntryRevision
from faq.publishing import publish_entry, withdraw_entries
from ground.text import Text
from tests.edits import editor
from tests.factories import create_entry
from tests.html import read
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
BASE = "/admin/faq/entry/card/revisions/"


@pytest.fixture
def publisher() -> Client:
    """Somebody who may publish."""
    return signed_in("faq.view_entry", "faq.publish_entry")


def two_revisions() -> Entry:
    """Revision 2 has another English title than revision 1; the draft another helper."""
    entry = create_entry("card", title=Text("題です", "old title"))
    Entry.objects.update(title_en="new title")
    publish_entry(entry, author=editor("mika"), note="clearer")
    Entry.objects.update(helper="case-expiry")
    entry.refresh_from_db()
    return entry


def test_all_revisions_are_listed_with_who_when_and_why(publisher: Client) -> None:
    two_revisions()
    rows = read(publisher.get(BASE)).one("div.editor").one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == ["draft", "2 live", "1"]
    assert [cell.text for cell in rows[1].all("td")][3:] == ["mika", "clearer"]


def test_any_two_are_compared_the_draft_too(publisher: Client) -> None:
    two_revisions()
    page = read(publisher.get(f"{BASE}compare/", {"old": "1", "new": "2"})).one("dl.diff")
    assert [mark.text for mark in (page.one("del"), page.one("ins"))] == ["[removed: old ]", "[added: new ]"]
    page = read(publisher.get(f"{BASE}compare/", {"old": "2", "new": "draft"})).one("dl.diff")
    assert page.one("dt").text == "helper"
    assert page.one("ins").text == "[added: case-expiry ]"
    same = read(publisher.get(f"{BASE}compare/", {"old": "2", "new": "2"}))
    assert "Both say the same." in same.one("div.editor").text


@pytest.mark.parametrize("query", [{}, {"old": "1", "new": "9"}, {"old": "x", "new": "9" * 30}])
def test_what_cannot_be_compared_leads_back_to_the_list(publisher: Client, query: dict[str, str]) -> None:
    two_revisions()
    response = publisher.get(f"{BASE}compare/", query, follow=True)
    assert response.redirect_chain == [(BASE, 302)]
    assert "Choose two revisions" in read(response).one("ul.messagelist").text


def test_a_revision_is_restored_under_a_new_number_and_the_draft_stays(
    publisher: Client, client: Client
) -> None:
    two_revisions()
    page = read(publisher.get(f"{BASE}1/"))
    assert page.one("section", aria_labelledby="restore").one("ins").text == "[added: old ]"
    response = publisher.post(f"{BASE}1/", follow=True)
    assert "revision 3 is live" in read(response).one("ul.messagelist").text
    assert read(client.get("/en/faq/entry/card/")).one("h1").text == "old title"
    assert Entry.objects.get().helper == "case-expiry"


def test_a_withdrawn_entry_is_restored(publisher: Client, client: Client) -> None:
    withdraw_entries([two_revisions()])
    assert client.get("/en/faq/entry/card/").status_code == 410
    publisher.post(f"{BASE}2/")
    assert client.get("/en/faq/entry/card/").status_code == 200


def test_what_is_live_has_no_button_and_restoring_it_changes_nothing(publisher: Client) -> None:
    two_revisions()
    page = read(publisher.get(f"{BASE}2/")).one("div.editor")
    assert not page.all("button")
    response = publisher.post(f"{BASE}2/", follow=True)
    assert "revision 2 stays live" in read(response).one("ul.messagelist").text
    assert EntryRevision.objects.count() == 2


def test_nothing_in_the_history_can_be_changed_and_a_viewer_restores_nothing(publisher: Client) -> None:
    two_revisions()
    before = list(EntryRevision.objects.order_by("pk").values())
    assert publisher.post(BASE).status_code == 405
    assert publisher.delete(f"{BASE}1/").status_code == 405
    viewer = signed_in("faq.view_entry", name="viewer")
    refused = viewer.post(f"{BASE}1/")
    assert refused.status_code == 403
    assert "Publishing needs a permission" in read(refused).one("main").text
    assert list(EntryRevision.objects.order_by("pk").values()) == before


def test_what_does_not_exist_leads_back_with_a_sentence(publisher: Client) -> None:
    create_entry("card", publish=False)
    assert "never published" in read(publisher.get(BASE)).text
    for number in ("7", "9" * 20):
        response = publisher.get(f"{BASE}{number}/", follow=True)
        assert "There is no revision" in read(response).one("ul.messagelist").text
