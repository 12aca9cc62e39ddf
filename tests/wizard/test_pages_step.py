"""What a step shows: the question with its choices, a remedy, an answer with what stands beside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from contact.channel import Hours
from faq.models import Entry
from faq.renaming import rename_entry
from ground.text import Text
from tests.factories import both, create_channel, create_entry, graph, published_flow
from tests.html import Element, read
from wizard.compiler import write_graph
from wizard.graph import Choice, Graph, Step, Target
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
LANGUAGES = [("ja", "です"), ("en", "")]


def main(client: Client, path: str) -> Element:
    """The main part of a page that answers 200."""
    response = client.get(path)
    assert response.status_code == 200, path
    return read(response).one("main")


@pytest.mark.parametrize(("language", "suffix"), LANGUAGES)
def test_a_guide_begins_with_its_title_its_summary_and_its_first_question(
    client: Client, language: str, suffix: str
) -> None:
    published_flow("q1: yes=q2 no=end\nq2: a=end\nend", flow="one")
    page = read(client.get(f"/{language}/guides/one/"))
    assert page.one("html")["lang"] == language
    assert page.one("title").text.startswith(f"title of one{suffix} — ")
    assert page.one("h1").text == f"title of q1{suffix}"
    assert page.one("div.guide-head").text == f"title of one{suffix} summary of one{suffix}"
    assert [(link.text, link["href"]) for link in page.all("a.choice")] == [
        (f"label yes{suffix}", f"/{language}/guides/one/q2/?q1=yes"),
        (f"label no{suffix}", f"/{language}/guides/one/end/?q1=no"),
    ]


@pytest.mark.parametrize(("language", "suffix"), LANGUAGES)
def test_a_step_stands_alone_with_the_beginning_beside_it(client: Client, language: str, suffix: str) -> None:
    published_flow("q1: a=q2\nq2: a=end\nend", flow="one")
    page = read(client.get(f"/{language}/guides/one/q2/"))
    assert page.one("title").text == f"title of q2{suffix} — title of one{suffix}"
    assert page.one("h1").text == f"title of q2{suffix}"
    assert page.one("a.back")["href"] == f"/{language}/guides/one/"
    assert not page.all("section.trail")
    assert not page.all("div.message")
    assert page.one("a.choice")["href"] == f"/{language}/guides/one/end/?q2=a"


def test_the_first_question_says_how_many_may_follow_and_a_middle_one_alone_does_not(client: Client) -> None:
    published_flow("q1: a=q2 b=end\nq2: a=q3\nq3: a=end\nend", flow="one")
    assert "Question 1, at most 2 more" in main(client, "/en/guides/one/").text
    assert "Question 1, at most 2 more" in main(client, "/en/guides/one/q1/").text
    assert "Question 2, at most 1 more" in main(client, "/en/guides/one/q2/?q1=a").text
    assert "Question" not in main(client, "/en/guides/one/q2/").one("article").text
    assert "more" not in main(client, "/en/guides/one/q3/?q1=a&q2=a").one("p.kicker").text


def _guide(*steps: Step) -> None:
    flow = write_graph(Graph("one", both("one"), both("sum"), steps[0].slug, steps))
    publish(flow, author=None)


def test_the_sentences_on_the_age_of_a_guide_have_no_space_between_them_in_japanese(client: Client) -> None:
    create_entry("one", facts_as_of="2021", last_checked="2026-11-23")
    published_flow("q1: a=end\nend", flow="one", end={"entries": ("one",)})
    assert "ものです。すべて" in main(client, "/ja/guides/one/").one("p.checked").text
    assert "2021. Everything" in main(client, "/en/guides/one/").one("p.checked").text


def test_choices_carry_hints_and_the_unsure_one_is_quiet(client: Client) -> None:
    end = Step("end", both("end"), body=both("body"))
    choices = (
        Choice("card", both("card"), both("the plastic one"), Target("end")),
        Choice("unknown", both("not sure"), next=Target("end")),
    )
    _guide(Step("q", both("q"), choices=choices), end)
    card, unsure = main(client, "/en/guides/one/").all("a.choice")
    assert card.text == "card the plastic one"
    assert "quiet" not in card["class"]
    assert "quiet" in unsure["class"]


def test_an_unsure_choice_that_comes_first_is_as_loud_as_the_others(client: Client) -> None:
    choices = tuple(
        Choice(slug, both(slug), next=Target("end")) for slug in ("unknown", "card", "cannot-now")
    )
    _guide(Step("q", both("q"), choices=choices), Step("end", both("end"), body=both("body")))
    cards = main(client, "/en/guides/one/").all("a.choice")
    assert ["quiet" in card["class"] for card in cards] == [False, False, True]


def test_a_remedy_asks_how_it_went_and_shows_what_takes_time_ends_or_costs(client: Client) -> None:
    facts: dict[str, Any] = {
        "wait": both("ten minutes"),
        "deadline": both("30 days"),
        "caution": both("do not pay twice"),
    }
    choices = (
        Choice("solved", both("solved"), next=Target("end")),
        Choice("no-change", both("same"), next=Target("end")),
    )
    remedy = Step("q", both("q"), tried=both("tried it"), choices=choices, **facts)
    _guide(remedy, Step("end", both("end"), outcome="solved"))
    page = main(client, "/en/guides/one/")
    assert page.one("p.chip").text == "Something to try"
    assert page.one("ul.choices")["aria-labelledby"] == page.one("h2").get("id")
    assert [(pair.one("dt").text, pair.one("dd").text) for pair in page.one("dl.facts").all("div")] == [
        ("Time it takes", "ten minutes"),
        ("Deadline", "30 days"),
        ("Take care", "do not pay twice"),
    ]
    assert "tried it" not in page.text


def test_an_answer_shows_its_first_entry_in_full_the_others_folded_and_names_the_related(
    client: Client,
) -> None:
    for slug in ("full", "folded", "named"):
        create_entry(slug)
    published_flow("q: a=end\nend", flow="one", end={"entries": ("full", "folded"), "related": ("named",)})
    page = main(client, "/en/guides/one/end/")
    assert page.one("section.card").one("h2").text == "question full"
    assert "answer full" in page.one("section.card").text
    folded = page.one("details")
    assert folded.one("summary").text == "question folded"
    assert "open" not in folded.attributes
    assert "answer folded" in folded.text
    assert page.link("question named")["href"] == "/en/faq/entry/named/"
    assert "answer named" not in page.text


def test_entries_beside_a_question_are_folded(client: Client) -> None:
    create_entry("beside")
    published_flow("q: a=end\nend", flow="one", q={"entries": ("beside",)})
    page = main(client, "/en/guides/one/")
    assert page.one("details").one("summary").text == "question beside"
    assert not page.all("section.card")


def test_an_answer_offers_its_channels_and_a_contact_answer_offers_them_first(client: Client) -> None:
    create_entry("entry")
    create_channel("desk", always=True)
    beside = {"entries": ("entry",), "channels": ("desk",)}
    published_flow(
        "q: a=answer b=ask\nanswer\nask", flow="one", answer=beside, ask={**beside, "outcome": "contact"}
    )
    for step, first in (("answer", "card"), ("ask", "channel")):
        page = main(client, f"/en/guides/one/{step}/")
        classes = [element.get("class").split()[0] for element in page.walk() if element.get("class")]
        assert [name for name in classes if name in {"card", "channel"}][0] == first
        assert "Open around the clock" in page.one("li.channel").text


@pytest.mark.parametrize(
    ("outcome", "chip"), [("answer", "Answer"), ("solved", "Solved"), ("contact", "Ask a person")]
)
def test_an_answer_says_what_kind_of_end_it_is_and_asks_whether_it_helped(
    client: Client, outcome: str, chip: str
) -> None:
    published_flow("q: a=end\nend", flow="one", end={"outcome": outcome})
    page = main(client, "/en/guides/one/end/?q=a")
    assert page.one("p.chip").text == chip
    asked = [part.text for part in page.all("h2") if part.text == "Did this solve it?"]
    assert len(asked) == (outcome != "solved")


def test_a_way_to_a_person_stands_on_every_step_and_on_entries(client: Client) -> None:
    create_entry("entry")
    published_flow("q: a=q2\nq2: a=end\nend", flow="one")
    for path in ("guides/one/", "guides/one/q2/?q=a", "guides/one/end/", "faq/entry/entry/"):
        assert main(client, f"/en/{path}").one("aside.person").one("a")["href"].startswith("/en/contact/")


def test_the_links_to_copy_are_whole_addresses_with_and_without_the_answers(client: Client) -> None:
    published_flow("q1: a=q2\nq2: a=end\nend", flow="one")
    bare, full = main(client, "/ja/guides/one/end/?q1=a&q2=a").one("p.links").all("a")
    assert bare["href"] == "http://testserver/ja/guides/one/end/"
    assert full["href"] == "http://testserver/ja/guides/one/end/?q1=a&q2=a"
    assert len(main(client, "/ja/guides/one/q2/").one("p.links").all("a")) == 1


def test_what_an_editor_types_is_shown_as_text(client: Client) -> None:
    evil = Text("<script>alert(1)</script>&amp;", "<img src=x onerror=alert(1)>\"'&amp;")
    channel = create_channel("desk", name=evil, purpose=evil, hours=(Hours(("mon",), "09:00", "18:00"),))
    entry = create_entry("entry", title=evil, answer=evil, notice=evil, phrases=("<b>&lt;",))
    beside = {"entries": (entry.slug,), "channels": (channel.slug,)}
    steps = graph("q: a=end\nend", flow="one", q={"wait": evil}, end={"body": evil, **beside}).steps
    asked = Step("q", evil, wait=evil, choices=(Choice("a", evil, evil, Target("end")),))
    _guide(asked, *steps[1:])
    for path in (
        "guides/one/",
        "guides/one/q/",
        "guides/one/end/?q=a",
        "faq/entry/entry/",
        "contact/",
        "faq/",
    ):
        for language, text in (("ja", evil.ja), ("en", evil.en)):
            page = read(client.get(f"/{language}/{path}"))
            assert text in page.text
            assert not page.one("body").all("script")
            assert not page.all("img")
            assert not any(name.startswith("on") for element in page.walk() for name in element.attributes)


def test_a_guide_says_how_old_the_entries_it_shows_are(client: Client) -> None:
    create_entry("old", facts_as_of="2021", last_checked="2024-05-01")
    create_entry("new", facts_as_of="2023-04", last_checked="2022-03-02")
    create_entry("beside", facts_as_of="2001", last_checked="2001-01-01")
    create_entry("undated")
    published_flow("q: yes=a no=b\na\nb", flow="plain", a={"entries": ("undated",)})
    published_flow(
        "q: yes=a no=b\na\nb",
        a={"entries": ("old", "undated"), "related": ("beside",)},
        b={"entries": ("new",)},
    )
    said = read(client.get("/en/guides/guide/")).one("p.checked").text
    assert (
        said
        == "The oldest facts in this guide are as of 2021. Everything was checked on March 2, 2022 or later."
    )
    for without in ("guide/q/", "plain/"):
        assert not read(client.get(f"/en/guides/{without}")).all("p.checked")
    rename_entry(Entry.objects.get(slug="old"), "older")
    assert read(client.get("/en/guides/guide/")).one("p.checked").text == said
