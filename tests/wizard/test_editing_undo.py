"""Undo and redo: a draft goes back and forth over everything that was done to it, value for value."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ground.fields import SlugTaken
from ground.text import Text
from tests.edits import change, change_title, editor
from tests.factories import both, create_entry, create_flow, graph
from wizard.compiler import compile_flow
from wizard.editing import (
    NoSuchChoice,
    NoSuchStep,
    NothingToUndo,
    NotWritable,
    add_step,
    delete_step,
    name_successor,
    redo,
    redoable,
    replace_graph,
    set_start,
    undo,
    undoable,
)
from wizard.graph import Choice, Graph, Step, Target
from wizard.models import DraftChange, Flow, StepEntry

pytestmark = pytest.mark.django_db
LINES = "q: yes=p no=b\np: one=a two=b\na\nb"
SLUGS = ("q", "p", "a", "b", "n1", "n2", "gone")
slugs = st.sampled_from(SLUGS)
words = st.sampled_from(("", "one", "二つ"))

edits = st.one_of(
    st.tuples(st.just("text"), slugs, words),
    st.tuples(st.just("add"), st.sampled_from(("n1", "n2")), st.none() | slugs | st.just("")),
    st.tuples(st.just("lead"), st.sampled_from(("n1", "n2")), slugs),
    st.tuples(st.just("delete"), slugs, st.just("") | slugs),
    st.tuples(st.just("rename"), slugs, slugs),
    st.tuples(st.just("start"), slugs, words),
    st.tuples(st.just("header"), slugs, words),
    st.tuples(st.just("choice"), slugs, slugs),
    st.tuples(st.just("retarget"), slugs, st.none() | slugs),
    st.tuples(st.just("order"), slugs, words),
    st.tuples(st.just("choice-name"), slugs, st.sampled_from(("one", "x"))),
    st.tuples(st.just("choice-out"), slugs, words),
    st.tuples(st.just("successor"), slugs, slugs),
    st.tuples(st.just("replace"), st.integers(0, 2), words),
)
STATES = (LINES, "b: no=q yes=a\nq: x=n1\na\nn1", "n2")


def do(flow: Flow, kind: str, subject: Any, value: Any) -> None:
    """One edit; what is refused changes nothing."""
    at: dict[str, Any] = {"expected_version": flow.version, "author": None}
    acts = {
        "text": lambda: change(flow, subject, body=Text(value, value)),
        "add": lambda: add_step(flow, Step(subject, title=both(subject)), after=value, **at),
        "lead": lambda: add_step(flow, Step(subject), leading=(value, "yes"), **at),
        "delete": lambda: delete_step(flow, subject, successor=value, **at),
        "rename": lambda: change(flow, subject, slug=value),
        "start": lambda: set_start(flow, subject, **at),
        "header": lambda: change_title(flow, value),
        "choice": lambda: change(
            flow, subject, choices=(*_choices(flow, subject), Choice("one", next=Target(value)))
        ),
        "retarget": lambda: _each_choice(
            flow, subject, "one", lambda one: [replace(one, next=value and Target(value))]
        ),
        "order": lambda: change(flow, subject, choices=_choices(flow, subject)[::-1]),
        "choice-name": lambda: _each_choice(
            flow, subject, "yes", lambda yes: [replace(yes, slug=value, aliases=(*yes.aliases, "yes"))]
        ),
        "choice-out": lambda: _each_choice(flow, subject, "one", lambda _: []),
        "successor": lambda: name_successor(flow, subject, value, **at),
        "replace": lambda: replace_graph(flow, graph(STATES[subject]), **at),
    }
    with suppress(NoSuchStep, NoSuchChoice, NotWritable, SlugTaken):
        acts[kind]()


def _choices(flow: Flow, slug: str) -> tuple[Choice, ...]:
    found = compile_flow(flow).by_slug.get(slug)
    return found.choices if found else ()


def _each_choice(flow: Flow, slug: str, name: str, make: Callable[[Choice], list[Choice]]) -> None:
    """Make something else of the choice `name` of a step."""
    made = [make(choice) if choice.slug == name else [choice] for choice in _choices(flow, slug)]
    change(flow, slug, choices=tuple(choice for choices in made for choice in choices))


@given(st.lists(edits, max_size=8))
@settings(max_examples=20, deadline=None)
def test_undo_after_any_edits_gives_each_draft_before_and_redo_gives_it_back(done: list) -> None:
    with transaction.atomic():
        flow = create_flow(LINES)
        states = [compile_flow(flow)]
        for edit in done:
            number = DraftChange.objects.count()
            do(flow, *edit)
            if DraftChange.objects.count() > number:
                states.append(compile_flow(flow))
        for state in reversed(states[:-1]):
            undo(flow, expected_version=flow.version, author=None)
            assert compile_flow(flow) == state
        assert undoable(flow) is None
        for state in states[1:]:
            redo(flow, expected_version=flow.version, author=None)
            assert compile_flow(flow) == state
        assert redoable(flow) is None
        transaction.set_rollback(True)


def helped(flow: Flow, word: str) -> None:
    """One change of the step `a`."""
    change(flow, "a", helper=word)


def test_there_is_nothing_to_undo_or_redo_at_first() -> None:
    flow = create_flow(LINES)
    for act in (undo, redo):
        with pytest.raises(NothingToUndo):
            act(flow, expected_version=flow.version, author=None)


def test_an_undo_is_a_change_with_a_version_and_an_author_of_its_own() -> None:
    flow = create_flow(LINES)
    helped(flow, "one")
    version = flow.version
    reversal = undo(flow, expected_version=version, author=editor("other"))
    assert (reversal.change.number, reversal.change.kind, reversal.change.author) == (
        version + 1,
        "undone",
        editor("other"),
    )
    assert reversal.left_out == []
    assert flow.version == version + 1


def test_after_another_change_what_was_undone_cannot_be_redone() -> None:
    flow = create_flow(LINES)
    for word in ("one", "two", "three"):
        helped(flow, word)
    undo(flow, expected_version=flow.version, author=None)
    undo(flow, expected_version=flow.version, author=None)
    helped(flow, "four")
    assert redoable(flow) is None
    undo(flow, expected_version=flow.version, author=None)
    assert compile_flow(flow).by_slug["a"].helper == "one"


def test_what_does_not_exist_any_more_is_left_out_and_told() -> None:
    entry = create_entry("card")
    flow = create_flow(LINES, a={"entries": ("card",)})
    delete_step(flow, "a", expected_version=flow.version, author=None)
    StepEntry.objects.all().delete()
    entry.live = None
    entry.save()
    type(entry.revisions.get()).objects.all()._raw_delete("default")
    entry.delete()
    reversal = undo(flow, expected_version=flow.version, author=None)
    assert [problem.code for problem in reversal.left_out] == ["entry-unpublished"]
    assert compile_flow(flow).by_slug["a"].entries == ()


def test_undoing_a_deletion_lets_the_other_guide_undo_its_own() -> None:
    flow = create_flow(LINES)
    other = create_flow("x: one=guide:a two=a\na", flow="other")
    before = compile_flow(other)
    delete_step(flow, "a", expected_version=flow.version, author=None)
    other.refresh_from_db()
    reversal = undo(other, expected_version=other.version, author=None)
    assert [problem.code for problem in reversal.left_out] == ["guide-step-missing"]
    redo(other, expected_version=other.version, author=None)
    undo(flow, expected_version=flow.version, author=None)
    undo(other, expected_version=other.version, author=None)
    assert compile_flow(other) == before


def test_a_renamed_guide_keeps_its_former_slug_whatever_is_undone() -> None:
    flow = create_flow(LINES)
    wanted = replace(graph(LINES), aliases=("very-old",))
    replace_graph(flow, wanted, expected_version=flow.version, author=None)
    assert compile_flow(flow).aliases == ("very-old",)
    flow.aliases.create(slug="old")
    undo(flow, expected_version=flow.version, author=None)
    assert compile_flow(flow).aliases == ("old",)


def test_only_what_a_change_touched_is_kept() -> None:
    flow = create_flow(LINES)
    helped(flow, "one")
    change = DraftChange.objects.get()
    assert list(change.before["steps"]) == list(change.after["steps"]) == ["a"]
    assert set(change.after) == {"steps"}


def test_a_graph_replaced_by_itself_is_no_change() -> None:
    flow = create_flow(LINES)
    same: Graph = compile_flow(flow)
    assert replace_graph(flow, same, expected_version=flow.version, author=None) is None
