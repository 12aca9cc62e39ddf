"""The record of what was done to a draft: who changed what and when, what it was before, and who came too late.

The number of a change is the version of the guide it led to, so what an editor who looked at version 7 does not
know are the changes after number 7; the first of them that touches a step still has the step as the editor saw it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ground.once import TWICE
from ground.text import LANGUAGES
from wizard.comparison import fields_of
from wizard.compiler import compile_flow, compile_steps
from wizard.editing.parts import Parts, difference, from_json, retargeted, to_json
from wizard.editing.refusals import NoSuchStep, Stale, StaleEdit, Versions
from wizard.editing.rows import carry_out, led_to
from wizard.graph import Step
from wizard.models import Choice, DraftChange, Flow
from wizard.models.editing import State
from wizard.problems import Problem, Where

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# How many changes of a guide can be undone.
KEPT = 200
_OF_FLOW = ("version", "slug", "start_id", "live_id")
_HEADER_COLUMNS = [f"{name}_{language}" for name in ("title", "summary") for language in LANGUAGES]


@contextmanager
def locked(flow: Flow, *, with_arrivals: bool = False) -> Iterator[Flow]:
    """The row of `flow`, locked in a transaction; afterwards `flow` says what it says.

    `with_arrivals`, for what may take steps out of it, locks the guides whose drafts lead into it too. All of them
    first and in one order, so that two editors never wait for each other; and so that none leads there meanwhile.
    Without it (`no_key`) others may go on saving choices that lead here, as those of this guide lead to theirs.
    """
    with transaction.atomic():
        rows = Flow.objects.select_for_update(no_key=not with_arrivals)
        if with_arrivals:
            arriving = Choice.objects.filter(next_flow=flow).values("step__flow")
            list(rows.filter(Q(pk=flow.pk) | Q(pk__in=arriving)).order_by("pk"))
        row = rows.get(pk=flow.pk)
        yield row
    for name in (*_OF_FLOW, *_HEADER_COLUMNS):
        setattr(flow, name, getattr(row, name))


def perform(
    flow: Flow,
    before: Parts,
    after: Parts,
    *,
    kind: str,
    author: User | None,
    subject: str = "",
    detail: str = "",
    successor: str = "",
) -> DraftChange:
    """Change the draft of `flow`, a locked row, from `before` to `after`, and record it.

    Other guides whose drafts lead to a step that goes are led to `successor`, or else to the start, with a
    record of their own.
    """
    _redirect_others(flow, after, successor, author)
    carry_out(flow, before, after)
    return record(flow, before, after, kind=kind, author=author, subject=subject, detail=detail)


def perform_reversal(
    flow: Flow, target: DraftChange, *, kind: str, author: User | None
) -> tuple[DraftChange, list[Problem]]:
    """Undo or redo `target` (`kind` says which) and record that; with what could not be brought back."""
    before, after = parts_of(target)
    leave, enter = (after, before) if kind == "undone" else (before, after)
    _redirect_others(flow, enter, "", author)
    left_out = carry_out(flow, leave, enter)
    change = DraftChange.objects.create(
        flow=flow,
        number=flow.version,
        kind=kind,
        subject=target.subject,
        detail=target.detail,
        reverts=target,
        author=author,
    )
    state = State.UNDONE if kind == "undone" else State.DONE
    DraftChange.objects.filter(pk=target.pk).update(state=state)
    _forget_oldest(flow)
    return change, left_out


def record(
    flow: Flow,
    before: Parts,
    after: Parts,
    *,
    kind: str,
    author: User | None,
    subject: str = "",
    detail: str = "",
) -> DraftChange:
    """Note a change that led to the version `flow` has now. What had been undone cannot be done again then."""
    DraftChange.objects.filter(flow=flow, state=State.UNDONE).update(state=State.DROPPED)
    change = DraftChange.objects.create(
        flow=flow,
        number=flow.version,
        kind=kind,
        subject=subject,
        detail=detail[:200],
        before=to_json(before),
        after=to_json(after),
        author=author,
    )
    _forget_oldest(flow)
    return change


@contextmanager
def recorded(
    flow: Flow, *, kind: str, author: User | None, subject: str = "", detail: str = ""
) -> Iterator[Flow]:
    """Record whatever is done to the rows of the draft inside the block, as one change under a new version.

    For code that writes rows itself; it compares the whole draft before and after. Nothing is recorded when
    nothing changed. The row it gives is locked.
    """
    with locked(flow) as row:
        before, version = compile_flow(row), row.version
        yield row
        now = Flow.objects.get(pk=row.pk)
        for name in (*_OF_FLOW, *_HEADER_COLUMNS):
            setattr(row, name, getattr(now, name))
        old, new = difference(before, compile_flow(row))
        if old or new:
            if row.version == version:
                row.version += 1
                row.save(update_fields=["version", "updated_at"])
            record(row, old, new, kind=kind, author=author, subject=subject, detail=detail)


def _forget_oldest(flow: Flow) -> None:
    changes = DraftChange.objects.filter(flow=flow)
    for rows, doomed in (
        (changes.filter(reverts=None), changes),
        (changes.exclude(reverts=None), changes.exclude(reverts=None)),
    ):
        last = rows.order_by("-number").values_list("number", flat=True)[KEPT : KEPT + 1]
        for number in last:
            doomed.filter(number__lte=number).delete()


def parts_of(change: DraftChange) -> tuple[Parts, Parts]:
    """What `change` touched, before and after it; of an undo or a redo, that of the change it reverts."""
    source = change.reverts or change
    before, after = from_json(source.before), from_json(source.after)
    return (after, before) if change.kind == "undone" else (before, after)


def changes_since(flow: Flow, version: int) -> tuple[list[DraftChange], bool]:
    """The changes after `version`, the oldest first, and whether these are all there were."""
    changes = list(
        DraftChange.objects.filter(flow=flow, number__gt=version)
        .select_related("author", "reverts")
        .order_by("number")
    )
    return changes, len(changes) == flow.version - version


def repeated(flow: Flow, kinds: Collection[str], expected: int, author: User | None) -> DraftChange | None:
    """The change, one of `kinds`, that `author` made of version `expected` a moment ago, as by a first click.

    `flow` is a locked row: of two at the same moment, the second finds what the first has done.
    """
    if author is None or flow.version <= expected:
        return None
    first = DraftChange.objects.filter(flow=flow, number=expected + 1, kind__in=kinds, author=author)
    return first.filter(created_at__gt=timezone.now() - TWICE).select_related("reverts").first()


def require_version(flow: Flow, expected: int) -> None:
    """Raises Stale when anything about the draft changed since version `expected`."""
    if flow.version != expected:
        raise Stale(changes_since(flow, expected)[0])


def require_fresh_step(flow: Flow, expected: int, slug: str, stored: Step | None, typed: Step | None) -> None:
    """Raises StaleEdit when the step was changed, renamed or taken out since version `expected`.

    `slug` is the one the editor knows. Raises NoSuchStep when there was no such step.
    """
    if flow.version == expected and stored is not None:
        return
    changes, complete = changes_since(flow, expected)
    touching = [change for change in changes if slug in parts_of(change)[0].steps]
    if stored is None and not touching:
        raise NoSuchStep(slug)
    if complete and not touching:
        return
    base = parts_of(touching[0])[0].steps[slug] if touching and complete else None
    versions = Versions(*(fields_of(step) if step else None for step in (base, stored, typed)))
    raise StaleEdit(Where(flow.slug, slug), flow.version, versions, touching or changes)


def require_fresh_start(flow: Flow, expected: int, stored: str, typed: str) -> None:
    """Raises StaleEdit when another step was made the first question since version `expected`."""
    if flow.version == expected:
        return
    changes, complete = changes_since(flow, expected)
    headers = [parts_of(change)[0].header for change in changes]
    base = next((header["start"] for header in headers if "start" in header), None)
    if complete and base is None:
        return
    known = {"start": base} if complete and base is not None else None
    versions = Versions(known, {"start": stored}, {"start": typed})
    raise StaleEdit(Where(flow.slug), flow.version, versions, changes)


def _redirect_others(flow: Flow, after: Parts, successor: str, author: User | None) -> None:
    """Lead the drafts of other guides away from the steps that go, each with a record of its own."""
    if not after.absent:
        return
    names = dict.fromkeys(after.absent, successor)
    for other, slugs in led_to(flow, names).items():
        before = compile_steps(other, slugs)
        now = {slug: retargeted(step, names, (flow.slug,)) for slug, step in before.items()}
        leave, enter = Parts(steps=before), Parts(steps=now)
        carry_out(other, leave, enter)
        gone = ", ".join(f"{flow.slug}/{slug}" for slug in after.absent)
        record(other, leave, enter, kind="target-removed", author=author, subject=min(slugs), detail=gone)
