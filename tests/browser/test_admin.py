"""Admin in a real browser: nothing inline, a choice added and led to a step by typing."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from faq.models import Entry
from tests.browser.axe import complaints
from tests.browser.conftest import Watch
from tests.factories import create_channel, create_entry, published_flow
from wizard.models import Choice, Step

pytestmark = pytest.mark.django_db(transaction=True)
ROOMS = ("wizard", "faq", "contact")


@pytest.fixture
def desk(page: Page, live_server: LiveServer, watch: Watch) -> Page:
    """Admin with a guide, an entry and a channel, signed in as one who may do everything."""
    create_entry("fees", category="billing")
    create_channel("counter")
    published_flow("q: yes=a no=b\na\nb")
    User.objects.create_superuser("editor", password="a-long-password")
    watch.follow(page)
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "a-long-password")
    page.click("input[type=submit]")
    expect(page.locator("#site-name")).to_have_text("みちしるべ 管理")
    return page


def test_no_page_of_admin_holds_anything_inline(desk: Page, live_server: LiveServer) -> None:
    for model in admin.site._registry:
        if model._meta.app_label in ROOMS:
            base = f"{live_server.url}/admin/{model._meta.app_label}/{model._meta.model_name}/"
            desk.goto(base)
            expect(desk.locator("#content h1")).to_be_visible()
            row = model._default_manager.first()
            if row is not None:
                desk.goto(f"{base}{row.pk}/change/")
                expect(desk.locator("#content h1")).to_be_visible()
                assert desk.evaluate("dispatchEvent(new Event('beforeunload', {cancelable: true}))"), base
    desk.goto(f"{live_server.url}/admin/wizard/step/add/")
    desk.goto(f"{live_server.url}/admin/wizard/flow/guide/steps/q/")
    expect(desk.locator("#content h1")).to_have_text("ガイドを編集")


def test_a_choice_is_added_and_led_to_a_step_by_typing(desk: Page, live_server: LiveServer) -> None:
    question = Step.objects.get(slug="q")
    desk.goto(f"{live_server.url}/admin/wizard/step/{question.pk}/change/")
    desk.click("#choices-group .add-row a")
    desk.fill("#id_choices-2-label_ja", "たぶん")
    desk.locator("#id_choices-2-label_en").press_sequentially("Perhaps")
    expect(desk.locator("#id_choices-2-slug")).to_have_value("perhaps")
    desk.locator("#choices-2 .field-next_step .select2-selection").click()
    desk.keyboard.type("title of b")
    desk.get_by_role("option", name="b: title of b").click()
    desk.click("input[name=_save]")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    choice = Choice.objects.get(slug="perhaps")
    assert (choice.position, choice.next_step) == (2, Step.objects.get(slug="b"))


def test_the_language_is_chosen_in_the_head_of_every_page(desk: Page) -> None:
    desk.click(".languages button[value=en]")
    expect(desk.locator("#site-name")).to_have_text("Michishirube administration")


def test_an_entry_is_shown_as_it_will_be_read_while_it_is_typed(desk: Page, live_server: LiveServer) -> None:
    desk.goto(f"{live_server.url}/admin/faq/entry/{Entry.objects.get().pk}/change/")
    desk.fill("#id_answer_en", "Pay **at once**.")
    expect(desk.locator("#id_answer_en ~ .seen strong")).to_have_text("at once")
    expect(desk.locator("#id_answer_ja ~ .seen")).to_have_text("answer feesです")


def test_what_is_typed_in_a_form_is_not_left_without_a_question(desk: Page, live_server: LiveServer) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.on("dialog", stay)
    desk.goto(f"{live_server.url}/admin/faq/entry/{Entry.objects.get().pk}/change/")
    desk.locator("#id_title_en").press_sequentially("x")
    desk.locator("#id_title_en").press("Backspace")
    desk.click("#site-name a")
    expect(desk.locator("#content h1")).to_have_text("サイト管理")
    desk.go_back()
    desk.fill("#id_title_en", "half a thought")
    desk.click("#site-name a", no_wait_after=True)
    expect(desk.locator("#id_title_en")).to_have_value("half a thought")
    desk.click("input[name=_continue]")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.click("#site-name a")
    expect(desk.locator("#content h1")).to_have_text("サイト管理")
    assert asked == ["beforeunload"]


def test_axe_finds_nothing_where_a_text_is_to_be_chosen(desk: Page, live_server: LiveServer) -> None:
    entry = Entry.objects.get()
    desk.goto(f"{live_server.url}/admin/faq/entry/{entry.pk}/change/")
    Entry.objects.update(title_en="theirs")
    desk.fill("#id_title_en", "mine")
    desk.click("input[name=_continue]")
    expect(desk.locator("fieldset.both-texts")).to_be_visible()
    assert not complaints(desk, "a refused entry", language="ja")
    desk.locator("fieldset.both-texts input[value=saved]").check()
    desk.click("input[name=_continue]")
    expect(desk.locator("#id_title_en")).to_have_value("theirs")
