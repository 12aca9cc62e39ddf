"""Carrying a change out: a few rows are written, whatever the size of the guide.

What is done, undone and done again takes the same way: from the parts one state has to those of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F, Max, Min, Q

from ground.text import LANGUAGES
from wizard.compiler import (
    compile_flow,
    create_choices,
    create_names,
    fill_step,
    save_steps,
    write_graph,
)
from wizard.editing.names import Names, look_up, settle, settle_graph
from wizard.editing.parts import Parts, aliases_after, apply
from wizard.graph import Step as StepValue
from wizard.models import Alias, Choice, Flow, Step, StepChannel, StepEntry
from wizard.problems import Problem
from wizard.renaming import rename_step


def carry_out(flow: Flow, leave: Parts, enter: Parts) -> list[Problem]:
    """Bring the draft of `flow`, a locked row, from `leave` to `enter`, under a new version.

    What `enter` names and what does not exist any more is left out; a problem says so.
    """
    for was, today in enter.renamed.items():
        row = Step.objects.filter(flow=flow, slug=was).first()
        if row is not None:
            rename_step(row, today)
    if enter.order is not None:
        return _write_whole(flow, leave, enter)
    coming = [step.slug for step in enter.present]
    names = look_up(flow, enter.present, coming)
    settled = [settle(step, names) for step in enter.present]
    _write_steps(flow, enter, [step for step, _ in settled], names)
    _write_header(flow, leave, enter)
    return [problem for _, problems in settled for problem in problems]


def _write_whole(flow: Flow, leave: Parts, enter: Parts) -> list[Problem]:
    graph, problems = settle_graph(flow, apply(compile_flow(flow), leave, enter))
    written = write_graph(graph)
    for name in ("version", "start_id", *_header_columns(("title", "summary"))):
        setattr(flow, name, getattr(written, name))
    return problems


def _write_steps(flow: Flow, enter: Parts, steps: list[StepValue], names: Names) -> None:
    if not enter.steps:
        return
    rows = {row.slug: row for row in Step.objects.filter(flow=flow, slug__in=enter.steps)}
    gone = [rows[slug].pk for slug in enter.absent if slug in rows]
    if gone:
        Step.objects.filter(pk__in=gone).delete()
    there = [step for step in steps if step.slug in rows]
    written = [Step(flow=flow, slug=step.slug, position=rows[step.slug].position) for step in there]
    for row, step in zip(written, there, strict=True):
        fill_step(row, step)
    save_steps(written)
    for step in steps:
        if step.slug not in rows:
            row = rows[step.slug] = Step(flow=flow, slug=step.slug)
            fill_step(row, step)
            row.position = _make_room(flow, enter.after.get(step.slug))
            row.save()
    for step in steps:
        if step.slug in names.steps:
            names.steps[step.slug] = (step.slug, rows[step.slug].pk)
    kept = [rows[step.slug].pk for step in there]
    for model in (StepEntry, StepChannel, Choice, Alias):
        model._default_manager.filter(step__in=kept).delete()
    ids = {step.slug: rows[step.slug].pk for step in steps}
    create_names(steps, ids)
    create_choices(flow, steps, ids, names.columns)


def _make_room(flow: Flow, after: str | None) -> int:
    """The position of a step that is to follow `after` (empty: to be the first; None: the last)."""
    steps = Step.objects.filter(flow=flow)
    if after == "":
        steps.update(position=F("position") + 1)
        return 0
    before = steps.filter(slug=after).first() if after else None
    if before is None:
        last: int | None = steps.aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1
    # Steps may share a position; their keys tell them apart then.
    later = steps.filter(Q(position__gt=before.position) | Q(position=before.position, pk__gt=before.pk))
    following = later.aggregate(first=Min("position"))["first"]
    if following is not None and following <= before.position + 1:
        later.update(position=F("position") + 2)
    return before.position + 1


def _header_columns(names: Iterable[str]) -> list[str]:
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


def _write_header(flow: Flow, leave: Parts, enter: Parts) -> None:
    """The fields of the guide's own row, and its new version."""
    texts = [name for name in ("title", "summary") if name in enter.header]
    for name in texts:
        for language in LANGUAGES:
            setattr(flow, f"{name}_{language}", getattr(enter.header[name], language))
    if "start" in enter.header:
        flow.start = Step.objects.filter(flow=flow, slug=enter.header["start"]).first()
    if "aliases" in enter.header:
        _write_aliases(flow, leave, enter)
    flow.version += 1
    flow.save(update_fields=[*_header_columns(texts), "start", "version", "updated_at"])


def _write_aliases(flow: Flow, leave: Parts, enter: Parts) -> None:
    rows = Alias.objects.filter(flow=flow, step=None)
    now = tuple(rows.values_list("slug", flat=True))
    wanted = aliases_after(now, leave, enter)
    rows.exclude(slug__in=wanted).delete()
    Alias.objects.bulk_create([Alias(flow=flow, slug=slug) for slug in wanted if slug not in now])


def led_to(flow: Flow, steps: Mapping[str, object]) -> dict[Flow, set[str]]:
    """The other guides whose drafts lead to one of those steps, with the slugs of the steps that do.

    They are locked already, with `flow`.
    """
    found: dict[int, set[str]] = {}
    arrivals = Choice.objects.filter(next_step__flow=flow, next_step__slug__in=steps)
    for guide, slug in arrivals.exclude(step__flow=flow).values_list("step__flow", "step__slug"):
        found.setdefault(guide, set()).add(slug)
    rows = Flow.objects.in_bulk(found)
    return {rows[pk]: slugs for pk, slugs in found.items()}
