"""What an editor does to a draft as a whole: its start, all of it at once, undo and redo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from wizard.compiler import compile_flow
from wizard.editing.checking import writable_graph
from wizard.editing.log import (
    locked,
    perform,
    perform_reversal,
    record,
    repeated,
    require_fresh_start,
    require_version,
)
from wizard.editing.parts import Parts, difference
from wizard.editing.refusals import NoSuchStep, NothingToUndo
from wizard.graph import Graph
from wizard.models import DraftChange, Flow, Step
from wizard.models.editing import State
from wizard.problems import Problem

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def set_start(flow: Flow, slug: str, *, expected_version: int, author: User | None) -> DraftChange | None:
    """Make a step the first question; None when it is. Raises NoSuchStep or StaleEdit."""
    if not Step.objects.filter(flow=flow, slug=slug).exists():
        raise NoSuchStep(slug)
    with locked(flow) as row:
        stored = row.start.slug if row.start else ""
        if slug == stored:
            return None
        require_fresh_start(row, expected_version, stored, slug)
        before, after = Parts(header={"start": stored}), Parts(header={"start": slug})
        return perform(row, before, after, kind="start-set", subject=slug, author=author)


def replace_graph(
    flow: Flow,
    graph: Graph,
    *,
    expected_version: int,
    author: User | None,
    kind: str = "replaced",
    detail: str = "",
) -> DraftChange | None:
    """Make the draft say what `graph` says, under the slug of `flow`; None when it does already.

    Raises Stale when anything changed since `expected_version`, or NotWritable.
    """
    with locked(flow, with_arrivals=True) as row:
        require_version(row, expected_version)
        before, after = difference(compile_flow(row), writable_graph(row, graph))
        if not after and not before:
            return None
        return perform(row, before, after, kind=kind, author=author, detail=detail)


def record_load(before: Graph, after: Graph) -> None:
    """Note that a content pack has replaced the draft `before` by `after`, whose rows are written already."""
    old, new = difference(before, after)
    if old or new:
        flow = Flow.objects.get(slug=after.flow)
        record(flow, old, new, kind="loaded", author=None)


@dataclass(frozen=True)
class Reversal:
    """An undo or a redo: its record, and what could not be brought back because it does not exist any more."""

    change: DraftChange
    left_out: list[Problem]


def undoable(flow: Flow) -> DraftChange | None:
    """The change that `undo` would take back."""
    return _ordinary(flow, State.DONE).order_by("-number").first()


def redoable(flow: Flow) -> DraftChange | None:
    """The change that `redo` would do again."""
    return _ordinary(flow, State.UNDONE).order_by("number").first()


def _ordinary(flow: Flow, state: State) -> QuerySet[DraftChange]:
    return DraftChange.objects.filter(flow=flow, reverts=None, state=state)


def undo(flow: Flow, *, expected_version: int, author: User | None) -> Reversal:
    """Take back the last change that is not undone yet. Raises Stale or NothingToUndo."""
    return _reverse(flow, "undone", expected_version, author)


def redo(flow: Flow, *, expected_version: int, author: User | None) -> Reversal:
    """Do again what was undone last. Raises Stale or NothingToUndo."""
    return _reverse(flow, "redone", expected_version, author)


def _reverse(flow: Flow, kind: str, expected_version: int, author: User | None) -> Reversal:
    with locked(flow, with_arrivals=True) as row:
        if done := repeated(row, [kind], expected_version, author):
            return Reversal(done, [])
        require_version(row, expected_version)
        target = undoable(row) if kind == "undone" else redoable(row)
        if target is None:
            raise NothingToUndo
        return Reversal(*perform_reversal(row, target, kind=kind, author=author))
