"""Votes in a real browser, with JavaScript and without, in both languages; then what editors see of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from insights.counting import BUFFER, count_search
from insights.models import Comment
from tests.browser.axe import complaints
from tests.browser.conftest import Watch
from tests.factories import both, create_channel, create_entry, published_flow
from tests.insights.numbers import entry_counts, step_counts
from tests.insights.staff import staff_client

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "ja": (
        "はい",
        "いいえ",
        "次はこちらをお試しください",
        "ありがとうございます",
        "送信する",
        "次に試す: title of fixです",
    ),
    "en": ("Yes", "No", "This is how to go on", "Thank you", "Send", "Try next: title of fix"),
}
ANSWER = "/{}/guides/guide/a1/?q1=yes"


@pytest.fixture(autouse=True)
def _published() -> Iterator[None]:
    BUFFER.forget()
    cache.clear()
    create_channel("desk", always=True)
    create_entry("card")
    published_flow(
        "q1: yes=a1 no=fix\nfix: solved=done no-change=a1\na1\ndone",
        fix={"tried": both("restarted")},
        a1={"channels": ("desk",), "entries": ("card",)},
        done={"outcome": "solved"},
    )
    yield
    BUFFER.forget()
    cache.clear()


def axe_is_content(page: Page) -> None:
    found = [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
    assert not found, found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_walk_and_a_no_with_javascript_stay_on_the_page_and_lead_on(
    page: Page, live_server: LiveServer, watch: Watch, language: str
) -> None:
    _yes, no, onward, thanks, send, untried = WORDS[language]
    watch.follow(page)
    page.goto(f"{live_server.url}/{language}/guides/guide/")
    page.locator("a.choice").first.click()
    expect(page.locator("form.solved")).to_be_visible()
    axe_is_content(page)
    page.get_by_role("button", name=no, exact=True).click()
    expect(page.get_by_role("heading", name=onward)).to_be_focused()
    assert page.url == live_server.url + ANSWER.format(language)
    axe_is_content(page)
    page.locator("#comment").fill("what was missing")
    page.get_by_role("button", name=send).click()
    expect(page.get_by_role("heading", name=thanks)).to_be_focused()
    page.get_by_role("link", name=untried).click()
    expect(page.locator("h1")).to_contain_text("title of fix")
    expect(page).to_have_url(f"{live_server.url}/{language}/guides/guide/fix/?q1=no")
    assert Comment.objects.get().text == "what was missing"
    counted = step_counts()
    assert (counted["chosen guide/q1 yes"], counted["no guide/a1"]) == (1, 1)
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_javascript_a_page_answers_and_leads_back_and_on(
    browser: Browser, live_server: LiveServer, language: str
) -> None:
    _yes, no, _onward, thanks, send, untried = WORDS[language]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + ANSWER.format(language))
    page.get_by_role("button", name=no, exact=True).click()
    expect(page.locator("h1")).to_have_text(thanks)
    expect(page.get_by_role("link", name=untried)).to_be_visible()
    page.reload()
    page.locator("#comment").fill("what was missing")
    page.locator("form.section").get_by_role("button", name=send).click()
    page.locator("a.back").click()
    expect(page).to_have_url(live_server.url + ANSWER.format(language))
    page.get_by_role("button", name=WORDS[language][0], exact=True).click()
    expect(page.locator("h1")).to_have_text(thanks)
    votes = {name: n for name, n in step_counts().items() if name.startswith(("yes", "no"))}
    assert votes == {"no guide/a1": 1, "yes guide/a1": 1}
    assert Comment.objects.count() == 1
    assert context.cookies() == []
    context.close()


def test_a_yes_about_an_entry_is_thanked_in_place(page: Page, live_server: LiveServer, watch: Watch) -> None:
    watch.follow(page)
    page.goto(f"{live_server.url}/ja/faq/entry/card/")
    page.get_by_role("button", name="はい", exact=True).click()
    expect(page.get_by_role("heading", name="ありがとうございます")).to_be_focused()
    assert entry_counts() == {"seen card": 1, "yes card": 1}


def test_back_a_reload_and_the_other_language_count_nobody_twice(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/ja/guides/guide/")
    page.locator("a.choice").first.click()
    expect(page.locator("h1")).to_have_text("title of a1です")
    page.go_back()
    expect(page.locator("h1")).to_have_text("title of q1です")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("title of a1です")
    page.reload()
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("title of a1")
    assert step_counts() == {
        "started guide/q1": 1,
        "seen guide/q1": 1,
        "chosen guide/q1 yes": 1,
        "seen guide/a1": 1,
        "reached guide/a1 answer": 1,
    }


def test_a_vote_from_another_site_is_refused_by_what_the_browser_says(
    page: Page, live_server: LiveServer
) -> None:
    page.route(
        "https://elsewhere.example/", lambda route: route.fulfill(body=FOREIGN.format(live_server.url))
    )
    page.goto("https://elsewhere.example/")
    page.locator("button").click()
    expect(page.locator(".lead")).to_contain_text("別のサイトから送られた")
    assert not [name for name in step_counts() if name.startswith("yes")]


FOREIGN = """<!doctype html><meta charset="utf-8"><form method="post" action="{}/ja/feedback/">
<input name="about" value="guide/a1"><button name="vote" value="yes">!</button></form>"""


def test_editors_read_the_insights_without_a_complaint_of_axe_or_of_the_console(
    browser: Browser, live_server: LiveServer, watch: Watch
) -> None:
    walk_a_while(Client())
    editor = staff_client("insights.view_insights", "insights.change_comment", "faq.change_entry")
    context = browser.new_context()
    context.add_cookies(
        [{"name": "sessionid", "value": editor.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    watch.follow(page)
    for path in ("", "entries/", "searches/", "comments/", "guides/guide/"):
        page.goto(f"{live_server.url}/admin/insights/{path}")
        assert not complaints(page, path, language="en")
        page.set_viewport_size({"width": 390, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def walk_a_while(reader: Client) -> None:
    """Enough of everything that tables and plots have something to show."""
    for _ in range(25):
        reader.get("/ja/guides/guide/")
        count_search("見つからない", "ja", 0)
    for number in range(9):
        reader.get(ANSWER.format("ja"))
        address = f"192.0.2.{number}"
        reader.post("/ja/feedback/", {"about": "guide/a1", "vote": "no"}, REMOTE_ADDR=address)
        reader.post("/ja/feedback/", {"about": "card", "vote": "yes"}, REMOTE_ADDR=address)
    Comment.objects.create(day="2026-01-01", language="ja", entry="card", text="読みにくい")
    step_counts()


def test_a_search_in_vain_becomes_a_keyword_with_one_click(browser: Browser, live_server: LiveServer) -> None:
    create_entry("invoice", title=both("請求書をダウンロードしたい"))
    count_search("請求書 ダウンロード できない", "ja", 0)
    step_counts()
    editor = staff_client("insights.view_insights", "faq.change_entry", "faq.publish_entry")
    context = browser.new_context(locale="ja-JP")
    context.add_cookies(
        [{"name": "sessionid", "value": editor.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/insights/searches/")
    expect(page.locator("input[name=entry]")).to_have_value("invoice")
    page.get_by_role("button", name="追加").click()
    expect(page.locator(".messagelist .success")).to_contain_text("公開しました")
    context.close()
