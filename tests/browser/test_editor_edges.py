"""The tree editor where things go otherwise: no script, no login any more, no server, going back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Watch
from tests.factories import create_flow
from wizard.compiler import compile_flow
from wizard.models import Flow

pytestmark = pytest.mark.django_db(transaction=True)
STEP = "/admin/wizard/flow/guide/steps/q/"


@pytest.fixture
def open_browser(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens the step `q` for somebody who may do everything, with or without a script."""
    contexts = []

    def opened(*, script: bool = True) -> Page:
        create_flow("q: yes=a no=b\na\nb")
        person = User.objects.create_superuser("mika", password="x")
        client = Client()
        client.force_login(person)
        context = browser.new_context(base_url=live_server.url, java_script_enabled=script)
        contexts.append(context)
        cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "en"}
        context.add_cookies(
            [{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()]
        )
        page = context.new_page()
        watch.follow(page)
        page.goto(STEP)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_without_a_script_a_step_is_saved_moved_and_undone(open_browser: Callable[..., Page]) -> None:
    page = open_browser(script=False)
    page.fill("[name=title_en]", "without a script")
    page.locator("[name=choice_label_en]").nth(2).fill("Perhaps")
    page.locator("[name=choice_next]").nth(2).fill("+ たぶん | Maybe")
    page.click(".save-row button")
    expect(page.locator(".messagelist .success")).to_have_text("Saved.")
    page.locator("button[value='up:2']").click()
    step = compile_flow(Flow.objects.get()).by_slug["q"]
    assert [choice.slug for choice in step.choices] == ["yes", "perhaps", "no"]
    assert step.choices[1].next is not None
    assert step.choices[1].next.step == "maybe"
    page.click("#undo")
    expect(page.locator(".messagelist .success")).to_contain_text("Undone")
    step = compile_flow(Flow.objects.get()).by_slug["q"]
    assert [choice.slug for choice in step.choices] == ["yes", "no", "perhaps"]
    page.fill("#find-q", "title of b")
    page.click("#find button")
    expect(page).to_have_url(page.url.split("/steps/")[0] + "/steps/b/")


def test_who_was_signed_out_keeps_what_was_typed_and_is_told(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.fill("[name=title_en]", "a long thought")
    Session.objects.all().delete()
    page.keyboard.press("Control+s")
    expect(page.locator("#draft-status")).to_contain_text("You are signed out")
    expect(page.locator("[name=title_en]")).to_have_value("a long thought")
    assert compile_flow(Flow.objects.get()).by_slug["q"].title.en == "title of q"


def test_a_server_that_does_not_answer_is_said_and_nothing_is_lost(
    open_browser: Callable[..., Page], watch: Watch
) -> None:
    page = open_browser()
    watch.accept("ERR_FAILED", "htmx:sendError", "htmx:afterRequest")
    page.route("**/steps/q/", lambda route: route.abort())
    page.fill("[name=title_en]", "a long thought")
    page.keyboard.press("Control+s")
    expect(page.locator("#draft-status")).to_contain_text("Nothing is lost: try again")
    page.unroute("**/steps/q/")
    page.keyboard.press("Control+s")
    expect(page.locator("#draft-status")).to_have_text("Saved.")


def test_going_back_shows_the_step_before_and_its_title(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.click("#outline [data-step=a]")
    expect(page.locator("#panel[data-step=a]")).to_be_visible()
    expect(page).to_have_title("title of a | title of guide")
    page.go_back()
    expect(page.locator("#panel[data-step=q]")).to_be_visible()
    expect(page).to_have_title("title of q | title of guide")
    expect(page.locator("#outline [aria-current]")).to_have_attribute("data-step", "q")
    page.go_forward()
    expect(page.locator("#panel[data-step=a]")).to_be_visible()
