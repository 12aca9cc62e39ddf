"""The tree editor where things go otherwise: no script, no login any more, no server, going back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Dialog, Page, Route, expect
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

    def opened(*, script: bool = True, lines: str = "q: yes=a no=b\na\nb") -> Page:
        create_flow(lines)
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
    expect(page.locator("[name=choice_slug]").nth(1)).to_have_value("perhaps")
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
    other_tab = page.context.new_page()
    other_tab.goto("/admin/login/")
    other_tab.fill("[name=username]", "mika")
    other_tab.fill("[name=password]", "x")
    other_tab.click("input[type=submit]")
    expect(other_tab.locator("#user-tools")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("#draft-status")).to_have_text("Saved.")
    assert compile_flow(Flow.objects.get()).by_slug["q"].title.en == "a long thought"


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


def test_going_forward_before_the_page_is_there_shows_the_step_of_the_address(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    page.click("#outline [data-step=a]")
    expect(page.locator("#panel[data-step=a]")).to_be_visible()
    held: list[Route] = []
    page.route("**/tree.js", lambda route: held.append(route))
    page.go_back(wait_until="commit")
    expect_soon(page, lambda: bool(held))
    expect(page.locator("#panel[data-step=q]")).to_be_visible()
    page.go_forward(wait_until="commit")
    expect(page).to_have_url(page.url.replace("/steps/q/", "/steps/a/"))
    page.route("**/tree.js", lambda route: route.continue_())
    held[0].continue_()
    expect(page.locator("#panel[data-step=a]")).to_be_visible()


class SlowServer:
    """Holds what is posted to the step until it is let go."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[Route] | None = []
        page.route("**/steps/q/", self._take)

    def _take(self, route: Route) -> None:
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self) -> None:
        """Answer what was asked so far, and hold nothing more."""
        expect_soon(self.page, lambda: bool(self.held))
        held, self.held = self.held, None
        for route in held or ():
            route.continue_()


def questions_of(page: Page) -> list[str]:
    """What it asks before something is left, from now on; the answer is always to stay."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def expect_soon(page: Page, true: Callable[[], bool]) -> None:
    """Give the browser its time until something is so."""
    for _ in range(3000):
        if true():
            return
        page.wait_for_timeout(10)
    pytest.fail("it never happened")


def test_what_is_typed_while_a_save_is_on_its_way_is_kept_and_saved_next(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    server = SlowServer(page)
    page.fill("[name=title_en]", "first")
    page.keyboard.press("Control+s")
    page.fill("[name=title_en]", "first and second")
    page.locator("[name=choice_label_en]").nth(1).fill("Certainly not")
    page.locator("[name=choice_label_ja]").nth(2).fill("たぶん")
    page.locator("[name=choice_label_en]").nth(2).fill("Perhaps")
    page.locator("[name=choice_next]").nth(2).fill("b")
    page.keyboard.press("Control+s")
    server.let_go()
    expect(page.locator("[name=choice_slug]").nth(2)).to_have_value("perhaps")
    expect(page.locator("[name=title_en]")).to_have_value("first and second")
    expect(page.locator("[name=choice_next]").nth(2)).to_be_focused()
    step = compile_flow(Flow.objects.get()).by_slug["q"]
    assert step.title.en == "first and second"
    assert [choice.label.en for choice in step.choices] == ["label yes", "Certainly not", "Perhaps"]


def test_what_was_typed_meanwhile_and_not_saved_is_asked_about_before_it_is_left(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    server = SlowServer(page)
    page.keyboard.press("Control+s")
    page.fill("[name=title_en]", "an afterthought")
    asked = questions_of(page)
    page.click("#outline [data-step=a]")
    assert not asked
    server.let_go()
    expect_soon(page, lambda: bool(asked))
    expect(page.locator("[name=title_en]")).to_have_value("an afterthought")


def test_a_step_that_is_opened_while_a_save_is_on_its_way_opens_when_it_is_done(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    server = SlowServer(page)
    page.fill("[name=title_en]", "saved first")
    page.keyboard.press("Control+s")
    page.click("#outline [data-step=a]")
    server.let_go()
    expect(page.locator("#panel[data-step=a]")).to_be_visible()
    expect(page.locator("#outline [data-step=q]")).to_contain_text("saved first")


def test_what_was_typed_before_the_scripts_were_there_is_not_taken_for_saved(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    held: list[Route] = []
    page.route("**/tree_typed.js", lambda route: held.append(route))
    page.reload(wait_until="commit")
    page.fill("[name=title_en]", "quick fingers")
    expect_soon(page, lambda: bool(held))
    held[0].continue_()
    page.wait_for_load_state()
    asked = questions_of(page)
    page.click("#outline [data-step=a]")
    assert asked == ["What you typed in this step is not saved. Leave it?"]


def test_who_was_signed_out_or_offline_is_told_so_by_every_part_of_the_page(
    open_browser: Callable[..., Page], watch: Watch
) -> None:
    page = open_browser()
    watch.accept("ERR_FAILED")
    Session.objects.all().delete()
    page.click("#picture summary")
    expect(page.locator("#draft-status")).to_contain_text("You are signed out")
    expect(page.locator("#drawing form")).to_have_count(0)
    page.route("**/names/**", lambda route: route.abort())
    page.locator("[name=choice_next]").nth(0).press_sequentially("x")
    expect(page.locator("#draft-status")).to_contain_text("Nothing is lost: try again")


def test_a_step_whose_slug_is_that_of_the_login_page_is_saved_like_any_other(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser(lines="q: yes=login\nlogin")
    page.click("#outline [data-step=login]")
    expect(page.locator("#panel[data-step=login]")).to_be_visible()
    for title in ("Signing in", "Signing in again"):
        page.fill("[name=title_en]", title)
        page.keyboard.press("Control+s")
        expect(page.locator("#outline [data-step=login]")).to_contain_text(title)
    expect(page.locator("#draft-status")).to_have_text("Saved.")


def test_the_title_of_the_guide_is_not_left_unsaved_without_a_question(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    page.goto(f"/admin/wizard/flow/{Flow.objects.get().pk}/change/")
    page.fill("[name=title_en]", "half a title")
    asked = questions_of(page)
    page.click("#outline [data-step=a]")
    assert asked == ["What you typed in this step is not saved. Leave it?"]
    expect(page.locator("[name=title_en]")).to_have_value("half a title")


def test_enter_opens_what_was_typed_and_not_what_was_found_before(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.fill("#find-q", "title of a")
    expect(page.locator("#found a")).to_have_text("title of a a")
    page.route("**/steps/?q=*", lambda route: None)
    page.fill("#find-q", "b")
    page.unroute("**/steps/?q=*")
    page.press("#find-q", "Enter")
    expect(page.locator("#panel[data-step=b]")).to_be_visible()


def test_the_focus_is_never_lost_when_there_is_nothing_more_to_undo(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    page.fill("[name=title_en]", "changed")
    page.keyboard.press("Control+s")
    expect(page.locator("#draft-status")).to_have_text("Saved.")
    page.focus("#undo")
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_be_disabled()
    expect(page.locator("#redo")).to_be_focused()


def test_no_bar_lies_over_the_field_that_has_the_focus(open_browser: Callable[..., Page]) -> None:
    page = open_browser(lines="q: " + " ".join(f"c{at}=a" for at in range(8)) + "\na")
    page.set_viewport_size({"width": 1280, "height": 700})
    page.focus("#panel [name=title_ja]")
    covered = """() => {
        const box = document.activeElement.getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return document.activeElement.contains(at) || !document.activeElement.closest("#panel") ? "" : document.activeElement.outerHTML;
    }"""
    for key in ("Tab", "Shift+Tab"):
        for _ in range(60):
            page.keyboard.press(key)
            assert page.evaluate(covered) == "", key
