"""The search box in a browser: suggestions by keyboard and mouse, Japanese input, and a page without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Watch

pytestmark = pytest.mark.django_db


def asked(page: Page) -> list[str]:
    """The addresses of the suggestions it asks for, from now on."""
    addresses: list[str] = []

    def note(request: Request) -> None:
        if "/suggestions/" in request.url:
            addresses.append(request.url)

    page.on("request", note)
    return addresses


def test_typing_suggests_arrows_choose_and_enter_goes_there(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    page.goto(f"{shipped_site.url}/ja/")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("領収書")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#status")).to_contain_text("候補が")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    href = options.first.get_attribute("href")
    box.press("Enter")
    page.wait_for_url(f"**{href}")


def test_each_suggestion_that_arrows_choose_is_in_sight_and_marked_in_forced_colours_too(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    page.set_viewport_size({"width": 320, "height": 256})
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(f"{shipped_site.url}/ja/faq/")
    box, options, listed = (
        page.get_by_role("combobox"),
        page.get_by_role("option"),
        page.get_by_role("listbox"),
    )
    box.fill("請求")
    expect(options.first).to_be_visible()
    plain = listed.screenshot()
    ink = options.locator("mark").first.evaluate("mark => getComputedStyle(mark).color")
    assert ink != listed.evaluate("list => getComputedStyle(list).backgroundColor")
    for number in range(options.count()):
        box.press("ArrowDown")
        expect(options.nth(number)).to_have_attribute("aria-selected", "true")
        expect(options.nth(number)).to_be_in_viewport(ratio=0.99)
    assert options.count() > 2
    for _ in range(options.count() - 1):
        box.press("ArrowUp")
    expect(options.first).to_be_in_viewport(ratio=0.99)
    assert listed.screenshot() != plain


def test_leaving_the_box_closes_the_list_and_enter_searches(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    page.goto(f"{shipped_site.url}/ja/faq/")
    box = page.get_by_role("combobox")
    box.fill("解約")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Tab")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Enter")
    page.wait_for_url("**/ja/search/?q=*")
    expect(page.locator("ol.results a").first).to_have_attribute("href", "/ja/faq/entry/close-account/")


def test_a_click_on_a_suggestion_goes_there(page: Page, shipped_site: LiveServer, watch: Watch) -> None:
    watch.follow(page)
    page.goto(f"{shipped_site.url}/en/")
    page.get_by_role("combobox").fill("receipt")
    option = page.get_by_role("option").first
    href = option.get_attribute("href")
    option.click()
    page.wait_for_url(f"**{href}")


def test_only_the_first_button_of_the_mouse_goes_there_and_ctrl_opens_elsewhere(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    page.goto(f"{shipped_site.url}/en/")
    page.get_by_role("combobox").fill("receipt")
    option = page.get_by_role("option").first
    option.click(button="right")
    with page.context.expect_page() as opened:
        option.click(modifiers=["Control"])
    expect(opened.value).to_have_url(re.compile(f"{option.get_attribute('href')}$"))
    assert page.url == f"{shipped_site.url}/en/"
    expect(page.get_by_role("combobox")).to_be_focused()


def test_escape_closes_the_list_and_keeps_what_was_typed(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    page.goto(f"{shipped_site.url}/en/")
    box = page.get_by_role("combobox")
    box.fill("receipt")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("receipt")


def test_a_list_without_options_is_not_open(page: Page, shipped_site: LiveServer, watch: Watch) -> None:
    watch.follow(page)
    page.goto(f"{shipped_site.url}/en/")
    box = page.get_by_role("combobox")
    box.fill("receipt")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.fill("xyzzyplugh")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox", include_hidden=True)).to_be_empty()


def test_suggestions_that_come_after_one_has_left_are_not_shown(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    watch.accept("htmx:sendAbort", "htmx:afterRequest")
    page.goto(f"{shipped_site.url}/en/")
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.route("**/suggestions/**", lambda route: None)
    box = page.get_by_role("combobox")
    with page.expect_request("**/suggestions/**"):
        box.fill("receipt")
    with page.expect_event("requestfailed"):
        box.press("Tab")
    assert len(failed) == 1
    page.unroute("**/suggestions/**")
    # What was typed just before leaving is asked for after it.
    with page.expect_response("**/suggestions/**"):
        box.fill("receipts")
        box.press("Tab")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("option")).to_have_count(0)


def test_kana_that_is_still_composed_asks_for_nothing(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    page.clock.install()
    page.goto(f"{shipped_site.url}/ja/")
    box = page.get_by_role("combobox")
    box.focus()
    page.evaluate("window.asked = 0; addEventListener('htmx:beforeRequest', () => { window.asked += 1; })")
    keyboard = page.context.new_cdp_session(page)
    for text in ("k", "か", "かい", "かいy", "かいや", "かいやく", "解約"):
        composing = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        keyboard.send("Input.imeSetComposition", composing)
        expect(box).to_have_value(text)
        page.clock.run_for(1000)  # whatever waits for a pause in typing has run now
        assert page.evaluate("window.asked") == 0, text
    keyboard.send("Input.insertText", {"text": "解約"})
    page.clock.run_for(1000)
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate("window.asked") == 1


def test_typing_on_asks_once_it_pauses(page: Page, shipped_site: LiveServer, watch: Watch) -> None:
    watch.follow(page)
    page.clock.install()
    page.goto(f"{shipped_site.url}/en/")
    addresses = asked(page)
    page.clock.pause_at(timezone.now() + timedelta(hours=1))
    page.get_by_role("combobox").press_sequentially("receipt")
    page.clock.run_for(1000)
    expect(page.get_by_role("option").first).to_be_visible()
    assert [address.rpartition("?")[2] for address in addresses] == ["q=receipt"]


def test_an_answer_overtaken_by_the_next_is_not_shown(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    watch.accept("htmx:sendAbort", "htmx:afterRequest")
    page.goto(f"{shipped_site.url}/en/")
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    # The first answer never comes; the next one overtakes it.
    page.route("**/suggestions/?q=receipt", lambda route: None)
    box = page.get_by_role("combobox")
    with page.expect_request("**/suggestions/?q=receipt"):
        box.fill("receipt")
    box.fill("receipt invoice")
    expect(page.get_by_role("option").first).to_be_visible()
    assert [url.rpartition("=")[2] for url in failed] == ["receipt"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_works_without_javascript(browser: Browser, shipped_site: LiveServer, language: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shipped_site.url}/{language}/")
    page.locator("input[name=q]").fill("MFA")
    page.locator("form.search button").click()
    page.wait_for_url("**/search/?q=MFA")
    page.locator("ol.results a").first.click()
    page.wait_for_url(f"**/{language}/faq/entry/lost-or-broken-mfa/")
    context.close()
