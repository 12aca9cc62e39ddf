"""What an editor does to the steps of a draft: a function for each, in one transaction and with one record.

`expected_version` is `Flow.version` as the page showed it. A change somebody made since then to the same step
raises StaleEdit; nothing is written then. Whatever does not do what was asked raises Refused with a sentence
(NoSuchStep, NotWritable, …), or SlugTaken where a slug is, or was, that of something else. What changes nothing
returns None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q

from wizard.compiler import compile_steps
from wizard.editing.checking import writable_step
from wizard.editing.log import locked, parts_of, perform, repeated, require_fresh_step
from wizard.editing.parts import Parts, retargeted
from wizard.editing.refusals import NoSuchStep
from wizard.editing.values import with_target
from wizard.graph import Step, Target
from wizard.models import Alias, Choice, DraftChange, Flow
from wizard.models import Step as StepRow

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def stored_step(flow: Flow, slug: str) -> Step | None:
    """The step of the draft that has, or else had, that slug; up to eleven queries."""
    found = compile_steps(flow, [slug])
    if not found:
        former = Alias.objects.filter(flow=flow, slug=slug, step__isnull=False, choice=None)
        found = compile_steps(flow, filter(None, former.values_list("step__slug", flat=True)))
    return next(iter(found.values()), None)


def change_step(
    flow: Flow, slug: str, typed: Step, *, expected_version: int, author: User | None
) -> DraftChange | None:
    """Make the step `slug` say what `typed` says; with another slug it is renamed, and the old one an alias."""
    return alter_step(
        flow, slug, lambda _: typed, kind="step-changed", expected_version=expected_version, author=author
    )


def name_successor(
    flow: Flow, removed: str, successor: str, *, expected_version: int, author: User | None
) -> DraftChange | None:
    """Make the slug of a step that is gone an alias of the step `successor`, so that its links lead there."""
    return alter_step(
        flow,
        successor,
        lambda stored: replace(stored, aliases=(*stored.aliases, removed)) if stored else None,
        kind="successor-named",
        detail=removed,
        expected_version=expected_version,
        author=author,
    )


def alter_step(
    flow: Flow,
    slug: str,
    make: Callable[[Step | None], Step | None],
    *,
    kind: str,
    expected_version: int,
    author: User | None,
    detail: str = "",
) -> DraftChange | None:
    """Make the step `slug` what `make` makes of it as it is stored (None: it is gone)."""
    with locked(flow) as row:
        stored = stored_step(row, slug)
        typed = make(stored)
        if stored and typed and typed.slug == slug:
            typed = replace(typed, slug=stored.slug)
        kinds = [kind, "step-renamed"]
        if _is_said(stored, typed, slug) and repeated(row, kinds, expected_version, author):
            return None
        require_fresh_step(row, expected_version, slug, stored, typed)
        if stored is None or typed is None:
            raise NoSuchStep(slug)
        if typed.slug != stored.slug:
            kind, detail = "step-renamed", typed.slug
            typed = replace(typed, aliases=(*typed.aliases, stored.slug))
        step = writable_step(row, typed, stored=stored)
        if step == stored:
            return None
        before, after = Parts(steps={stored.slug: stored}), Parts(steps={step.slug: step})
        if step.slug != stored.slug:
            before = replace(before, renamed={step.slug: stored.slug})
            after = replace(after, renamed={stored.slug: step.slug})
        return perform(row, before, after, kind=kind, author=author, subject=stored.slug, detail=detail)


def _is_said(stored: Step | None, typed: Step | None, slug: str) -> bool:
    """Whether the step, which the editor knows as `slug`, says what was typed already."""
    if stored is None or typed is None or typed.slug != stored.slug:
        return False
    return stored in {typed, replace(typed, aliases=(*typed.aliases, slug))}


def add_step(
    flow: Flow,
    typed: Step,
    *,
    after: str | None = None,
    leading: tuple[str, str] | None = None,
    expected_version: int,
    author: User | None,
) -> DraftChange:
    """Add a step behind the step `after` (at the end when None), and lead a choice to it.

    `leading` names that choice as (step, choice). The first step of a guide becomes its start.
    """
    with locked(flow) as row:
        before = Parts(steps={typed.slug: None})
        step = writable_step(row, typed, stored=None)
        steps: dict[str, Step | None] = {step.slug: step}
        if leading is not None:
            question = stored_step(row, leading[0])
            require_fresh_step(row, expected_version, leading[0], question, question)
            if question is None:
                raise NoSuchStep(leading[0])
            before = replace(before, steps={**before.steps, question.slug: question})
            steps[question.slug] = with_target(question, leading[1], Target(step.slug))
            after = question.slug if after is None else after
        header = {}
        if row.start_id is None and not StepRow.objects.filter(flow=row).exists():
            before, header = replace(before, header={"start": ""}), {"start": step.slug}
        follows = {} if after is None else {step.slug: after}
        now = Parts(steps=steps, after=follows, header=header)
        return perform(row, before, now, kind="step-added", author=author, subject=step.slug)


def made_before(flow: Flow, typed: Step, *, expected_version: int, author: User | None) -> str:
    """The slug of the step that a first click made of `typed`, whose slug may have been left open; else empty."""
    with locked(flow) as row:
        change = repeated(row, ["step-added"], expected_version, author)
    made = parts_of(change)[1].steps.get(change.subject) if change else None
    return made.slug if made and made == replace(typed, slug=typed.slug or made.slug) else ""


def delete_step(
    flow: Flow, slug: str, *, successor: str = "", expected_version: int, author: User | None
) -> DraftChange:
    """Take a step out. With a `successor` its choices and its links lead there; else its choices lead nowhere.

    `wizard.editing.pointers` says first what that would touch.
    """
    with locked(flow, with_arrivals=True) as row:
        stored = stored_step(row, slug)
        require_fresh_step(row, expected_version, slug, stored, None)
        heir = stored_step(row, successor) if successor else None
        if stored is None or (successor and (heir is None or heir.slug == stored.slug)):
            raise NoSuchStep(successor or slug)
        arrivals = Choice.objects.filter(step__flow=row, next_step__flow=row, next_step__slug=stored.slug)
        touched = compile_steps(row, arrivals.values_list("step__slug", flat=True))
        names = {stored.slug: heir.slug if heir else ""}
        after: dict[str, Step | None] = {
            name: retargeted(step, names, ("", row.slug)) for name, step in touched.items()
        }
        if heir:
            touched[heir.slug] = heir
            cut = retargeted(heir, {stored.slug: ""}, ("", row.slug))
            aliases = {*heir.aliases, stored.slug, *stored.aliases}
            after[heir.slug] = replace(cut, aliases=tuple(sorted(aliases)))
        touched[stored.slug], after[stored.slug] = stored, None
        was_start = row.start is not None and row.start.slug == stored.slug
        return perform(
            row,
            Parts(
                steps=touched,
                after={stored.slug: _step_before(row, stored.slug)},
                header={"start": stored.slug} if was_start else {},
            ),
            Parts(steps=after, header={"start": names[stored.slug]} if was_start else {}),
            kind="step-deleted",
            author=author,
            subject=stored.slug,
            detail=names[stored.slug],
            successor=names[stored.slug],
        )


def _step_before(flow: Flow, slug: str) -> str:
    """The slug of the step that stands before `slug`; empty for the first."""
    steps = StepRow.objects.filter(flow=flow)
    here = steps.get(slug=slug)
    earlier = steps.filter(Q(position__lt=here.position) | Q(position=here.position, pk__lt=here.pk))
    before = earlier.order_by("-position", "-pk").values_list("slug", flat=True).first()
    return before or ""
