"""The FAQ as customers read it: index, categories, entries."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from faq.models import Entry
from faq.publishing import publish_entry, withdraw_entries
from ground.text import Text
from tests.factories import both, create_entry, graph, published_flow
from tests.html import Element, read
from wizard.compiler import write_graph
from wizard.models import Flow
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
LINE = "q: a=end\nend"


def page(client: Client, path: str, status: int = 200) -> Element:
    """A page that answers as expected."""
    response = client.get(path)
    assert response.status_code == status, path
    return read(response)


@pytest.mark.parametrize(("language", "suffix", "subject"), [("ja", "です", "請求"), ("en", "", "Billing")])
def test_the_index_lists_every_question_by_subject(
    client: Client, language: str, suffix: str, subject: str
) -> None:
    create_entry("one")
    create_entry("two")
    main = page(client, f"/{language}/faq/").one("main")
    section = main.one("section")
    assert section.one("h2").text == subject
    assert section.one("h2").one("a")["href"] == f"/{language}/faq/billing/"
    assert [(link.text, link["href"]) for link in section.one("ul").all("a")] == [
        (f"question one{suffix}", f"/{language}/faq/entry/one/"),
        (f"question two{suffix}", f"/{language}/faq/entry/two/"),
    ]


def test_a_category_lists_its_own_questions(client: Client) -> None:
    create_entry("mine")
    create_entry("other", category="other-subject")
    main = page(client, "/en/faq/billing/").one("main")
    assert main.one("h1").text == "Billing"
    assert [link["href"] for link in main.all("a.choice")] == ["/en/faq/entry/mine/"]
    assert main.one("a.back")["href"] == "/en/faq/"


@pytest.mark.parametrize(("language", "suffix"), [("ja", "です"), ("en", "")])
def test_an_entry_shows_its_question_its_answer_and_how_old_its_facts_are(
    client: Client, language: str, suffix: str
) -> None:
    create_entry(
        "one",
        answer=both("Do **this**."),
        notice=both("May have changed."),
        phrases=("Your card was declined <1>",),
        facts_as_of="2021",
        last_checked="2026-11-23",
    )
    main = page(client, f"/{language}/faq/entry/one/").one("main")
    assert main.one("h1").text == f"question one{suffix}"
    assert main.one("div.prose").one("strong").text == "this"
    assert main.one("div.notice").text == f"May have changed.{suffix}"
    assert (main.one("code").text, main.one("code")["lang"]) == ("Your card was declined <1>", "en")
    day = {"ja": "2026年11月23日", "en": "November 23, 2026"}[language]
    assert "2021" in main.one("p.checked").text
    assert day in main.one("p.checked").text
    assert ("。 " in main.one("p.checked").text) is False
    assert main.one("a.back")["href"] == f"/{language}/faq/billing/"


def test_an_entry_names_its_related_entries_in_the_order_of_the_editor(client: Client) -> None:
    for slug in ("c", "a", "b"):
        create_entry(slug)
    create_entry("hidden", publish=False)
    create_entry("one", related=("c", "hidden", "a", "b"))
    related = page(client, "/en/faq/entry/one/").one("section", aria_labelledby="related")
    assert [link["href"] for link in related.all("a")] == [f"/en/faq/entry/{slug}/" for slug in "cab"]


def test_an_entry_names_and_starts_the_live_guides_that_show_it(client: Client) -> None:
    create_entry("one")
    published_flow(LINE, flow="shows", end={"entries": ("one",)})
    published_flow(LINE, flow="asks", q={"entries": ("one",)})
    published_flow(LINE, flow="only-names", end={"related": ("one",)})
    published_flow(LINE, flow="withdrawn", end={"entries": ("one",)})
    Flow.objects.filter(slug="withdrawn").update(live=None)
    published_flow(LINE, flow="no-longer", end={"entries": ("one",)})
    publish(write_graph(graph(LINE, flow="no-longer")), author=None)
    guides = page(client, "/ja/faq/entry/one/").one("section", aria_labelledby="guides")
    assert {link["href"] for link in guides.all("a")} == {"/ja/guides/shows/", "/ja/guides/asks/"}
    assert "title of shows" in guides.text


def test_an_entry_that_no_guide_shows_says_nothing_of_guides(client: Client) -> None:
    create_entry("one")
    main = page(client, "/en/faq/entry/one/").one("main")
    assert not main.all("section", aria_labelledby="guides")
    assert not main.all("section", aria_labelledby="related")


def test_an_entry_brings_structured_data_that_no_text_can_break_out_of(client: Client) -> None:
    evil = Text("</script><script>alert(1)</script>\u2028&", '"</SCRIPT><!-- "\u2029&amp;')
    create_entry("one", title=evil, answer=both("Pay **now** & <b>here</b> </script>."))
    for language, title in (("ja", evil.ja), ("en", evil.en)):
        (script,) = [
            each for each in page(client, f"/{language}/faq/entry/one/").all("script") if not each.get("src")
        ]
        assert script["type"] == "application/ld+json"
        raw = "".join(str(child) for child in script.children)
        assert "<" not in raw
        data = json.loads(raw)
        assert data["@type"] == "FAQPage"
        (question,) = data["mainEntity"]
        assert question["name"] == title
        assert "<strong>now</strong>" in question["acceptedAnswer"]["text"]
        assert "<script" not in question["acceptedAnswer"]["text"]


def test_only_entries_bring_structured_data(client: Client) -> None:
    create_entry("one")
    for path in ("", "faq/", "faq/billing/", "contact/", "faq/entry/nope/"):
        assert b"ld+json" not in client.get(f"/en/{path}").content


def test_a_renamed_entry_redirects_for_good(client: Client) -> None:
    entry = create_entry("new")
    entry.aliases.create(slug="old")
    for language in ("ja", "en"):
        response = client.get(f"/{language}/faq/entry/old/")
        assert (response.status_code, response["Location"]) == (301, f"/{language}/faq/entry/new/")
    withdraw_entries([entry])
    assert client.get("/en/faq/entry/old/").status_code in {404, 410}


def test_an_alias_never_hides_a_live_entry_of_that_slug(client: Client) -> None:
    create_entry("new").aliases.create(slug="one")
    create_entry("one")
    assert page(client, "/en/faq/entry/one/").one("h1").text == "question one"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_withdrawn_entry_answers_410_and_an_unknown_one_404_with_the_way_on(
    client: Client, language: str
) -> None:
    published_flow(LINE, flow="way-on")
    withdraw_entries([create_entry("gone")])
    create_entry("draft", publish=False)
    for path, status in (("entry/gone/", 410), ("entry/draft/", 404), ("entry/nope/", 404), ("nope/", 404)):
        missing = page(client, f"/{language}/faq/{path}", status)
        assert missing.one("html")["lang"] == language
        main = missing.one("main")
        assert main.one("h1").text
        assert main.one("form", role="search")["action"] == f"/{language}/search/"
        assert [link["href"] for link in main.one("div.groups").all("a")] == [f"/{language}/guides/way-on/"]
        assert missing.one("meta", name="robots")["content"] == "noindex"


def test_an_entry_published_again_is_back(client: Client) -> None:
    entry = create_entry("one")
    withdraw_entries([entry])
    publish_entry(entry, author=None)
    assert client.get("/en/faq/entry/one/").status_code == 200


@pytest.mark.parametrize("path", ["", "billing/", "entry/one/", "entry/nope/", "nope/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(path: str, method: str) -> None:
    create_entry("one")
    response = getattr(Client(enforce_csrf_checks=True), method)(f"/en/faq/{path}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_a_head_request_gets_the_headers_alone(client: Client) -> None:
    create_entry("one")
    for path in ("", "billing/", "entry/one/"):
        response = client.head(f"/ja/faq/{path}")
        assert (response.status_code, response.content) == (200, b"")


def test_the_pages_cost_the_same_for_one_entry_and_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    slugs = [f"entry-{number}" for number in range(15)]
    for number, slug in enumerate(slugs):
        create_entry(slug, category=f"subject-{number % 3}")
    create_entry("one", category="subject-0", related=tuple(slugs))
    for number in range(6):
        published_flow(LINE, flow=f"guide-{number}", end={"entries": ("one",)})
    assert Entry.objects.published().count() == 16
    for path, queries in (("", 4), ("subject-0/", 4), ("entry/one/", 6)):
        with django_assert_max_num_queries(queries):
            assert client.get(f"/en/faq/{path}").status_code == 200
