"""What cannot be saved: a sentence says why, everything that was typed still stands there, nothing is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.factories import graph
from tests.html import read
from tests.tree_form import Fields, editor, form_of, save, set_row, step_url, typed
from wizard.compiler import compile_flow, write_graph
from wizard.models import DraftChange, Flow
from wizard.validation import MOST_CHOICES

pytestmark = pytest.mark.django_db
REFUSED: dict[str, tuple[Callable[[Fields], Fields], str]] = {
    "unknown target": (lambda form: set_row(form, 0, next="nope"), "nope"),
    "unknown guide": (lambda form: set_row(form, 0, next="nope:"), "nope"),
    "target no slug": (lambda form: set_row(form, 0, next="Not A Slug"), "Not A Slug"),
    "taken slug": (lambda form: typed(form, slug="a"), "a"),
    "former slug": (lambda form: typed(form, slug="was"), "was"),
    "bad slug": (lambda form: typed(form, slug="No Slug!"), "No Slug!"),
    "over-long slug": (lambda form: typed(form, slug="x" * 81), "x" * 81),
    "bad choice": (lambda form: set_row(form, 0, slug="No Slug!"), "No Slug!"),
    "choices alike": (lambda form: set_row(form, 1, slug="yes"), "yes"),
    "unknown entry": (lambda form: typed(form, entries="nope"), "nope"),
    "unknown channel": (lambda form: typed(form, channels="nope"), "nope"),
    "bad outcome": (lambda form: typed(form, outcome="nonsense"), "nonsense"),
}
BROKEN: dict[str, Callable[[Fields], Fields]] = {
    "nothing": lambda form: {},
    "a text is missing": lambda form: {name: values for name, values in form.items() if name != "body_ja"},
    "a column is short": lambda form: typed(form, choice_hint_en=form["choice_hint_en"][:-1]),
}


@pytest.fixture(autouse=True)
def _flow() -> None:
    """A guide of three steps, one with a former slug."""
    write_graph(graph("q: yes=a no=b\na\nb", b={"aliases": ("was",)}))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(name: str) -> None:
    change, word = REFUSED[name]
    before = compile_flow(Flow.objects.get())
    client = editor()
    fields = typed(change(form_of(client.get(step_url("q")))), editor_note="typed & kept\nhere")
    response = save(client, "q", fields)
    assert response.status_code == 422
    assert word in read(response).one("div.refused").text
    shown = form_of(response)
    for field in fields.keys() - {"unfolded", "do", "outcome", "choice_was"}:
        assert shown[field][: len(fields[field])] == fields[field], field
    assert compile_flow(Flow.objects.get()) == before
    assert not DraftChange.objects.exists()


def test_a_choice_that_leads_nowhere_known_is_marked_at_its_row() -> None:
    client = editor()
    response = save(client, "q", set_row(form_of(client.get(step_url("q"))), 1, next="nope"))
    wrong = read(response).one("li.wrong")
    assert wrong.one("input", name="choice_next", aria_invalid="true")["value"] == "nope"


def test_a_step_that_was_to_be_made_is_not_made_when_the_save_is_refused() -> None:
    client = editor()
    fields = set_row(form_of(client.get(step_url("q"))), 0, next="+ 新しい | New")
    response = save(client, "q", set_row(fields, 1, next="nope"))
    assert response.status_code == 422
    assert form_of(response)["choice_next"][:2] == ["+ 新しい | New", "nope"]
    assert "new" not in compile_flow(Flow.objects.get()).by_slug


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("slug", ["q", "+"])
def test_a_form_that_did_not_arrive_whole_is_refused(slug: str, name: str) -> None:
    before = compile_flow(Flow.objects.get())
    client = editor()
    response = client.post(step_url(slug), BROKEN[name](form_of(client.get(step_url("q")))))
    assert response.status_code == 422
    assert "did not arrive whole" in read(response).one("div.refused").text
    assert compile_flow(Flow.objects.get()) == before


@pytest.mark.parametrize("name", ["a text is missing", "a column is short"])
def test_what_did_arrive_of_such_a_form_stays_typed(name: str) -> None:
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), title_en="typed", editor_note="a note", entries="fees")
    shown = form_of(save(client, "q", BROKEN[name](fields)))
    assert (shown["title_en"], shown["editor_note"]) == (["typed"], ["a note"])
    assert (shown["entries"][0], shown["title_ja"]) == ("fees", fields["title_ja"])
    assert shown["choice_slug"][:2] == ["yes", "no"]


@pytest.mark.parametrize("target", ["+", "\uff0b", "+ | "])
def test_a_new_step_without_a_title_is_refused_at_its_row(target: str) -> None:
    client = editor()
    response = save(client, "q", set_row(form_of(client.get(step_url("q"))), 1, next=target))
    assert response.status_code == 422
    page = read(response)
    assert "Type the title of the new step" in page.one("div.refused").text
    assert page.one("li.wrong").one("input", name="choice_next")["value"].startswith("+")
    assert len(compile_flow(Flow.objects.get()).steps) == 3


@pytest.mark.parametrize("version", ["", "x", "-1", "１", "9" * 30])
def test_a_version_that_is_none_is_older_than_any(version: str) -> None:
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), version=version, title_en="mine")
    response = save(client, "q", fields)
    assert response.status_code == 409
    assert compile_flow(Flow.objects.get()).by_slug["q"].title.en == "title of q"


def test_characters_that_no_text_holds_are_left_out() -> None:
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), title_en="a\x00b", entries="\x00", slug="q\x00")
    assert save(client, "q", set_row(fields, 0, label_en="y\x00es", next="a\x00")).status_code == 200
    step = compile_flow(Flow.objects.get()).by_slug["q"]
    assert (step.title.en, step.choices[0].label.en) == ("ab", "yes")


@pytest.mark.parametrize("slug", ["a", "was", "No Slug!", "x" * 81])
def test_a_new_step_needs_a_slug_of_its_own(slug: str) -> None:
    client = editor()
    fields = typed(form_of(client.get(step_url("+"))), title_en="kept", slug=slug)
    response = save(client, "+", fields)
    assert response.status_code == 422
    assert (form_of(response)["title_en"], form_of(response)["slug"]) == (["kept"], [slug])
    assert len(compile_flow(Flow.objects.get()).steps) == 3


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", '"x"', "null", '{"a": {}}', '{"title.ja": 1}', '{"title.ja": ["x"]}', '{"entries": [1]}',
        '{"entries": "x"}', '{"choices": "abc"}', '{"choices.yes.label.en": ["x"]}', '{"choices.yes.aliases": "x"}',
    ],
)  # fmt: skip
def test_a_merge_of_nonsense_is_refused(text: str) -> None:
    client = editor()
    fields = {"do": "merge", "version": "1", "typed": text, "new": "{}", "typed_slug": "q"}
    response = client.post(step_url("q"), fields)
    assert response.status_code == 422
    assert "did not arrive whole" in read(response).one("div.refused").text
    assert not DraftChange.objects.exists()


def test_a_merge_whose_new_steps_are_nonsense_is_refused() -> None:
    fields = {"do": "merge", "version": "1", "typed": "{}", "new": '{"yes": ["x"]}', "typed_slug": "q"}
    assert editor().post(step_url("q"), fields).status_code == 422


@pytest.mark.parametrize("row", ["9" * 5000, "９", "-1", "x", ""])
def test_a_button_of_a_row_that_is_not_there_moves_nothing(row: str) -> None:
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), do=f"up:{row}")
    assert save(client, "q", fields).status_code == 200
    assert [choice.slug for choice in compile_flow(Flow.objects.get()).by_slug["q"].choices] == ["yes", "no"]


def _with_choices(count: int) -> None:
    write_graph(graph(f"q: {' '.join(f'c{number}=a' for number in range(count))}\na", flow="guide"))


def test_a_step_with_as_many_choices_as_it_may_have_is_saved() -> None:
    _with_choices(MOST_CHOICES)
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), title_en="Changed")
    assert save(client, "q", fields).status_code == 200
    assert compile_flow(Flow.objects.get()).by_slug["q"].title.en == "Changed"


@pytest.mark.parametrize("more", [1, 100])
def test_more_choices_are_refused_with_a_sentence_and_stay_typed(more: int) -> None:
    _with_choices(MOST_CHOICES)
    client = editor()
    fields = typed(
        form_of(client.get(step_url("q"))), more_choices="\n".join(f"new {n}" for n in range(more))
    )
    response = save(client, "q", fields)
    assert response.status_code == 422
    assert f"Keep to {MOST_CHOICES}" in read(response).one("div.refused").text
    again = save(client, "q", form_of(response))
    assert again.status_code == 422
    assert len(form_of(again)["choice_slug"]) == MOST_CHOICES + more + 1
    assert len(compile_flow(Flow.objects.get()).by_slug["q"].choices) == MOST_CHOICES


def test_texts_of_any_length_come_back() -> None:
    client = editor()
    long = "長い文 " * 5_000
    fields = typed(form_of(client.get(step_url("q"))), body_ja=long, title_ja="題" * 3_000)
    response = save(client, "q", fields)
    assert response.status_code in {200, 422}
    assert form_of(response)["body_ja"] == [long.strip()] if response.status_code == 200 else [long]


def test_two_choices_typed_alike_are_mended_by_typing_one_anew() -> None:
    client = editor()
    alike = save(client, "q", set_row(form_of(client.get(step_url("q"))), 1, slug="yes"))
    assert save(client, "q", set_row(form_of(alike), 1, slug="no")).status_code == 200
    choices = compile_flow(Flow.objects.get()).by_slug["q"].choices
    assert [(choice.slug, choice.aliases) for choice in choices] == [("yes", ()), ("no", ())]
