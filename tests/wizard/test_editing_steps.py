"""Changing, adding, renaming and deleting steps of a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ground.fields import SlugTaken
from ground.text import Text
from tests.edits import change, editor, with_step
from tests.factories import both, create_channel, create_entry, create_flow, graph
from wizard.compiler import compile_flow
from wizard.editing import (
    NoSuchStep,
    NotWritable,
    add_step,
    change_step,
    delete_step,
    name_successor,
    stored_step,
)
from wizard.graph import Choice, Step, Target
from wizard.models import DraftChange, Flow
from wizard.models import Step as StepRow

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"


def step_of(flow: Flow, slug: str) -> Step:
    """The step as it is stored, under its slug of today."""
    return compile_flow(flow).by_slug[slug]


def test_a_changed_step_says_what_was_typed_and_nothing_else_changed() -> None:
    create_entry("card")
    create_channel("support")
    flow = create_flow(LINES)
    typed = Step(
        "a",
        title=both("new title"),
        body=Text("本文", "body"),
        entries=("card",),
        channels=("support",),
        outcome="contact",
        choices=(Choice("more", both("more"), next=Target("b"), aliases=("other",)),),
        editor_note="note",
    )
    version = flow.version
    saved = change_step(flow, "a", typed, expected_version=version, author=editor())
    assert compile_flow(flow) == with_step(graph(LINES), "a", **_values(typed))
    assert saved is not None
    assert (saved.kind, saved.subject, saved.number) == ("step-changed", "a", version + 1)
    assert saved.author == editor()
    assert flow.version == version + 1 == Flow.objects.get().version


def _values(step: Step) -> dict[str, object]:
    return {name: getattr(step, name) for name in step.__slots__ if name != "slug"}


def test_what_is_typed_is_kept_tidy() -> None:
    flow = create_flow(LINES)
    typed = replace(step_of(flow, "a"), body=Text(" 一行\r\n二行\x00 ", "one"), related=())
    change_step(flow, "a", typed, expected_version=flow.version, author=None)
    assert step_of(flow, "a").body == Text("一行\n二行", "one")


def test_saving_without_a_change_is_no_change() -> None:
    flow = create_flow(LINES)
    assert change_step(flow, "a", step_of(flow, "a"), expected_version=flow.version, author=None) is None
    assert not DraftChange.objects.exists()


def test_a_step_keeps_its_row_so_that_what_points_to_it_still_does() -> None:
    flow = create_flow(LINES)
    before = StepRow.objects.get(slug="a").pk
    change(flow, "a", helper="x")
    change(flow, "a", slug="c")
    assert StepRow.objects.get(slug="c").pk == before


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"entries": ("absent",)}, ["entry-unpublished"]),
        ({"channels": ("absent",)}, ["channel-unpublished"]),
        ({"outcome": "maybe"}, ["bad-outcome"]),
        ({"helper": "Not A Slug"}, ["bad-slug"]),
        ({"slug": "Nö"}, ["bad-slug"]),
        ({"choices": (Choice("x", next=Target("absent")),)}, ["target-missing"]),
        ({"choices": (Choice("x", next=Target("", "absent")),)}, ["guide-missing"]),
        ({"choices": (Choice("x", next=Target("absent", "other")),)}, ["guide-step-missing"]),
        ({"choices": (Choice("x"), Choice("x"))}, ["duplicate-slug"]),
        ({"choices": (Choice("x"), Choice("y", aliases=("x",)))}, ["duplicate-slug"]),
        ({"choices": (Choice("x" * 81),)}, ["bad-slug"]),
    ],
)
def test_what_the_rows_cannot_hold_is_refused_with_a_sentence(values: dict, codes: list[str]) -> None:
    create_flow("x", flow="other")
    flow = create_flow(LINES)
    with pytest.raises(NotWritable) as refusal:
        change_step(
            flow, "a", replace(step_of(flow, "a"), **values), expected_version=flow.version, author=None
        )
    assert [problem.code for problem in refusal.value.problems] == codes
    assert str(refusal.value)
    assert compile_flow(flow) == graph(LINES)


def test_a_choice_without_a_target_may_be_saved() -> None:
    flow = create_flow(LINES)
    typed = replace(step_of(flow, "a"), choices=(Choice("later", both("later")),))
    assert change_step(flow, "a", typed, expected_version=flow.version, author=None)


def test_a_step_that_does_not_exist_cannot_be_changed_or_deleted() -> None:
    flow = create_flow(LINES)
    for act in (
        lambda: change_step(flow, "absent", Step("absent"), expected_version=flow.version, author=None),
        lambda: delete_step(flow, "absent", expected_version=flow.version, author=None),
        lambda: delete_step(flow, "a", successor="absent", expected_version=flow.version, author=None),
        lambda: name_successor(flow, "x", "absent", expected_version=flow.version, author=None),
    ):
        with pytest.raises(NoSuchStep):
            act()


def test_a_renamed_step_keeps_its_old_slug_as_an_alias_and_its_arrivals() -> None:
    flow = create_flow(LINES)
    renamed = change(flow, "a", slug="c")
    now = compile_flow(flow)
    assert now.by_slug["c"].aliases == ("a",)
    assert now.by_slug["q"].choices[0].next == Target("c")
    assert renamed is not None
    assert (renamed.kind, renamed.subject, renamed.detail) == ("step-renamed", "a", "c")


def test_a_step_may_be_renamed_in_the_same_save_and_renamed_back() -> None:
    flow = create_flow(LINES)
    typed = replace(step_of(flow, "a"), slug="c", helper="x")
    change_step(flow, "a", typed, expected_version=flow.version, author=None)
    assert (step_of(flow, "c").aliases, step_of(flow, "c").helper) == (("a",), "x")
    change(flow, "c", slug="a")
    assert step_of(flow, "a").aliases == ("c",)


def test_the_slug_or_former_slug_of_another_step_cannot_be_taken() -> None:
    flow = create_flow(LINES)
    change(flow, "b", slug="c")
    for slug in ("q", "c", "b"):
        with pytest.raises(SlugTaken):
            change(flow, "a", slug=slug)
    with pytest.raises(SlugTaken):
        add_step(flow, Step("b"), expected_version=flow.version, author=None)


def test_a_new_step_stands_at_the_end_or_behind_the_one_named() -> None:
    flow = create_flow(LINES)
    add_step(flow, Step("last"), expected_version=flow.version, author=None)
    add_step(flow, Step("second"), after="q", expected_version=flow.version, author=None)
    add_step(flow, Step("first"), after="", expected_version=flow.version, author=None)
    assert [step.slug for step in compile_flow(flow).steps] == ["first", "q", "second", "a", "b", "last"]


def test_steps_that_share_a_position_keep_their_order_when_one_is_put_between() -> None:
    flow = create_flow(LINES)
    StepRow.objects.update(position=0)
    order = [step.slug for step in compile_flow(flow).steps]
    order.insert(order.index("a") + 1, "new")
    add_step(flow, Step("new"), after="a", expected_version=flow.version, author=None)
    assert [step.slug for step in compile_flow(flow).steps] == order


def test_a_new_step_can_be_led_to_at_once() -> None:
    flow = create_flow(LINES)
    added = add_step(flow, Step("new"), leading=("q", "yes"), expected_version=flow.version, author=None)
    now = compile_flow(flow)
    assert [step.slug for step in now.steps] == ["q", "new", "a", "b"]
    assert now.by_slug["q"].choices[0].next == Target("new")
    assert added.kind == "step-added"
    assert DraftChange.objects.count() == 1


def test_the_first_step_of_a_guide_becomes_its_start() -> None:
    flow = Flow.objects.create(slug="empty")
    add_step(flow, Step("one"), expected_version=0, author=None)
    add_step(flow, Step("two"), expected_version=1, author=None)
    assert compile_flow(flow).start == "one"


def test_deleting_a_step_leaves_its_choices_without_a_target() -> None:
    flow = create_flow(LINES)
    delete_step(flow, "a", expected_version=flow.version, author=None)
    now = compile_flow(flow)
    assert "a" not in now.by_slug
    assert [choice.next for choice in now.by_slug["q"].choices] == [None, Target("b")]


def test_deleting_a_step_in_favour_of_another_leads_choices_and_links_there() -> None:
    flow = create_flow(LINES)
    change(flow, "a", slug="c")
    delete_step(flow, "c", successor="b", expected_version=flow.version, author=None)
    now = compile_flow(flow)
    assert [choice.next for choice in now.by_slug["q"].choices] == [Target("b"), Target("b")]
    assert now.by_slug["b"].aliases == ("a", "c")


def test_deleting_the_start_leaves_none_or_its_successor() -> None:
    flow = create_flow("q: yes=p\np: yes=a\na")
    delete_step(flow, "q", successor="p", expected_version=flow.version, author=None)
    assert compile_flow(flow).start == "p"
    delete_step(flow, "p", expected_version=flow.version, author=None)
    assert compile_flow(flow).start == ""


def test_a_successor_does_not_lead_to_itself() -> None:
    flow = create_flow("q: yes=p\np: back=q on=a\na")
    delete_step(flow, "q", successor="p", expected_version=flow.version, author=None)
    assert [choice.next for choice in step_of(flow, "p").choices] == [None, Target("a")]


def test_a_removed_slug_can_be_given_a_successor_later() -> None:
    flow = create_flow(LINES)
    delete_step(flow, "a", expected_version=flow.version, author=None)
    name_successor(flow, "a", "b", expected_version=flow.version, author=None)
    found = stored_step(flow, "a")
    assert found is not None
    assert (found.slug, found.aliases) == ("b", ("a",))


def test_other_guides_that_lead_to_a_deleted_step_are_led_away_with_a_record_of_their_own() -> None:
    flow = create_flow(LINES)
    other = create_flow("x: one=guide:a two=a\na", flow="other")
    version = other.version
    delete_step(flow, "a", expected_version=flow.version, author=editor())
    other.refresh_from_db()
    assert [choice.next for choice in step_of(other, "x").choices] == [Target("", "guide"), Target("a")]
    followed = DraftChange.objects.get(flow=other)
    assert (followed.kind, followed.number, followed.detail) == ("target-removed", version + 1, "guide/a")
    delete_step(flow, "b", successor="q", expected_version=flow.version, author=None)
    assert DraftChange.objects.filter(flow=other).count() == 1
