"""The names that steps of a guide use: what they stand for, and under which slugs today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from contact.models import Channel
from faq.models import Entry, EntryAlias
from wizard.graph import Choice as ChoiceValue
from wizard.graph import Graph, Target
from wizard.graph import Step as StepValue
from wizard.models import Alias, Flow, Step
from wizard.problems import Problem, Where


@dataclass
class Names:
    """Names that steps of a guide use, and what they stand for: slugs of today with their keys."""

    flow: str
    entries: dict[str, str] = field(default_factory=dict)
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
    names.entries = _entries_of_today(entries)
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


def _entries_of_today(slugs: set[str]) -> dict[str, str]:
    """Each of `slugs` that an entry has, or had, with the one it has now; two queries at most."""
    found = {slug: slug for slug in Entry.objects.filter(slug__in=slugs).values_list("slug", flat=True)}
    if missing := slugs - found.keys():
        found |= dict(EntryAlias.objects.filter(slug__in=missing).values_list("slug", "entry__slug"))
    return found


def in_todays_slugs(graphs: Sequence[Graph], *, known: Graph | None = None) -> list[Graph]:
    """`graphs` with the entries and the places of other guides that they name under their slugs of today.

    What does not exist stays as it is written. Names that `known` has too are not asked for: a draft has no other.
    """
    targets = {target for graph in graphs for target in far_targets(graph)}
    entries = {slug for graph in graphs for slug in entries_in(graph)}
    if known is not None:
        targets, entries = targets - far_targets(known), entries - entries_in(known)
    if not (targets or entries):
        return list(graphs)
    names = names_outside(targets, entries)
    return [replace(graph, steps=tuple(_renamed(step, names) for step in graph.steps)) for graph in graphs]


def names_outside(targets: set[Target], entries: set[str]) -> Names:
    """What places of guides and entries stand for; up to six queries, none when nothing is asked."""
    names = Names("")
    names.entries = _entries_of_today(entries)
    if targets:
        _look_up_far(names, targets)
    return names


def far_targets(graph: Graph) -> set[Target]:
    """The places of guides that the choices of `graph` lead to by the guide's slug."""
    return {
        choice.next for step in graph.steps for choice in step.choices if choice.next and choice.next.flow
    }


def entries_in(graph: Graph) -> set[str]:
    """The entries its steps show or name."""
    return {slug for step in graph.steps for slug in (*step.entries, *step.related)}


def _renamed(step: StepValue, names: Names) -> StepValue:
    choices = []
    for choice in step.choices:
        target, missing = names.today(choice.next) if choice.next and choice.next.flow else (None, "")
        choices.append(replace(choice, next=target) if target and not missing else choice)
    return replace(
        step,
        entries=tuple(names.entries.get(slug, slug) for slug in step.entries),
        related=tuple(names.entries.get(slug, slug) for slug in step.related),
        choices=tuple(choices),
    )


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
        entries=_known(step.entries, names),
        related=_known(step.related, names),
        channels=tuple(slug for slug in step.channels if slug in names.channels),
        choices=tuple(choices),
    )
    return settled, problems


def _known(slugs: Iterable[str], names: Names) -> tuple[str, ...]:
    found = (names.entries[slug] for slug in slugs if slug in names.entries)
    return tuple(dict.fromkeys(found))


def settle_graph(flow: Flow, graph: Graph) -> tuple[Graph, list[Problem]]:
    """As `settle`, for all steps of `graph`, which is to become the draft of `flow`."""
    names = look_up(flow, graph.steps)
    names.steps = {alias: (step.slug, None) for step in graph.steps for alias in step.aliases}
    names.steps |= {slug: (slug, None) for slug in graph.by_slug}
    settled = [settle(step, names) for step in graph.steps]
    problems = [problem for _, found in settled for problem in found]
    return replace(graph, steps=tuple(step for step, _ in settled)), problems
