"""Carrying a change out: a few rows are written, whatever the size of the guide.

What is done, undone and done again takes the same way: from the parts one state has to those of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import F, Max, Min, Q

from contact.models import Channel
from faq.models import Entry
from ground.text import LANGUAGES
from wizard.compiler import (
    compile_flow,
    create_choices,
    create_names,
    fill_step,
    save_steps,
    write_graph,
)
from wizard.editing.parts import Parts, aliases_after, apply
from wizard.graph import Choice as ChoiceValue
from wizard.graph import Graph, Target
from wizard.graph import Step as StepValue
from wizard.models import Alias, Choice, Flow, Step, StepChannel, StepEntry
from wizard.problems import Problem, Where
from wizard.renaming import rename_step


@dataclass
class Names:
    """Names that steps of a guide use, and what they stand for: slugs of today with their keys."""

    flow: str
    entries: set[str] = field(default_factory=set)
    channels: set[str] = field(default_factory=set)
    steps: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    guides: dict[str, tuple[str, int]] = field(default_factory=dict)
    far: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def today(self, target: Target | None) -> tuple[Target | None, str]:
        """`target` by slugs of today, as far as it exists, and the code of the problem if it does not."""
        if target is None or not (target.flow or target.step):
            return None, ""
        if target.flow in ("", self.flow) and target.step:
            found = self.steps.get(target.step)
            return (Target(found[0]), "") if found else (None, "target-missing")
        guide = self.guides.get(target.flow)
        if guide is None:
            return None, "guide-missing"
        if not target.step:
            return Target("", guide[0]), ""
        far = self.far.get((guide[0], target.step))
        return (Target(far[0], guide[0]), "") if far else (Target("", guide[0]), "guide-step-missing")

    def columns(self, choice: ChoiceValue) -> dict[str, int | None]:
        """The columns that say where a choice leads; its target must be one of `today`."""
        target = choice.next
        if target is None:
            return {}
        if not target.flow:
            return {"next_step_id": self.steps[target.step][1]}
        far = self.far[target.flow, target.step][1] if target.step else None
        return {"next_flow_id": self.guides[target.flow][1], "next_step_id": far}


def look_up(flow: Flow, steps: Iterable[StepValue], coming: Iterable[str] = ()) -> Names:
    """What the names in `steps` stand for; up to seven queries. Steps that are `coming` have no key yet."""
    steps = list(steps)
    names = Names(flow.slug)
    entries = {slug for step in steps for slug in (*step.entries, *step.related)}
    channels = {slug for step in steps for slug in step.channels}
    targets = {choice.next for step in steps for choice in step.choices if choice.next}
    own = {target.step for target in targets if target.flow in ("", flow.slug)} - {""}
    far = {target for target in targets if target.flow}
    if entries:
        names.entries = set(Entry.objects.filter(slug__in=entries).values_list("slug", flat=True))
    if channels:
        names.channels = set(Channel.objects.filter(slug__in=channels).values_list("slug", flat=True))
    if own:
        rows = Alias.objects.filter(flow=flow, slug__in=own, step__isnull=False, choice=None)
        for alias, slug, pk in rows.values_list("slug", "step__slug", "step_id"):
            names.steps[alias] = (str(slug), pk)
        # A slug that is to be a step's own is nobody's former one any more.
        names.steps |= {slug: (slug, None) for slug in coming if slug in own}
        for slug, pk in Step.objects.filter(flow=flow, slug__in=own).values_list("slug", "pk"):
            names.steps[slug] = (slug, pk)
    if far:
        _look_up_far(names, far)
    return names


def _look_up_far(names: Names, targets: set[Target]) -> None:
    slugs = {target.flow for target in targets}
    former = Alias.objects.filter(slug__in=slugs, step=None)
    for alias, slug, pk in former.values_list("slug", "flow__slug", "flow_id"):
        names.guides[alias] = (slug, pk)
    for slug, pk in Flow.objects.filter(slug__in=slugs).values_list("slug", "pk"):
        names.guides[slug] = (slug, pk)
    names.guides |= {slug: (slug, pk) for slug, pk in list(names.guides.values())}
    wanted = {target.step for target in targets if target.step}
    if wanted:
        guides = {pk for _, pk in names.guides.values()}
        moved = Alias.objects.filter(flow__in=guides, slug__in=wanted, step__isnull=False, choice=None)
        for guide, alias, slug, pk in moved.values_list("flow__slug", "slug", "step__slug", "step_id"):
            names.far[guide, alias] = names.far[guide, str(slug)] = (str(slug), pk)
        rows = Step.objects.filter(flow__in=guides, slug__in=wanted)
        for guide, slug, pk in rows.values_list("flow__slug", "slug", "pk"):
            names.far[guide, slug] = (slug, pk)


def settle(step: StepValue, names: Names) -> tuple[StepValue, list[Problem]]:
    """`step` with only what exists, under its name of today, and a problem for each name that does not exist."""
    problems = []
    for slug in dict.fromkeys((*step.entries, *step.related)):
        if slug not in names.entries:
            problems.append(Problem("entry-unpublished", Where(names.flow, step.slug), (("slug", slug),)))
    for slug in step.channels:
        if slug not in names.channels:
            problems.append(Problem("channel-unpublished", Where(names.flow, step.slug), (("slug", slug),)))
    choices = []
    for choice in step.choices:
        target, code = names.today(choice.next)
        choices.append(choice if target == choice.next else replace(choice, next=target))
        if code:
            details = (("choice", choice.slug), ("target", str(choice.next)))
            problems.append(Problem(code, Where(names.flow, step.slug, choice.slug), details))
    settled = replace(
        step,
        entries=tuple(slug for slug in step.entries if slug in names.entries),
        related=tuple(slug for slug in step.related if slug in names.entries),
        channels=tuple(slug for slug in step.channels if slug in names.channels),
        choices=tuple(choices),
    )
    return settled, problems


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


def settle_graph(flow: Flow, graph: Graph) -> tuple[Graph, list[Problem]]:
    """As `settle`, for all steps of `graph`, which is to become the draft of `flow`."""
    names = look_up(flow, graph.steps)
    names.steps = {alias: (step.slug, None) for step in graph.steps for alias in step.aliases}
    names.steps |= {slug: (slug, None) for slug in graph.by_slug}
    settled = [settle(step, names) for step in graph.steps]
    problems = [problem for _, found in settled for problem in found]
    return replace(graph, steps=tuple(step for step, _ in settled)), problems


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
