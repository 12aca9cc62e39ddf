"""The insights of a large guide in a browser: parts open in place, by keyboard too, and Back goes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Watch
from tests.insights.staff import staff_client
from tests.insights.test_page_guide import walked
from tests.insights.test_page_large_guide import URL, bushy, stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Page]:
    """The page, watched, of somebody who reads the insights on a phone."""
    stored(bushy(320))
    walked(seen__s100=60, chosen__s100__c0=10)
    session = staff_client("insights.view_insights").cookies["sessionid"].value
    context = browser.new_context(viewport={"width": 375, "height": 800}, locale="en-GB")
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    watch.follow(page)
    page.goto(f"{live_server.url}{URL}")
    yield page
    context.close()


def test_parts_open_in_place_and_back_goes_back(editor: Page) -> None:
    editor.evaluate("window.same = true")
    title = editor.locator("#part-title")
    editor.get_by_role("link", name="▸ title of s20").press("Enter")
    expect(title).to_have_text("title of s20")
    expect(title).to_be_focused()
    expect(editor).to_have_url(re.compile(r"\?days=30&open=s20$"))
    expect(editor).to_have_title(re.compile("^title of s20 | large guide"))
    expect(editor.locator("#periods a").last).to_have_attribute("href", "?days=365&open=s20")
    assert editor.evaluate("document.documentElement.scrollWidth") <= 375
    editor.locator(".crumbs a").first.click()
    expect(title).to_have_text("The guide with its counts")
    editor.get_by_role("table", name="Where most left").get_by_role("link").click()
    expect(title).to_have_text("title of s100")
    editor.go_back()
    editor.go_back()
    expect(title).to_have_text("title of s20")
    assert editor.evaluate("window.same")
    editor.locator("svg .start").click()
    expect(editor.locator("tr:has(:target)")).to_contain_text("title of s20")
    expect(title).to_have_text("title of s20")


def test_a_folded_step_of_the_picture_opens_and_who_is_signed_out_is_asked_to_sign_in(editor: Page) -> None:
    editor.locator("svg [data-step=s13]").click()
    expect(editor.locator("#part-title")).to_have_text("title of s13")
    editor.context.clear_cookies()
    editor.locator(".crumbs a").first.click()
    expect(editor.locator("#id_username")).to_be_visible()
