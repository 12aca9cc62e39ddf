"""An editor grows a tree in a real browser: by keyboard alone, beside somebody else, back and forth in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from ground.documents import write_document
from tests.browser.axe import complaints
from tests.browser.conftest import Watch
from tests.edits import with_step
from tests.factories import create_entry, create_flow, graph, published_flow
from wizard.compiler import compile_flow, write_graph
from wizard.interchange import write_flow
from wizard.models import Flow, Revision, Step
from wizard.publishing import problems_of
from wizard.scheduling import schedule_publish

pytestmark = pytest.mark.django_db(transaction=True)
LINES = "q: yes=a no=b\na\nb"


@pytest.fixture
def sit_down(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for a person who may do everything, reading admin in `language`."""
    contexts = []

    def open_for(name: str, language: str = "en") -> Page:
        person, _ = User.objects.get_or_create(username=name, is_staff=True, is_superuser=True)
        client = Client()
        client.force_login(person)
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        session = client.cookies["sessionid"].value
        cookies = {"sessionid": session, "django_language": language}
        context.add_cookies(
            [{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()]
        )
        page = context.new_page()
        watch.follow(page)
        watch.accept("409", "422", "404")
        return page

    yield open_for
    for context in contexts:
        context.close()


def saved(page: Page) -> None:
    """Save by keyboard once the page listens, and wait until it is done."""
    page.wait_for_load_state()
    page.evaluate("document.querySelector('#draft-status').textContent = ''")
    page.keyboard.press("Control+s")
    expect(page.locator("#draft-status")).not_to_be_empty()
    expect(page.locator(".htmx-request, .htmx-settling")).to_have_count(0)


def tab_to(page: Page, name: str, nth: int = 0) -> None:
    """Press Tab until the field of that name has the focus, the `nth` of them."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(
            "([name, nth]) => document.activeElement === document.querySelectorAll(`#panel [name='${name}']`)[nth]",
            [name, nth],
        ):
            return
    pytest.fail(f"Tab never comes to {name}")


def type_choice(page: Page, at: int, japanese: str, english: str, target: str) -> None:
    """Fill the row of a choice by keyboard."""
    tab_to(page, "choice_label_ja", at)
    page.keyboard.insert_text(japanese)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(english)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(target)
    page.keyboard.press("Escape")


def jump_to(page: Page, slug: str) -> None:
    """Find a step by its slug, by keyboard, and open it."""
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    for _ in range(20):
        if page.evaluate("document.activeElement.id") == "find-q":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type(slug)
    expect(page.locator("#found a").first).to_contain_text(slug)
    page.keyboard.press("Enter")
    expect(page.locator(f"#panel[data-step='{slug}']")).to_be_visible()
    expect(page.locator("#panel [name=title_ja]")).to_be_focused()


def test_an_editor_builds_a_bilingual_guide_of_20_steps_by_keyboard_alone_and_publishes_it(
    sit_down: Callable[..., Page],
) -> None:
    page = sit_down("mika")
    page.goto("/admin/wizard/flow/add/")
    page.focus("[name=title_ja]")
    for text in ("見張り", "Lookout", "要約です", "A summary", "lookout"):
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Enter" if text == "lookout" else "Tab")
    expect(page.locator("#panel-title")).to_have_text("New step")
    page.focus("#panel [name=title_ja]")
    page.keyboard.type("どれですか")
    page.keyboard.press("Tab")
    page.keyboard.type("Which one")
    # One question leads to six, each of those to two answers and one more: 1 + 6 + 13.
    for at in range(6):
        type_choice(page, at, f"選択{at}", f"Choice {at}", f"+ 質問{at} | Question {at}")
    saved(page)
    expect(page.locator("#panel[data-step='which-one']")).to_be_visible()
    for at in range(6):
        jump_to(page, f"question-{at}")
        type_choice(page, 0, "はい", "Yes", f"+ 答え{at}は | Answer {at} yes")
        type_choice(page, 1, "いいえ", "No", f"+ 答え{at}否 | Answer {at} no")
        if at == 0:
            type_choice(page, 2, "わからない", "Not sure", "+ 答え窓口 | Answer desk")
        saved(page)
    answers = [f"answer-{at}-{word}" for at in range(6) for word in ("yes", "no")] + ["answer-desk"]
    for slug in answers:
        jump_to(page, slug)
        tab_to(page, "body_ja")
        page.keyboard.insert_text(f"本文 {slug}")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(f"Text of {slug}")
        saved(page)
    flow = Flow.objects.get(slug="lookout")
    assert Step.objects.filter(flow=flow).count() == 20
    assert problems_of(flow, drafting=False) == []
    expect(page.locator("#problems")).to_contain_text("Nothing is wrong")
    page.goto("/admin/wizard/flow/lookout/publish/")
    page.focus("button[value=publish]")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Revision.objects.get(flow=flow).number == 1
    assert compile_flow(flow).by_slug["answer-desk"].title.ja == "答え窓口"


def test_two_editors_collide_and_neither_loses_a_word(sit_down: Callable[..., Page]) -> None:
    create_flow(LINES)
    mika, ken = sit_down("mika"), sit_down("ken")
    for page in (mika, ken):
        page.goto("/admin/wizard/flow/guide/steps/q/")
    ken.fill("[name=title_en]", "by ken")
    ken.click("summary:has-text('What it takes')")
    ken.fill("[name=wait_ja]", "一日")
    saved(ken)
    mika.fill("[name=title_en]", "by mika")
    mika.click("summary:has-text('Slug and notes')")
    mika.fill("[name=editor_note]", "a note by mika")
    mika.locator("[name=choice_label_en]").nth(0).fill("Yes indeed")
    mika.keyboard.press("Control+s")
    expect(mika.locator("#panel-title")).to_have_text("Somebody else changed this step")
    both = mika.locator(".pick", has_text="question or heading").or_(
        mika.locator(".pick", has_text="title (English)")
    )
    expect(both.first).to_contain_text("by ken")
    expect(both.first).to_contain_text("by mika")
    both.first.locator("input[value=theirs]").check()
    mika.keyboard.press("Control+s")
    expect(mika.locator("#draft-status")).to_have_text("Saved.")
    step = compile_flow(Flow.objects.get()).by_slug["q"]
    assert (step.title.en, step.wait.ja, step.editor_note) == ("by ken", "一日", "a note by mika")
    assert step.choices[0].label.en == "Yes indeed"


def test_an_editor_undoes_ten_changes_and_does_them_again(sit_down: Callable[..., Page]) -> None:
    flow = create_flow(LINES)
    before = compile_flow(flow)
    page = sit_down("mika")
    page.goto("/admin/wizard/flow/guide/steps/q/")
    for number in range(10):
        page.fill("[name=title_ja]", f"題名{number}")
        saved(page)
    after = compile_flow(Flow.objects.get())
    for button, expected in (("#undo", before), ("#redo", after)):
        for _ in range(10):
            page.evaluate("document.querySelector('#draft-status').textContent = ''")
            page.click(button)
            expect(page.locator("#draft-status")).not_to_be_empty()
        expect(page.locator(button)).to_be_disabled()
        assert compile_flow(Flow.objects.get()) == expected


def test_leaving_what_is_not_saved_asks_first_and_keeps_it(sit_down: Callable[..., Page]) -> None:
    create_flow(LINES)
    page = sit_down("mika")
    page.goto("/admin/wizard/flow/guide/steps/q/")
    page.fill("[name=title_en]", "half a thought")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.once("dialog", stay)
    page.click("#outline [data-step=a]")
    assert asked == ["What you typed in this step is not saved. Leave it?"]
    expect(page.locator("[name=title_en]")).to_have_value("half a thought")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#outline [data-step=a]")
    expect(page.locator("#panel[data-step=a]")).to_be_visible()


def test_the_outline_is_walked_by_arrow_keys_and_the_focus_stays_after_a_save(
    sit_down: Callable[..., Page],
) -> None:
    create_flow("q: yes=r no=b\nr: one=a two=b\na\nb")
    page = sit_down("mika")
    page.goto("/admin/wizard/flow/guide/edit/")
    page.locator("#outline [data-step=q]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#outline [data-step=r]")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#outline [data-step=a]")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#outline [data-step=a]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel [name=title_ja]")).to_be_focused()
    tab_to(page, "body_en")
    page.keyboard.type("more")
    saved(page)
    expect(page.locator("#panel [name=body_en]")).to_be_focused()
    expect(page.locator("#panel .seen[lang=en]")).to_contain_text("more")
    page.keyboard.press("Escape")
    expect(page.locator("#outline [data-step=a]")).to_be_focused()
    assert page.evaluate("document.title").startswith("title of a")


def test_choices_are_moved_by_buttons_and_by_dragging_pasted_and_removed(
    sit_down: Callable[..., Page],
) -> None:
    create_flow("q: one=a two=a three=a\na")
    page = sit_down("mika")
    page.goto("/admin/wizard/flow/guide/steps/q/")
    page.set_viewport_size({"width": 1280, "height": 2000})
    rows = page.locator(".choices > li")
    rows.nth(0).get_by_label("Down").click()
    rows.nth(2).locator(".handle").drag_to(rows.nth(0))
    page.click(".paste summary")
    page.fill("[name=more_choices]", "四 | Four\n五 | Five")
    saved(page)
    step = compile_flow(Flow.objects.get()).by_slug["q"]
    assert [choice.slug for choice in step.choices] == ["three", "two", "one", "four", "five"]
    rows.nth(1).get_by_label("Remove").click()
    saved(page)
    step = compile_flow(Flow.objects.get()).by_slug["q"]
    assert [choice.slug for choice in step.choices] == ["three", "one", "four", "five"]


def test_a_target_and_an_entry_are_found_by_typing(sit_down: Callable[..., Page]) -> None:
    create_entry("fees")
    create_flow(LINES)
    page = sit_down("mika")
    page.goto("/admin/wizard/flow/guide/steps/q/")
    target = page.locator("[name=choice_next]").nth(0)
    target.click()
    target.press("Control+a")
    page.keyboard.type("title of b")
    expect(page.locator("#names-found [role=option]").first).to_contain_text("title of b")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(target).to_have_value("b")
    page.click("summary:has-text('FAQ entries')")
    page.locator("[name=entries]").nth(0).click()
    page.keyboard.insert_text("fee")
    expect(page.locator("#names-found [role=option]").first).to_contain_text("fees")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    saved(page)
    step = compile_flow(Flow.objects.get()).by_slug["q"]
    assert step.choices[0].next is not None
    assert (step.choices[0].next.step, step.entries) == ("b", ("fees",))


def test_the_picture_is_drawn_anew_after_a_save_and_a_click_selects(sit_down: Callable[..., Page]) -> None:
    create_flow(LINES)
    page = sit_down("mika")
    page.goto("/admin/wizard/flow/guide/steps/q/")
    page.click("#picture summary")
    expect(page.locator("#drawing a.selected")).to_have_attribute("data-step", "q")
    page.fill("[name=title_en]", "drawn anew")
    saved(page)
    expect(page.locator("#drawing")).to_contain_text("drawn anew")
    page.locator("#drawing a[data-step=b]").click()
    expect(page.locator("#panel[data-step=b]")).to_be_visible()
    expect(page.locator("#drawing a.selected")).to_have_attribute("data-step", "b")
    width = page.evaluate("document.querySelector('#drawing svg').width.baseVal.value")
    page.click("[data-zoom='1.25']")
    assert page.evaluate("document.querySelector('#drawing svg').width.baseVal.value") > width


def test_a_translator_finds_and_mends_what_fell_behind(sit_down: Callable[..., Page]) -> None:
    published_flow(LINES)
    draft = compile_flow(Flow.objects.get())
    title = draft.by_slug["a"].title
    write_graph(with_step(draft, "a", title=type(title)("新しい題名です", title.en)))
    page = sit_down("yuki")
    page.goto("/admin/wizard/flow/guide/publish/")
    behind = page.locator(".behind")
    expect(behind).to_contain_text("新しい題名")
    behind.get_by_role("link").first.click()
    expect(page.locator("#panel[data-step=a]")).to_be_visible()
    page.fill("[name=title_en]", "a new title")
    saved(page)
    page.goto("/admin/wizard/flow/guide/publish/")
    expect(page.locator(".behind")).to_have_count(0)


def test_a_publisher_reads_what_changed_and_restores_an_old_revision(sit_down: Callable[..., Page]) -> None:
    published_flow(LINES)
    write_graph(graph("q: yes=a\na"))
    page = sit_down("rin")
    page.goto("/admin/wizard/flow/guide/publish/")
    expect(page.locator("#outcomes")).to_contain_text("1 of 2 ways")
    page.click("button[value=publish]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto("/admin/wizard/flow/guide/revisions/1/")
    page.get_by_role("button", name="Restore").or_(page.get_by_role("button", name="restore")).first.click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    assert Flow.objects.get().live.number == 3  # type: ignore[union-attr]


GUIDE = "/admin/wizard/flow/guide/"
EDITOR_PAGES = (
    f"{GUIDE}edit/",
    f"{GUIDE}steps/q/",
    f"{GUIDE}steps/+/",
    f"{GUIDE}steps/a/delete/",
    f"{GUIDE}changes/",
    f"{GUIDE}steps/?q=title",
)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_in_the_tree_editor(sit_down: Callable[..., Page], language: str) -> None:
    published_flow(LINES)
    mika, ken = sit_down("mika", language), sit_down("ken", language)
    mika.goto(f"{GUIDE}steps/q/")
    ken.goto(f"{GUIDE}steps/q/")
    mika.fill("[name=title_en]", "by mika")
    saved(mika)
    told = [
        each for path in EDITOR_PAGES if mika.goto(path) for each in complaints(mika, path, language=language)
    ]
    ken.fill("[name=title_en]", "by ken")
    ken.keyboard.press("Control+s")
    expect(ken.locator("input[value=merge]")).to_have_count(1)
    told += complaints(ken, "conflict", language=language)
    mika.goto(f"{GUIDE}steps/q/")
    mika.locator("[name=choice_next]").nth(0).fill("nope")
    mika.keyboard.press("Control+s")
    expect(mika.locator(".refused")).to_be_visible()
    told += complaints(mika, "refused", language=language)
    mika.goto(f"{GUIDE}steps/a/")
    mika.click("#picture summary")
    expect(mika.locator("#drawing svg")).to_be_visible()
    told += complaints(mika, "picture", language=language)
    assert not told, "\n".join(map(str, told))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_in_a_report_a_plan_and_a_refused_form(
    sit_down: Callable[..., Page], language: str
) -> None:
    flow = published_flow(LINES)
    page = sit_down("mika", language)
    data = write_document(write_flow(compile_flow(flow)))
    page.goto("/admin/wizard/flow/import/")
    page.set_input_files("input[type=file]", {"name": "g.yaml", "mimeType": "text/yaml", "buffer": data})
    page.locator("#content form button, #content form input[type=submit]").last.click()
    expect(page.locator("#report")).to_be_visible()
    told = complaints(page, "import report", language=language)
    write_graph(graph("q: yes=b no=b\nb"))
    schedule_publish(Flow.objects.get(), timezone.now() + timedelta(days=1), author=None, now=timezone.now())
    page.goto(f"{GUIDE}publish/")
    expect(page.locator("button[value=cancel]")).to_be_visible()
    told += complaints(page, "a waiting plan", language=language)
    page.goto("/admin/wizard/flow/add/")
    page.locator("input[name=_save]").click()
    expect(page.locator(".errornote")).to_be_visible()
    told += complaints(page, "form errors", language=language)
    assert not told, "\n".join(map(str, told))
