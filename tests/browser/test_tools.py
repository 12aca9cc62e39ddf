"""Each helper in a real browser, in both languages; inside a step; without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from contact.channel import Hours
from tests.factories import create_channel, create_entry, published_flow
from tools.dates import in_japan
from tools.registry import HELPERS

pytestmark = pytest.mark.django_db(transaction=True)

# What is filled in, and what the result says in Japanese and in English.
TRIED = {
    "activation-recheck": ({"completed": "2026-04-01T15:20"}, "2026年4月2日(木) 15:20", "April 2, 2026, 15:20"),
    "billing-month": ({"when": "2026-04-01T08:59"}, "2026年3月", "March 2026"),
    "case-expiry": ({"created": "2024-02-29"}, "2025年2月28日", "February 28, 2025"),
    "data-freshness": ({"kind": "reservation", "event": "2026-03-30T10:00"}, "2026年4月1日(水) 10:00", "April 1, 2026, 10:00"),
    "free-tier-end": ({"signed_up": "2025-07-15"}, "クレジット", "credits"),
    "half-width-check": ({"text": "ＥＸＡＭＰＬＥ"}, "EXAMPLE", "EXAMPLE"),
    "invoice-window": ({"month": "2026-12"}, "2027年1月3日", "January 3, 2027"),
    "prorated-upfront": ({"term": "3", "bought": "2026-01-01", "joined": "2026-01-16", "upfront": "3600"}, "3,551.61", "3,551.61"),
    "renewal-overlap": ({"end": "2020-01-01T00:00"}, "すでに終わっています", "It has ended"),
    "retry-dates": ({"month": "2020-01"}, "この後の自動再決済は分かっていません", "No further try is known"),
    "ri-payment-deadline": ({"bought": "2020-01-05"}, "今すぐ窓口に連絡してください", "Contact support now"),
    "support-hours": ({"when": "2026-11-24T10:00"}, "18:00(日本時間)まで", "18:00 (Japan time)"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_error_in_the_console(page: Page) -> Iterator[None]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert said == []


def fill(page: Page, slug: str, values: dict[str, str]) -> None:
    """Fill in the form of a helper and send it."""
    for name, value in values.items():
        if page.locator(f"#{slug}-{name}_0").count():
            page.locator(f"[name={name}][value='{value}']").check()
        else:
            page.locator(f"#{slug}-{name}").fill(value)
    page.locator(f"form[action$='/tools/{slug}/'] button").click()


@pytest.mark.parametrize("slug", sorted(HELPERS))
def test_a_helper_answers_in_both_languages_without_leaving_its_page(
    page: Page, live_server: LiveServer, slug: str
) -> None:
    weekdays = ("mon", "tue", "wed", "thu", "fri")
    create_channel("web", hours=(Hours(weekdays, "09:00", "18:00"),))
    values, japanese, english = TRIED[slug]
    for language, sentence in (("ja", japanese), ("en", english)):
        page.goto(f"{live_server.url}/{language}/tools/{slug}/")
        page.evaluate("window.same = true")
        fill(page, slug, values)
        if not HELPERS[slug].private:
            # First of all: one that needs nothing has shown a result before.
            expect(page).to_have_url(re.compile(r"\?"))
        expect(page.locator(f"#{slug}-result")).to_contain_text(sentence)
        assert page.evaluate("window.same") is True
        assert ("?" in page.url) is not HELPERS[slug].private
        assert "EXAMPLE" not in page.url


def test_bad_input_gets_its_sentence_keeps_what_was_typed_and_takes_the_focus(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/en/tools/prorated-upfront/")
    fill(page, "prorated-upfront", {"term": "3", "bought": "2026-01-01", "upfront": "a lot"})
    summary = page.locator("#prorated-upfront-errors .message")
    expect(summary).to_be_focused()
    expect(summary.locator("a")).to_have_count(2)
    expect(page).to_have_title(
        "Error: How much of an upfront fee counts towards the support fee? — Michishirube"
    )
    expect(page.locator("#prorated-upfront-upfront")).to_have_value("a lot")
    expect(page.locator("#prorated-upfront-bought")).to_have_value("2026-01-01")
    expect(page.locator("[name=term][value='3']")).to_be_checked()
    summary.locator("a").last.click()
    expect(page.locator("#prorated-upfront-upfront")).to_be_focused()
    fill(page, "prorated-upfront", {"joined": "2026-01-16", "upfront": "3,600"})
    expect(page.locator("#prorated-upfront-result")).to_contain_text("3,551.61")
    expect(page.locator(".error")).to_have_count(0)


def test_in_a_step_the_result_appears_in_place_and_its_suggestion_leads_on(
    page: Page, live_server: LiveServer
) -> None:
    published_flow(
        "q1: a=wait\nwait: less=end more=next\nend\nnext",
        flow="one",
        wait={"helper": "activation-recheck"},
    )
    page.goto(f"{live_server.url}/en/guides/one/wait/?q1=a")
    page.locator("details summary").click()
    long_ago = in_japan(timezone.now() - timedelta(days=3))
    fill(page, "activation-recheck", {"completed": f"{long_ago:%Y-%m-%dT%H:%M}"})
    result = page.locator("#activation-recheck-result")
    expect(result).to_contain_text("24 hours have passed")
    assert page.url.endswith("/en/guides/one/wait/?q1=a"), "the step is still where the reader is"
    result.locator("a.choice").click()
    expect(page.locator("h1")).to_have_text("title of next")
    expect(page).to_have_url(f"{live_server.url}/en/guides/one/next/?q1=a&wait=more")


def test_in_an_entry_the_result_appears_in_place(page: Page, live_server: LiveServer) -> None:
    create_entry("month", helper="billing-month")
    page.goto(f"{live_server.url}/ja/faq/entry/month/")
    fill(page, "billing-month", {"when": "2026-04-01T08:59"})
    expect(page.locator("#billing-month-result")).to_contain_text("2026年3月")
    assert page.url.endswith("/ja/faq/entry/month/")
    expect(page.locator("h1")).to_have_text("question monthです")


def test_without_javascript_the_form_leads_to_the_page_of_the_helper_and_back(
    browser: Browser, live_server: LiveServer
) -> None:
    published_flow("q1: a=end\nend", flow="one", end={"helper": "billing-month"})
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/guides/one/end/?q1=a")
    fill(page, "billing-month", {"when": "2026-04-01T08:59"})
    expect(page.locator("#billing-month-result")).to_contain_text("March 2026")
    page.get_by_role("link", name="Back to “title of end”").click()
    expect(page).to_have_url(f"{live_server.url}/en/guides/one/end/?q1=a")
    context.close()


def test_going_back_shows_the_result_before(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/en/tools/billing-month/")
    for month, name in (("04", "April"), ("05", "May")):
        fill(page, "billing-month", {"when": f"2026-{month}-15T12:00"})
        expect(page.locator("#billing-month-result")).to_contain_text(f"{name} 2026")
    page.go_back()
    expect(page.locator("#billing-month-result dd").first).to_have_text("April 2026")
    expect(page.locator("#billing-month-when")).to_have_value("2026-04-15T12:00")
