"""The draft of an entry: shown in both languages, compared with what is live, put before customers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from faq.models import Entry, EntryRevision
from ground.text import Text
from insights.previewing import without_vote
from tests.factories import create_entry, create_flow, published_flow
from tests.html import Element, read
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
URL = "/admin/faq/entry/card/publish/"


@pytest.fixture
def publisher() -> Client:
    """Somebody who may publish."""
    return signed_in("faq.view_entry", "faq.change_entry", "faq.publish_entry")


def send(client: Client, page: Element, **fields: str) -> Element:
    """The answer to the form of the page."""
    mark = page.one("form.publishing").one("input", name="mark")["value"]
    return read(client.post(URL, {"mark": mark, **fields}, follow=True))


def test_both_languages_stand_side_by_side_as_the_site_renders_them(publisher: Client) -> None:
    create_entry("card", answer=Text("**これ**です", "**This** is it"), notice=Text("注意", "Mind"))
    sides = read(publisher.get(URL)).all("section.side")
    assert [side.one("strong").text for side in sides] == ["これ", "This"]
    assert [side.one("article")["lang"] for side in sides] == ["ja", "en"]
    assert [side.one("p.entry-notice").text for side in sides] == ["注意", "Mind"]


def test_the_draft_of_a_published_entry_goes_live_on_publishing_it(publisher: Client, client: Client) -> None:
    create_entry("card", title=Text("題です", "old title"))
    Entry.objects.update(title_en="new title", phrases=["Card declined"])
    assert "old title" in read(client.get("/en/faq/entry/card/")).one("h1").text
    page = read(publisher.get(URL))
    rows = page.one("section", aria_labelledby="changes").all("dd")
    assert [[mark.text for mark in row.all("ins")] for row in rows] == [
        ["[added: new ]"],
        ["[added: Card declined ]"],
    ]
    assert "the text in Japanese was not" in page.one("section", aria_labelledby="changes").text
    answer = send(publisher, page, note="clearer")
    assert "revision 2 is live" in answer.one("ul.messagelist").text
    assert read(client.get("/en/faq/entry/card/")).one("h1").text == "new title"
    assert EntryRevision.objects.get(number=2).note == "clearer"


def test_the_preview_is_the_page_customers_see_over_the_draft(publisher: Client) -> None:
    create_entry("card", title=Text("題です", "old title"))
    Entry.objects.update(title_en="new title")
    response = publisher.get("/admin/faq/entry/card/preview/en/")
    page = read(response)
    assert page.one("h1").text == "new title"
    assert page.one("html")["lang"] == "en"
    assert page.one("div.draft-bar").text.startswith("Draft Customers do not see this yet.")
    assert page.one("a", lang="ja")["href"] == "/admin/faq/entry/card/preview/ja/"
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    back = publisher.get("/admin/faq/entry/card/preview/de/", follow=True)
    assert "Japanese and English only" in read(back).one("ul.messagelist").text


def test_the_preview_differs_from_the_live_page_in_nothing_but_its_frame_and_the_vote(
    publisher: Client, client: Client
) -> None:
    create_entry("other")
    create_entry("card", related=("other",), phrases=("Card declined",), last_checked="2026-01-02")
    live, draft = (
        reader.get(path).content.decode().partition("<main")[2].partition("</main>")[0]
        for reader, path in (
            (client, "/ja/faq/entry/card/"),
            (publisher, "/admin/faq/entry/card/preview/ja/"),
        )
    )
    assert "Card declined" in live
    with override("ja"):
        assert draft == without_vote(live)


def test_the_guides_that_use_it_are_named_live_and_in_draft(publisher: Client) -> None:
    create_entry("card")
    published_flow("q: a=end\nend", flow="one", end={"entries": ("card",)})
    create_flow("q: a=end\nend", flow="two", q={"related": ("card",)})
    used = read(publisher.get(URL)).one("section", aria_labelledby="used")
    assert [row.text for row in used.all("li")] == [
        "title of one end (live and draft)",
        "title of two q (draft)",
    ]


def test_what_stands_in_the_way_is_said_and_there_is_no_button(publisher: Client) -> None:
    create_entry("card", title=Text("題です"), publish=False)
    page = read(publisher.get(URL))
    assert "The question is not written in English." in page.one("section", aria_labelledby="errors").text
    assert not page.all("form.publishing")
    refused = read(publisher.post(URL, {"mark": "x"}))
    assert "Nothing was published" in refused.one("ul.messagelist").text
    assert not EntryRevision.objects.exists()


def test_an_entry_somebody_changed_meanwhile_is_shown_anew_with_the_note(publisher: Client) -> None:
    create_entry("card", publish=False)
    page = read(publisher.get(URL))
    Entry.objects.update(title_en="theirs")
    again = send(publisher, page, note="mine")
    assert "somebody changed the entry" in again.one("ul.messagelist").text
    assert again.one("input", name="note")["value"] == "mine"
    assert not EntryRevision.objects.exists()
    assert "revision 1 is live" in send(publisher, again, note="mine").one("ul.messagelist").text


def test_a_draft_that_says_the_same_has_no_button(publisher: Client) -> None:
    create_entry("card")
    page = read(publisher.get(URL))
    assert "says the same as revision 1" in page.one("p.summary").text
    assert not page.all("form.publishing")


def test_those_who_may_not_publish_read_and_are_refused() -> None:
    create_entry("card", publish=False)
    viewer = signed_in("faq.view_entry")
    assert "needs a permission" in read(viewer.get(URL)).one("p.refused").text
    refused = viewer.post(URL, {"mark": "x"})
    assert refused.status_code == 403
    assert "Publishing needs a permission" in read(refused).one("main").text
    other = signed_in("wizard.view_flow", name="other").get(URL)
    assert "Seeing FAQ entries" in read(other).one("main").text
    assert Client().get(URL)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("fields", [{}, {"mark": "x", "note": "n" * 201}, {"mark": "1-\0"}])
def test_what_cannot_be_understood_publishes_nothing(publisher: Client, fields: dict[str, str]) -> None:
    create_entry("card", publish=False)
    assert publisher.post(URL, fields).status_code == 200
    assert not EntryRevision.objects.exists()


def test_other_methods_and_unknown_entries_are_refused(publisher: Client) -> None:
    create_entry("card")
    assert publisher.put(URL).status_code == 405
    assert publisher.post("/admin/faq/entry/card/preview/en/").status_code == 405
    for path in ("publish/", "preview/en/", "revisions/"):
        answer = publisher.get(f"/admin/faq/entry/nope/{path}", follow=True)
        assert "There is no such FAQ entry." in read(answer).one("ul.messagelist").text


@pytest.mark.parametrize("guides", [1, 8])
def test_the_page_costs_the_same_number_of_queries_whatever_uses_it(
    publisher: Client, guides: int, django_assert_num_queries: Any
) -> None:
    create_entry("card")
    for number in range(guides):
        published_flow("q: a=end\nend", flow=f"guide-{number}", end={"entries": ("card",)})
    publisher.get(URL)
    with django_assert_num_queries(10):
        publisher.get(URL)
