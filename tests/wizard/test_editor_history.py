"""The history of a guide: every revision, any two side by side, restoring one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from faq.publishing import withdraw_entries
from ground.text import Text
from tests.edits import editor, with_step
from tests.factories import create_entry, create_flow, graph, published_flow
from tests.html import read
from tests.staff import signed_in
from wizard.compiler import write_graph
from wizard.models import Revision
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
BASE = "/admin/wizard/flow/guide/revisions/"
LINES = "q: yes=a no=b\na\nb"


@pytest.fixture
def publisher() -> Client:
    """Somebody who may publish."""
    return signed_in("wizard.view_flow", "wizard.publish_flow")


def two_revisions() -> None:
    """Revision 1 leads “yes” to a, revision 2 to b with another title; the draft names a helper."""
    guide = graph(LINES)
    flow = published_flow(LINES)
    second = with_step(graph("q: yes=b no=b\nb"), "b", title=Text("題です", "another title of b"))
    write_graph(second)
    publish(flow, author=editor("mika"), note="shorter")
    write_graph(with_step(guide, "a", helper="case-expiry"))


def test_all_revisions_are_listed_with_who_when_and_why(publisher: Client) -> None:
    two_revisions()
    rows = read(publisher.get(BASE)).one("div.editor").one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == ["draft", "2 live", "1"]
    assert [cell.text for cell in rows[1].all("td")][3:] == ["mika", "shorter"]


def test_two_revisions_are_compared_word_by_word_and_by_outcome(publisher: Client) -> None:
    two_revisions()
    page = read(publisher.get(f"{BASE}compare/", {"old": "1", "new": "2"})).one("div.editor")
    assert page.one("p.summary").text == "From revision 1 to revision 2."
    assert "1 of 2 ways end otherwise" in [heading.text for heading in page.all("h2")]
    assert "[added: another ]" in [mark.text for mark in page.all("ins")]


def test_a_revision_is_compared_with_the_draft(publisher: Client) -> None:
    two_revisions()
    page = read(publisher.get(f"{BASE}compare/", {"old": "1", "new": "draft"})).one("div.editor")
    assert [mark.text for mark in page.one("details.section").all("ins")] == ["[added: case-expiry ]"]


def test_two_that_say_the_same_say_so(publisher: Client) -> None:
    two_revisions()
    page = read(publisher.get(f"{BASE}compare/", {"old": "2", "new": "2"}))
    assert "Both say the same." in page.one("div.editor").text


@pytest.mark.parametrize("query", [{}, {"old": "1"}, {"old": "1", "new": "9"}, {"old": "x", "new": "1\0"}])
def test_what_cannot_be_compared_leads_back_to_the_list(publisher: Client, query: dict[str, str]) -> None:
    two_revisions()
    response = publisher.get(f"{BASE}compare/", query, follow=True)
    assert response.redirect_chain == [(BASE, 302)]
    assert "Choose two revisions" in read(response).one("ul.messagelist").text


def test_a_revision_is_shown_as_it_was_published(publisher: Client) -> None:
    two_revisions()
    page = read(publisher.get(f"{BASE}2/"))
    assert "This is what customers walk today." in page.text
    lines = [line.text for line in page.one("ul.outline").all("li")]
    assert lines == [
        "title of q q",
        "label yes → another title of b b",
        "label no → ↪ another title of b b (stands elsewhere in the outline)",
    ]


def test_restoring_shows_what_would_change_and_publishes_under_a_new_number(
    publisher: Client, client: Client
) -> None:
    two_revisions()
    page = read(publisher.get(f"{BASE}1/")).one("section", aria_labelledby="restore")
    assert page.one("button").text == "Restore this revision"
    assert "1 of 2 ways end otherwise" in page.text
    response = publisher.post(f"{BASE}1/", follow=True)
    assert "revision 3 is live" in read(response).one("ul.messagelist").text
    assert client.get("/en/guides/guide/a/").status_code == 200
    assert Revision.objects.get(number=3).author.username == "staff"  # type: ignore[union-attr]


def test_restoring_what_is_live_changes_nothing(publisher: Client) -> None:
    two_revisions()
    response = publisher.post(f"{BASE}2/", follow=True)
    assert "revision 2 stays live" in read(response).one("ul.messagelist").text
    assert Revision.objects.count() == 2


def test_a_revision_that_names_what_is_withdrawn_is_not_restored(publisher: Client) -> None:
    entry = create_entry("entry")
    flow = published_flow(LINES, a={"entries": ("entry",)})
    write_graph(graph(LINES))
    publish(flow, author=None)
    withdraw_entries([entry])
    page = read(publisher.post(f"{BASE}1/", follow=True))
    assert "“entry” is not published" in page.one("ul.messagelist").text
    assert Revision.objects.count() == 2


def test_a_viewer_reads_but_does_not_restore() -> None:
    two_revisions()
    viewer = signed_in("wizard.view_flow")
    page = read(viewer.get(f"{BASE}1/")).one("section", aria_labelledby="restore")
    assert not page.all("button")
    refused = viewer.post(f"{BASE}1/")
    assert refused.status_code == 403
    assert "Publishing needs a permission" in read(refused).one("main").text


def test_nothing_in_the_history_can_be_changed(publisher: Client) -> None:
    two_revisions()
    before = list(Revision.objects.order_by("pk").values())
    assert publisher.post(BASE).status_code == 405
    assert publisher.post(f"{BASE}compare/").status_code == 405
    assert publisher.delete(f"{BASE}1/").status_code == 405
    assert list(Revision.objects.order_by("pk").values()) == before


def test_what_does_not_exist_leads_back_with_a_sentence(publisher: Client) -> None:
    create_flow(LINES)
    assert "never published" in read(publisher.get(BASE)).text
    for number in ("7", "99999999999999999999"):
        response = publisher.get(f"{BASE}{number}/", follow=True)
        assert "There is no revision" in read(response).one("ul.messagelist").text
    assert publisher.get("/admin/wizard/flow/nope/revisions/")["Location"] == "/admin/wizard/flow/"
    assert Client().get(BASE)["Location"].startswith("/admin/login/")
    assert signed_in("faq.view_entry", name="other").get(BASE).status_code == 403


@pytest.mark.parametrize("revisions", [2, 12])
def test_the_list_costs_the_same_number_of_queries_whatever_its_length(
    publisher: Client, revisions: int, django_assert_num_queries: Any
) -> None:
    flow = published_flow(LINES)
    for number in range(revisions):
        write_graph(with_step(graph(LINES), "a", editor_note=str(number)))
        publish(flow, author=editor())
    publisher.get(BASE)
    with django_assert_num_queries(7):
        publisher.get(BASE)
