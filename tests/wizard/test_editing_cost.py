"""What an edit costs: as many queries in a large guide as in a small one, and work that grows no faster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.edits import change_title
from tests.factories import both, create_flow
from tests.wizard.test_comparison import tree
from tests.work import grows_with_the_guide_alone
from wizard.compiler import compile_flow, write_graph
from wizard.editing import (
    add_step,
    change_step,
    delete_step,
    redo,
    set_start,
    undo,
    what_points_to,
)
from wizard.graph import Step
from wizard.models import Flow

pytestmark = pytest.mark.django_db
EDITS: dict[str, tuple[Callable[[Flow], object], int]] = {
    "change": (lambda flow: change_step(flow, "s1", _changed(flow), **_at(flow)), 40),
    "rename": (lambda flow: change_step(flow, "s1", replace(_changed(flow), slug="other"), **_at(flow)), 55),
    "add": (lambda flow: add_step(flow, Step("new"), leading=("s0", "c1"), **_at(flow)), 55),
    "delete": (lambda flow: delete_step(flow, "s3", successor="s2", **_at(flow)), 70),
    "start": (lambda flow: set_start(flow, "s1", **_at(flow)), 15),
    "undo": (lambda flow: undo(flow, **_at(flow)), 40),
    "redo": (lambda flow: redo(flow, **_at(flow)), 40),
    "pointers": (lambda flow: what_points_to(flow, "s3"), 8),
}


def _at(flow: Flow) -> dict[str, Any]:
    return {"expected_version": flow.version, "author": None}


def _changed(flow: Flow) -> Step:
    return replace(tree(4).by_slug["s1"], helper=f"h{flow.version}")


def queries(size: int, name: str) -> int:
    """The number of queries of an edit in a guide of that size."""
    flow = write_graph(replace(tree(size), flow=f"size-{size}"))
    first = replace(compile_flow(flow).by_slug["s1"], title=both("before"))
    change_step(flow, "s1", first, **_at(flow))
    if name == "redo":
        undo(flow, **_at(flow))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        EDITS[name][0](flow)
    return len(captured)


@pytest.mark.parametrize("name", EDITS)
def test_the_queries_of_an_edit_do_not_grow_with_the_guide(name: str) -> None:
    few = queries(16, name)
    assert queries(64, name) == few
    assert few <= EDITS[name][1]


def test_a_step_of_twice_as_many_is_at_most_twice_the_work_to_save() -> None:
    def saves(size: int) -> Callable[[], object]:
        flow = write_graph(replace(tree(size), flow=f"size-{size}-{Flow.objects.count()}"))
        typed = replace(tree(size).by_slug["s7"], helper="one")
        return partial(change_step, flow, "s7", typed, **_at(flow))

    assert grows_with_the_guide_alone(saves, 100)


def test_a_conflict_costs_no_more_than_the_changes_since() -> None:
    flow = create_flow("q: yes=a\na")
    version = flow.version
    change_title(flow, "t")
    with CaptureQueriesContext(connection) as captured:
        change_step(flow, "a", Step("a", helper="x"), expected_version=version, author=None)
    assert len(captured) <= 40
