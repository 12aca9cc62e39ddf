"""Saving a step beside the outline: the change itself, and what of the page is brought up to date."""

from __future__ import annotations

import pytest

from tests.factories import create_entry, create_flow
from tests.html import read
from tests.tree_form import HTMX, editor, form_of, save, set_row, step_url, typed
from wizard.compiler import compile_flow, write_graph
from wizard.graph import Graph, Step
from wizard.models import Flow

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"


def stored(slug: str) -> Step:
    """The step as it is stored now."""
    return compile_flow(Flow.objects.get(slug="guide")).by_slug[slug]


def test_without_htmx_a_save_leads_back_to_the_step_with_a_message() -> None:
    create_flow(LINES)
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), title_en="changed")
    response = client.post(step_url("q"), fields, follow=True)
    assert response.redirect_chain == [(step_url("q"), 302)]
    assert read(response).one("ul.messagelist").text == "Saved."
    assert stored("q").title.en == "changed"


def test_with_htmx_a_save_brings_the_panel_and_everything_that_may_read_otherwise() -> None:
    create_flow(LINES)
    client = editor()
    response = save(client, "q", typed(form_of(client.get(step_url("q"))), title_en="changed"))
    page = read(response)
    assert not page.all("html")
    assert response["HX-Push-Url"] == step_url("q")
    for name in ("outline", "problems", "draft-tools"):
        assert page.one("", id=name)["hx-swap-oob"] == "true"
    assert page.one("p", id="draft-status").text == "Saved."
    assert page.one("", id="outline").one("a", data_step="q").one("span.title").text == "changed"
    assert page.one("button", id="undo").get("disabled") == ""
    assert "disabled" not in page.one("button", id="undo").attributes
    assert form_of(response)["version"] == [str(Flow.objects.get().version)]


def test_saving_what_was_not_changed_changes_nothing() -> None:
    flow = create_flow(LINES)
    before = compile_flow(flow)
    client = editor()
    assert save(client, "q", form_of(client.get(step_url("q")))).status_code == 200
    after = Flow.objects.get()
    assert (compile_flow(after), after.version) == (before, flow.version)


@pytest.mark.parametrize(
    ("text", "slug", "japanese", "english"),
    [
        ("+ 質問 | A question", "a-question", "質問", "A question"),
        ("+ Only English", "only-english", "", "Only English"),
        ("+fresh-slug", "fresh-slug", "", "fresh-slug"),
        ("\uff0b 全角 | Wide", "wide", "全角", "Wide"),
    ],
)
def test_a_choice_makes_the_step_it_asks_for(text: str, slug: str, japanese: str, english: str) -> None:
    create_flow(LINES)
    client = editor()
    fields = set_row(form_of(client.get(step_url("q"))), 1, next=text)
    assert save(client, "q", fields).status_code == 200
    assert [each.slug for each in compile_flow(Flow.objects.get()).steps] == ["q", slug, "a", "b"]
    assert str(stored("q").choices[1].next) == slug
    assert (stored(slug).title.ja, stored(slug).title.en) == (japanese, english)


def test_pasted_lines_become_choices() -> None:
    create_flow(LINES)
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), more_choices="三 | Three\r\n\r\n四\tFour\r\nfive")
    save(client, "q", fields)
    labels = [(choice.slug, choice.label.ja, choice.label.en) for choice in stored("q").choices[2:]]
    assert labels == [("three", "三", "Three"), ("four", "四", "Four"), ("five", "", "five")]


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("up:0", ["yes", "no"]),
        ("up:1", ["no", "yes"]),
        ("down:0", ["no", "yes"]),
        ("down:1", ["yes", "no"]),
        ("remove:0", ["no"]),
        ("remove:9", ["yes", "no"]),
        ("up:x", ["yes", "no"]),
        ("nonsense", ["yes", "no"]),
    ],
)
def test_without_a_script_a_button_moves_a_choice_or_takes_it_out(button: str, order: list[str]) -> None:
    create_flow(LINES)
    client = editor()
    page = read(client.get(step_url("q")))
    assert page.all("button", name="do", value="up:1")
    client.post(step_url("q"), typed(form_of(client.get(step_url("q"))), do=button))
    assert [choice.slug for choice in stored("q").choices] == order


def test_a_renamed_step_and_a_renamed_choice_keep_their_old_slugs() -> None:
    create_flow(LINES)
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), slug="question")
    response = save(client, "q", set_row(fields, 0, slug="yes-please"))
    assert response["HX-Push-Url"] == step_url("question")
    step = stored("question")
    assert step.aliases == ("q",)
    assert [(choice.slug, choice.aliases) for choice in step.choices] == [
        ("yes-please", ("yes",)),
        ("no", ()),
    ]


def test_a_new_step_is_made_and_the_first_begins_the_guide() -> None:
    write_graph(Graph("guide"))
    client = editor()
    fields = typed(form_of(client.get(step_url("+"))), title_ja="最初", title_en="The first")
    response = client.post(step_url("+"), fields, headers=HTMX)
    assert response["HX-Push-Url"] == step_url("the-first")
    guide = compile_flow(Flow.objects.get())
    assert (guide.start, [each.slug for each in guide.steps]) == ("the-first", ["the-first"])
    page = read(client.get(step_url("the-first")))
    assert page.one("p.panel-tools").one("strong").text == "First question"


def test_a_step_becomes_the_first_question() -> None:
    create_flow(LINES)
    client = editor()
    version = form_of(client.get(step_url("a")))["version"]
    page = read(client.post(step_url("a", "start/"), {"version": version}, headers=HTMX))
    assert page.one("p", id="draft-status").text == "“a” is the first question now."
    assert compile_flow(Flow.objects.get()).start == "a"


def test_who_looked_at_an_older_draft_is_told_so_and_the_first_question_stays() -> None:
    create_flow(LINES)
    page = read(editor().post(step_url("a", "start/"), {"version": "0"}, headers=HTMX))
    assert "Somebody changed this guide" in page.one("p", id="draft-status").text
    assert compile_flow(Flow.objects.get()).start == "q"


def test_the_first_question_is_not_moved_to_a_step_that_is_not_there() -> None:
    create_flow(LINES)
    response = editor().post(step_url("nope", "start/"), {"version": "1"}, headers=HTMX)
    assert response.status_code == 404
    assert compile_flow(Flow.objects.get()).start == "q"


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("up:entries:1", ("two", "one")),
        ("down:entries:0", ("two", "one")),
        ("remove:entries:0", ("two",)),
        ("remove:related:0", ("one", "two")),
        ("remove:0", ("one", "two")),
    ],
)
def test_without_a_script_a_button_moves_an_entry_or_takes_it_out(
    button: str, order: tuple[str, ...]
) -> None:
    for slug in ("one", "two"):
        create_entry(slug)
    create_flow(LINES, q={"entries": ("one", "two")})
    client = editor()
    page = read(client.get(step_url("q")))
    assert page.all("button", name="do", value="up:entries:1")
    client.post(step_url("q"), typed(form_of(client.get(step_url("q"))), do=button))
    assert stored("q").entries == order
