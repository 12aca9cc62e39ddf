"""The form of a helper sits inside the entry or the step that names it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import create_entry, published_flow
from tests.html import Element, read
from tools.embed import embedded_form

pytestmark = pytest.mark.django_db


def main(client: Client, path: str) -> Element:
    """The main part of a page that answers 200."""
    response = client.get(path)
    assert response.status_code == 200, path
    return read(response).one("main")


def the_form(found: Element, slug: str, language: str = "ja") -> Element:
    """The only form of that helper."""
    return found.one("form", action=f"/{language}/tools/{slug}/")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_entry_shows_the_form_of_its_helper_unfolded(client: Client, language: str) -> None:
    create_entry("month", helper="billing-month")
    found = main(client, f"/{language}/faq/entry/month/")
    form = the_form(found, "billing-month", language)
    assert form["method"] == "get"
    assert form["hx-get"] == form["action"]
    assert form["hx-target"] == "#billing-month-result"
    assert found.one(id="billing-month-result")["role"] == "status"
    assert form.one("input", name="at")["value"] == "month"
    assert "open" in found.one("details").attributes


def test_a_question_shows_it_folded_and_an_answer_unfolded(client: Client) -> None:
    helper = {"helper": "activation-recheck"}
    published_flow("q1: a=end b=other\nend\nother", flow="one", q1=helper, end=helper)
    assert "open" not in main(client, "/ja/guides/one/q1/").one("details").attributes
    assert "open" in main(client, "/ja/guides/one/end/").one("details").attributes
    assert not main(client, "/ja/guides/one/other/").all("form.form")


def test_the_form_in_a_step_says_where_it_stands_with_the_way_that_led_there(client: Client) -> None:
    published_flow("q1: a=q2\nq2: b=end\nend", flow="one", end={"helper": "retry-dates"})
    bare = the_form(main(client, "/ja/guides/one/end/"), "retry-dates")
    led = the_form(main(client, "/ja/guides/one/end/?q1=a&q2=b"), "retry-dates")
    assert bare.one("input", name="at")["value"] == "one/end"
    assert led.one("input", name="at")["value"] == "one/end?q1=a&q2=b"


def test_on_the_page_of_a_guide_the_form_belongs_to_its_first_step(client: Client) -> None:
    published_flow("q1: a=end\nend", flow="one", q1={"helper": "retry-dates"})
    assert (
        the_form(main(client, "/ja/guides/one/"), "retry-dates").one("input", name="at")["value"] == "one/q1"
    )


def test_an_entry_beside_a_step_brings_its_helper_along(client: Client) -> None:
    create_entry("month", helper="billing-month")
    published_flow("q1: a=end\nend", flow="one", end={"entries": ("month",)})
    found = main(client, "/ja/guides/one/end/")
    assert the_form(found, "billing-month").one("input", name="at")["value"] == "month"


def test_no_page_shows_the_same_helper_twice(client: Client) -> None:
    for slug in ("month", "again"):
        create_entry(slug, helper="billing-month")
    create_entry("tries", helper="retry-dates")
    entries = {"entries": ("month", "again", "tries")}
    published_flow("q1: a=end\nend", flow="one", q1=entries, end={**entries, "helper": "billing-month"})
    for step, at in (("q1", "month"), ("end", "one/end")):
        found = main(client, f"/ja/guides/one/{step}/")
        assert the_form(found, "billing-month").one("input", name="at")["value"] == at
        assert the_form(found, "retry-dates")
        ids = [element["id"] for element in found.walk() if element.get("id")]
        assert len(ids) == len(set(ids))


def test_what_is_posted_is_linked_and_not_embedded(client: Client) -> None:
    create_entry("letters", helper="half-width-check")
    published_flow("q1: a=end\nend", flow="one", end={"helper": "half-width-check"})
    entry, step = main(client, "/ja/faq/entry/letters/"), main(client, "/ja/guides/one/end/?q1=a")
    assert not entry.all("input", name="text")
    assert not step.all("input", name="text")
    assert entry.one("a", href="/ja/tools/half-width-check/?at=letters")
    assert step.one("a", href="/ja/tools/half-width-check/?at=one/end%3Fq1%3Da")


def test_without_javascript_the_result_leads_back_to_where_the_form_stood(client: Client) -> None:
    published_flow("q1: a=end\nend", flow="one", end={"helper": "billing-month"})
    path = "/en/tools/billing-month/?when=2026-04-01T08:59&at="
    step = main(client, f"{path}one/end%3Fq1%3Da").one("div.where")
    entry = main(client, f"{path}month").one("div.where")
    assert (step.all("a")[0].text, step.all("a")[0]["href"]) == (
        "Back to “title of end”",
        "/en/guides/one/end/?q1=a",
    )
    assert entry.all("a")[0]["href"] == "/en/faq/entry/month/"


@pytest.mark.parametrize(
    "at",
    ["no-guide/end", "one/no-step", "one/end/more", "//evil.example", "One", "one/end?q1=<b>", "a" * 9000],
)
def test_a_place_that_is_none_leads_back_nowhere(client: Client, at: str) -> None:
    published_flow("q1: a=end\nend", flow="one")
    response = client.get("/ja/tools/billing-month/", {"at": at})
    assert response.status_code == 200
    links = [link["href"] for link in read(response).one("div.where").all("a")]
    assert links == ["/ja/tools/"]


def test_a_helper_that_is_gone_since_leaves_no_trace() -> None:
    assert embedded_form("horoscope", "ja", "one/end", "one/end", unfolded=True) == ""
