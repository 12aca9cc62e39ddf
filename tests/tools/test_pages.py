"""The pages of the helpers: list, form, result, bad input, fragment."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from contact.channel import Hours
from tests.factories import both, create_channel
from tests.html import Element, read
from tests.tools.clock import jst
from tools.registry import HELPERS

pytestmark = pytest.mark.django_db

# Enough for a result, and a piece of it in each language; now is Tuesday 2026-11-24, 12:00 in Japan.
FILLED = {
    "activation-recheck": ("completed=2026-11-24T11:00", "2026年11月25日(水) 11:00(日本時間)ごろ", "About Wednesday, November 25, 2026, 11:00 (Japan time)"),
    "billing-month": ("when=2026-04-01T08:59", "2026年3月", "March 2026"),
    "case-expiry": ("created=2026-03-31", "2027年3月31日(水)ごろまで", "Until about Wednesday, March 31, 2027"),
    "data-freshness": ("kind=reservation&event=2026-11-24T10:00", "2026年11月26日(木) 10:00(日本時間)ごろ", "About Thursday, November 26, 2026, 10:00"),
    "free-tier-end": ("signed_up=2024-02-29", "2025年2月28日(金)ごろ", "About Friday, February 28, 2025"),
    "invoice-window": ("month=2026-12&closed=", "2027年1月3日(日)から2027年1月7日(木)ごろ", "About Sunday, January 3, 2027 to Thursday, January 7, 2027"),
    "prorated-upfront": ("term=3&bought=2026-01-01&joined=2026-01-16&upfront=3600", "3,551.61", "3,551.61"),
    "renewal-overlap": ("end=2026-12-03T14:34", "9日", "9 days"),
    "retry-dates": ("month=2026-10", "2026年11月28日(土)ごろ", "About Saturday, November 28, 2026"),
    "ri-payment-deadline": ("bought=2026-11-05", "今すぐ窓口に連絡してください", "Contact support now"),
    "support-hours": ("when=", "受付中、2026年11月24日(火) 18:00(日本時間)まで", "Open, closes Tuesday, November 24, 2026, 18:00 (Japan time)"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    now: datetime = jst("2026-11-24 12:00")
    monkeypatch.setattr("tools.views.timezone.now", lambda: now)


def page(client: Client, path: str, **options: str) -> Element:
    """A page that answers 200."""
    response = client.get(path, headers=options)
    assert response.status_code == 200, path
    return read(response)


def with_a_window() -> None:
    """A window that is open on weekdays."""
    create_channel("web", hours=(Hours(("mon", "tue", "wed", "thu", "fri"), "09:00", "18:00"),))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_list_names_every_helper_and_leads_to_it(client: Client, language: str) -> None:
    links = page(client, f"/{language}/tools/").all("a.choice")
    assert {link["href"] for link in links} == {f"/{language}/tools/{slug}/" for slug in HELPERS}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("slug", sorted(HELPERS))
def test_a_helper_has_a_page_with_its_rule_in_words_and_its_form(
    client: Client, slug: str, language: str
) -> None:
    main = page(client, f"/{language}/tools/{slug}/").one("main")
    assert main.one("h1").text
    assert main.one("p.lead").text
    assert main.one("form.form")["action"] == f"/{language}/tools/{slug}/"
    assert not main.all("p.error")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("slug", sorted(FILLED))
def test_filled_in_it_gives_the_result_beside_the_rule(client: Client, slug: str, language: str) -> None:
    with_a_window()
    query, japanese, english = FILLED[slug]
    main = page(client, f"/{language}/tools/{slug}/?{query}").one("main")
    assert (japanese if language == "ja" else english) in main.one(id=f"{slug}-result").text
    assert main.one("p.lead").text


def test_every_helper_that_is_asked_by_address_is_tried_here() -> None:
    assert set(FILLED) == {slug for slug, helper in HELPERS.items() if not helper.private}


def test_support_hours_answer_before_anything_is_asked(client: Client) -> None:
    create_channel("english", always=True)
    create_channel("web", hours=(Hours(("mon",), "09:00", "18:00"),), alternative="english")
    result = page(client, "/en/tools/support-hours/").one(id="support-hours-result")
    assert [name.text for name in result.all("b")] == ["channel english", "channel web"]
    assert "Closed, opens Monday, November 30, 2026, 09:00 (Japan time)" in result.text


def test_support_hours_say_so_when_no_hours_are_known(client: Client) -> None:
    create_channel("unknown", name=both("unknown"))
    assert "No contact with known hours" in page(client, "/en/tools/support-hours/").one("main").text


def test_what_we_assume_is_marked_as_ours(client: Client) -> None:
    assert page(client, "/en/tools/ri-payment-deadline/").one("p.checked").text.startswith("Our assumption:")
    assert not page(client, "/en/tools/billing-month/").all("p.checked")


def test_bad_input_gets_its_sentence_and_stays_as_it_was_typed(client: Client) -> None:
    found = page(client, "/en/tools/billing-month/?when=noon+%3Cb%3E")
    assert found.one("title").text.startswith("Error: Which month is it billed in? — ")
    summary = found.one("div.message")
    assert "autofocus" in summary.attributes
    link = summary.one("a")
    field = found.one("input", name="when")
    assert link["href"] == f"#{field['id']}"
    assert field["value"] == "noon <b>"
    assert field["aria-invalid"] == "true"
    assert found.one(id=field["aria-describedby"]).text == link.text
    assert found.one(id="billing-month-result").text == ""


def test_a_choice_that_was_not_made_is_asked_for_at_its_first_option(client: Client) -> None:
    found = page(client, "/ja/tools/data-freshness/?kind=weather&event=2026-11-24T10:00")
    link = found.one("div.message").one("a")
    assert link.text == "「何についての数字ですか」を1つ選んでください。"
    assert found.one("input", id=link["href"][1:])["type"] == "radio"
    assert found.one("input", name="event")["value"] == "2026-11-24T10:00"


@pytest.mark.parametrize("slug", sorted(HELPERS))
@pytest.mark.parametrize("typed", ["", "x", "9999-99-99", "%00", "%F0%9F%8D%A3", "1" * 3000])
def test_no_input_is_an_error_page(client: Client, slug: str, typed: str) -> None:
    names = HELPERS[slug].form(slug).fields
    query = "&".join(f"{name}={typed}" for name in names)
    assert client.get(f"/ja/tools/{slug}/?{query}&at={typed}").status_code == 200
    assert client.get(f"/ja/tools/{slug}/?{query}", headers={"HX-Request": "true"}).status_code == 200


def test_an_unknown_helper_is_not_found(client: Client) -> None:
    assert client.get("/ja/tools/horoscope/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_helper_that_is_asked_by_address_takes_nothing_else(client: Client, method: str) -> None:
    assert getattr(client, method)("/ja/tools/billing-month/").status_code == 405
    assert getattr(client, method)("/ja/tools/").status_code == 405


def test_htmx_gets_the_result_the_sentences_and_no_page_around(client: Client) -> None:
    path = "/ja/tools/billing-month/?when=2026-04-01T08:59"
    elsewhere = page(
        client, path, **{"HX-Request": "true", "HX-Current-URL": "http://testserver/ja/guides/x/"}
    )
    assert not elsewhere.all("h1")
    assert not elsewhere.all("title")
    assert not elsewhere.all("nav")
    assert "2026年3月" in elsewhere.text
    assert {part["id"] for part in elsewhere.all(hx_swap_oob="true")} == {
        "billing-month-errors",
        "billing-month-when-field",
    }


def test_on_its_own_page_htmx_also_gets_the_title_and_the_other_language(client: Client) -> None:
    path = "/en/tools/billing-month/?when=noon"
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/en/tools/billing-month/"}
    found = page(client, path, **here)
    assert found.one("title").text.startswith("Error: ")
    assert found.one("a", hreflang="ja")["href"] == "/ja/tools/billing-month/?when=noon"


def test_back_in_history_gets_the_whole_page(client: Client) -> None:
    found = page(
        client, "/ja/tools/billing-month/", **{"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert found.one("h1").text


def test_caches_keep_page_and_fragment_apart(client: Client) -> None:
    response = client.get("/ja/tools/billing-month/")
    assert {"HX-Request", "HX-Current-URL"} <= set(response["Vary"].split(", "))
    assert response["Cache-Control"] == "max-age=0"


def test_switching_the_language_keeps_what_was_entered(client: Client) -> None:
    found = page(client, "/ja/tools/billing-month/?when=2026-04-01T08%3A59")
    assert found.one("a", hreflang="en")["href"] == "/en/tools/billing-month/?when=2026-04-01T08%3A59"
    assert found.one("link", rel="canonical")["href"] == "http://testserver/ja/tools/billing-month/"


def test_search_engines_are_told_of_every_helper(client: Client) -> None:
    sitemap = client.get("/sitemap.xml").content.decode()
    for slug in HELPERS:
        assert f"/ja/tools/{slug}/<" in sitemap
    assert "/ja/tools/<" in sitemap
    assert not page(client, "/ja/tools/billing-month/").all("meta", name="robots")


def test_the_foot_of_every_page_leads_to_the_list(client: Client) -> None:
    assert page(client, "/ja/").one("footer").one("a", href="/ja/tools/").text == "計算・確認ツール"
