"""The way to a person in a real browser: the hand-off pack and the enquiry form, with and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from contact.models import Enquiry
from insights.counting import BUFFER
from tests.browser.conftest import Watch
from tests.factories import both, create_channel, create_entry, published_flow
from tests.mails import mailed

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
WORDS = {
    "ja": {"print": "印刷", "send": "送信", "tried": "restartedです", "talk": "問い合わせ"},
    "en": {"print": "Print", "send": "Send", "tried": "restarted", "talk": "contact"},
}


@pytest.fixture(autouse=True)
def _published(settings: Settings) -> Iterator[None]:
    settings.ENQUIRY_EMAIL = "desk@example.org"
    BUFFER.forget()
    cache.clear()
    create_channel("desk", always=True, languages=("en",))
    create_entry("card")
    published_flow(
        "q: yes=fix no=end\nfix: solved=done no-change=end\nend\ndone",
        fix={"tried": both("restarted")},
        end={"channels": ("desk",), "entries": ("card",), "outcome": "contact"},
        done={"outcome": "solved"},
    )
    yield
    BUFFER.forget()
    cache.clear()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens an address on a phone, with or without a script."""
    contexts = []

    def opened(path: str, *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=script,
            viewport={"width": 375, "height": 800},
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def nothing_for_axe(page: Page) -> None:
    options: dict[str, Any] = {"preload": False}
    found = Axe().run(page, options=options).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]


def walk_to_the_end(page: Page) -> None:
    """Answer yes, try the remedy without success, arrive at the answer."""
    page.locator("a.choice").first.click()
    page.locator("a.choice[href*='no-change']").click()
    expect(page.locator("h1")).to_contain_text("title of end")


@LANGUAGES
@SCRIPTS
def test_the_pack_tells_the_way_in_the_language_the_channel_needs(
    open_page: Callable[..., Page], language: str, script: bool
) -> None:
    page = open_page(f"/{language}/guides/guide/", script=script)
    walk_to_the_end(page)
    texts = page.locator("pre[id^=pack-]")
    # The channel takes English alone: a reader of Japanese gets both.
    assert [pre.get_attribute("lang") for pre in texts.all()] == (
        ["ja", "en"] if language == "ja" else ["en"]
    )
    told = page.locator(f"#pack-{language}").text_content() or ""
    assert WORDS[language]["tried"] in told
    assert f"/{language}/guides/guide/end/?q=yes&fix=no-change" in told
    href = page.locator("a[href^='mailto:']").first.get_attribute("href") or ""
    assert WORDS[language]["tried"] in unquote(href)
    button = page.get_by_role("button", name=WORDS[language]["print"], exact=True).first
    expect(button).to_be_visible(visible=script)


@LANGUAGES
def test_the_pack_is_copied_and_printed(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(f"/{language}/guides/guide/")
    walk_to_the_end(page)
    nothing_for_axe(page)
    page.locator("a[data-copy][href^='#pack-']").first.click()
    expect(page.locator("#status")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (page.locator("pre[id^=pack-]").first.text_content() or "").strip()
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    page.get_by_role("button", name=WORDS[language]["print"], exact=True).first.click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    page.emulate_media(media="print")
    expect(page.locator("pre[id^=pack-]").first).to_be_visible()
    expect(page.get_by_role("button", name=WORDS[language]["print"], exact=True).first).to_be_hidden()


@LANGUAGES
def test_an_agent_opens_the_short_code_and_sees_the_same(
    open_page: Callable[..., Page], language: str
) -> None:
    page = open_page(f"/{language}/guides/guide/")
    walk_to_the_end(page)
    code = page.locator("a[href^='/h/']").first.get_attribute("href") or ""
    agent = open_page(code)
    expect(agent.locator("section.trail li")).to_have_count(3)
    nothing_for_axe(agent)
    agent.locator("a.button.main").first.click()
    expect(agent).to_have_url(re.compile(r"/guides/guide/end/\?q=yes&fix=no-change$"))


def test_a_code_is_typed_into_its_field_and_a_damaged_one_is_kept_there(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/ja/guides/guide/")
    walk_to_the_end(page)
    code = (page.locator("a[href^='/h/']").first.text_content() or "").strip()
    page.goto("/h/?lang=ja")
    page.get_by_label("短いコード").fill(code[:-1])
    page.locator("form.form button").click()
    expect(page.locator("div.message")).to_be_focused()
    expect(page.locator("#code")).to_have_value(code[:-1])
    expect(page.locator("#code")).to_have_accessible_description(re.compile("このコードは読み取れません"))
    nothing_for_axe(page)
    page.locator("#code").fill(f"「{code.upper()}」を開いて")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"/h/{code}?lang=ja")))
    expect(page.locator("section.trail li")).to_have_count(3)


@LANGUAGES
@SCRIPTS
def test_a_question_is_sent_with_the_way_and_refused_input_is_kept(
    open_page: Callable[..., Page], language: str, script: bool
) -> None:
    page = open_page(f"/{language}/guides/guide/", script=script)
    walk_to_the_end(page)
    page.locator(".person a").first.click()
    page.locator("a[href*='/contact/enquiry/']").click()
    expect(page.locator("form.form pre")).to_contain_text(WORDS[language]["tried"])
    if script:
        nothing_for_axe(page)
    page.fill("[name=text]", "It failed again.")
    page.fill("[name=mail]", "no address")
    page.locator("form.form button").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value("It failed again.")
    expect(page.locator("form.form pre")).to_contain_text(WORDS[language]["tried"])
    if script:
        nothing_for_axe(page)
    page.fill("[name=mail]", "customer@example.org")
    page.locator("form.form button").click()
    expect(page.locator(".lead b")).to_be_visible()
    stored = Enquiry.objects.get()
    expect(page.locator(".lead b")).to_have_text(stored.reference)
    assert (stored.text, stored.language) == ("It failed again.", language)
    assert WORDS[language]["tried"] in stored.pack
    assert [sent.to for sent in mailed()] == [["desk@example.org"]]
    if script:
        nothing_for_axe(page)


def test_every_step_leads_to_a_person_with_the_way_so_far(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/guides/guide/")
    page.locator("a.choice").first.click()
    expect(page.locator("h1")).to_have_text("title of fix")
    page.locator(".person a").first.click()
    expect(page.locator("pre[id^=pack-]").first).to_contain_text("title of q")
