"""Two editors at once: who comes too late is told what changed, and nothing typed is thrown away."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from ground.text import Text
from tests.edits import change, change_title, editor
from tests.factories import both, create_flow
from tests.meanwhile import meanwhile, once, two_at_once
from wizard.comparison import Pick, merge, step_from_fields
from wizard.compiler import compile_flow
from wizard.editing import (
    KEPT,
    Stale,
    StaleEdit,
    add_step,
    change_step,
    delete_step,
    redo,
    replace_graph,
    set_start,
    steps,
    undo,
)
from wizard.graph import Step, Target
from wizard.models import DraftChange, Flow

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"


def seen_twice() -> tuple[Flow, Flow, int]:
    """The same guide, open on two desks, and the version both show."""
    flow = create_flow(LINES)
    return flow, Flow.objects.get(pk=flow.pk), flow.version


def two_guides() -> tuple[Flow, Flow]:
    """Two guides whose first steps lead into each other; the second was made first."""
    other = create_flow("x\nb", flow="other")
    flow = create_flow("q: yes=a no=other:b\na")
    return flow, create_flow("x: on=guide:a off=b\nb", flow=other.slug)


def typed(flow: Flow, slug: str, **values: Any) -> Step:
    """What an editor made of the step as it stands."""
    return replace(compile_flow(flow).by_slug[slug], **values)


def test_a_second_save_of_the_same_step_is_refused_with_all_three_versions() -> None:
    mine, theirs, version = seen_twice()
    late = typed(mine, "a", title=Text("私の", "title of a"), helper="mine")
    change_step(
        theirs, "a", typed(theirs, "a", title=both("theirs")), expected_version=version, author=editor("t")
    )
    with pytest.raises(StaleEdit) as refusal:
        change_step(mine, "a", late, expected_version=version, author=editor("m"))
    stale = refusal.value
    assert (stale.where.step, stale.version) == ("a", version + 1)
    assert [change.author for change in stale.changes] == [editor("t")]
    assert stale.base is not None
    assert stale.base["title.en"] == "title of a"
    found = {each.path: each for each in stale.conflicts}
    assert set(found) == {"title.ja", "title.en", "helper"}
    assert found["title.ja"].stored == "theirsです"
    assert found["title.ja"].typed == "私の"
    assert found["title.en"].theirs_only
    assert found["helper"].mine_only
    assert compile_flow(mine).by_slug["a"].title == both("theirs")


def test_picking_a_side_for_each_field_saves_at_the_second_attempt() -> None:
    mine, theirs, version = seen_twice()
    late = typed(mine, "a", title=both("mine"), helper="mine")
    change_step(theirs, "a", typed(theirs, "a", title=both("theirs")), expected_version=version, author=None)
    with pytest.raises(StaleEdit) as refusal:
        change_step(mine, "a", late, expected_version=version, author=None)
    stale = refusal.value
    assert stale.stored is not None
    assert stale.typed is not None
    merged = step_from_fields("a", merge(stale.stored, stale.typed, {"helper": Pick.MINE}))
    change_step(mine, "a", merged, expected_version=stale.version, author=None)
    found = compile_flow(mine).by_slug["a"]
    assert (found.title, found.helper) == (both("theirs"), "mine")


def test_editors_of_different_steps_do_not_get_in_each_others_way() -> None:
    mine, theirs, version = seen_twice()
    change_step(theirs, "a", typed(theirs, "a", helper="theirs"), expected_version=version, author=None)
    add_step(theirs, Step("new"), expected_version=theirs.version, author=None)
    change_step(mine, "b", typed(mine, "b", helper="mine"), expected_version=version, author=None)
    now = compile_flow(mine)
    assert (now.by_slug["a"].helper, now.by_slug["b"].helper) == ("theirs", "mine")


def test_a_change_that_was_undone_since_still_counts_as_one() -> None:
    mine, theirs, version = seen_twice()
    change_step(theirs, "a", typed(theirs, "a", helper="x"), expected_version=version, author=None)
    undo(theirs, expected_version=theirs.version, author=None)
    with pytest.raises(StaleEdit) as refusal:
        change_step(mine, "a", typed(mine, "a", helper="mine"), expected_version=version, author=None)
    assert refusal.value.base == refusal.value.stored
    assert [each.mine_only for each in refusal.value.conflicts] == [True]


def test_a_step_deleted_meanwhile_is_told_with_what_was_typed() -> None:
    mine, theirs, version = seen_twice()
    late = typed(mine, "a", helper="mine")
    delete_step(theirs, "a", expected_version=version, author=None)
    with pytest.raises(StaleEdit) as refusal:
        change_step(mine, "a", late, expected_version=version, author=None)
    assert refusal.value.stored is None
    assert refusal.value.base is not None
    assert refusal.value.typed is not None
    assert refusal.value.typed["helper"] == "mine"


def test_a_step_renamed_meanwhile_is_found_under_its_new_name() -> None:
    mine, theirs, version = seen_twice()
    late = typed(mine, "a", helper="mine")
    change(theirs, "a", slug="c")
    with pytest.raises(StaleEdit) as refusal:
        change_step(mine, "a", late, expected_version=version, author=None)
    assert {each.path for each in refusal.value.conflicts} == {"helper", "aliases"}
    change_step(mine, "a", replace(late, aliases=("a",)), expected_version=mine.version + 1, author=None)
    assert compile_flow(mine).by_slug["c"].helper == "mine"


def test_a_choice_is_not_led_elsewhere_over_somebody_elses_change_of_its_step() -> None:
    mine, theirs, version = seen_twice()
    yes, no = compile_flow(theirs).by_slug["q"].choices
    change(theirs, "q", choices=(replace(yes, next=Target("b")), no))
    with pytest.raises(StaleEdit) as refusal:
        change(mine, "q", seen=version, choices=(replace(yes, next=None), no))
    assert [each.path for each in refusal.value.conflicts] == ["choices.yes.next"]


def test_deleting_a_step_somebody_changed_meanwhile_is_refused() -> None:
    mine, theirs, version = seen_twice()
    change_step(theirs, "a", typed(theirs, "a", helper="x"), expected_version=version, author=None)
    with pytest.raises(StaleEdit) as refusal:
        delete_step(mine, "a", expected_version=version, author=None)
    assert refusal.value.typed is None
    assert "a" in compile_flow(mine).by_slug


@two_at_once
@pytest.mark.django_db(transaction=True)
def test_steps_of_guides_that_lead_into_each_other_are_deleted_at_the_same_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow, other = two_guides()
    later: list[Future[object]] = []
    theirs = partial(delete_step, other, "b", expected_version=other.version, author=None)
    once(monkeypatch, steps, "stored_step", lambda: later.append(meanwhile(theirs)))
    delete_step(flow, "a", expected_version=flow.version, author=None)
    later[0].result()
    targets = [choice.next for draft in (flow, other) for choice in compile_flow(draft).steps[0].choices]
    assert targets == [None, Target("", "other"), Target("", "guide"), None]


@two_at_once
@pytest.mark.django_db(transaction=True)
def test_steps_that_lead_into_each_others_guides_are_saved_at_the_same_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow, other = two_guides()
    later: list[Future[object]] = []

    def rename(draft: Flow, slug: str) -> object:
        return change(draft, slug, slug=f"{slug}2")

    once(monkeypatch, steps, "perform", lambda: later.append(meanwhile(lambda: rename(other, "x"))))
    rename(flow, "q")
    later[0].result()
    assert [compile_flow(draft).start for draft in (flow, other)] == ["q2", "x2"]


def test_another_start_chosen_meanwhile_is_refused_with_all_three_versions() -> None:
    mine, theirs, version = seen_twice()
    set_start(theirs, "a", expected_version=version, author=None)
    with pytest.raises(StaleEdit) as refusal:
        set_start(mine, "b", expected_version=version, author=None)
    stale = refusal.value
    assert (stale.base, stale.stored, stale.typed) == ({"start": "q"}, {"start": "a"}, {"start": "b"})
    assert [each.path for each in stale.conflicts] == ["start"]


def test_another_title_does_not_stand_in_the_way_of_another_start() -> None:
    mine, theirs, version = seen_twice()
    change_title(theirs, "theirs")
    assert set_start(mine, "a", expected_version=version, author=None)


def test_what_concerns_the_whole_draft_is_refused_after_any_change() -> None:
    mine, theirs, version = seen_twice()
    change_step(theirs, "a", typed(theirs, "a", helper="x"), expected_version=version, author=None)
    for act in (
        lambda: undo(mine, expected_version=version, author=None),
        lambda: redo(mine, expected_version=version, author=None),
        lambda: replace_graph(mine, compile_flow(mine), expected_version=version, author=None),
    ):
        with pytest.raises(Stale) as refusal:
            act()
        assert [change.subject for change in refusal.value.changes] == ["a"]


def test_where_the_record_does_not_reach_back_a_save_is_refused_without_a_base() -> None:
    mine, theirs, version = seen_twice()
    change_step(theirs, "a", typed(theirs, "a", helper="x"), expected_version=version, author=None)
    DraftChange.objects.all().delete()
    with pytest.raises(StaleEdit) as refusal:
        change_step(mine, "b", typed(mine, "b", helper="mine"), expected_version=version, author=None)
    assert refusal.value.base is None
    assert [each.path for each in refusal.value.conflicts] == ["helper"]


def test_a_version_that_never_was_is_refused() -> None:
    flow = create_flow(LINES)
    with pytest.raises(StaleEdit):
        change_step(flow, "a", typed(flow, "a", helper="x"), expected_version=flow.version + 1, author=None)


def test_only_the_last_changes_are_kept() -> None:
    flow = create_flow(LINES)
    DraftChange.objects.bulk_create(
        DraftChange(flow=flow, number=number, kind="step-changed", subject="a")
        for number in range(flow.version + 1, flow.version + KEPT + 5)
    )
    Flow.objects.update(version=flow.version + KEPT + 4)
    flow.refresh_from_db()
    change_step(flow, "a", typed(flow, "a", helper="x"), expected_version=flow.version, author=None)
    assert DraftChange.objects.count() == KEPT
    assert DraftChange.objects.order_by("-number").values_list("number", flat=True)[0] == flow.version
