"""What a page of insights looks at: a whole guide, or a part of one that is too large for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from ground.text import Text
from wizard.entering import with_entries
from wizard.graph import Choice, Graph, Step, Target, step_from_dict
from wizard.models import PublishedStep, Revision
from wizard.parts import Part, Skeleton, part_of
from wizard.publishing import graph_of, graph_with

# A guide with more is shown in parts: a larger picture cannot be read.
MOST_STEPS, MOST_CHOICES = 300, 600
# So many steps of the way to a part are named; of a longer one its beginning and its end.
MOST_CRUMBS = 12


@dataclass(frozen=True)
class Look:
    """The steps to be shown, the slugs of all, today's slugs by former ones (of choices as `step/old`).

    `part` says what part it is, None when it is the whole; `opened` is the step it was asked for by, `lost` one that
    was asked for and is not there.
    """

    graph: Graph
    slugs: Set[str]
    questions: Iterable[str]
    renamed: Mapping[str, str]
    part: Part | None = None
    opened: str = ""
    lost: str = ""


def whole(revision: Revision) -> Look:
    """All of it."""
    return _whole(graph_of(revision))


def look_at(revision: Revision, wanted: str, first: int) -> Look:
    """All of a guide that fits on a page; else the part below the step `wanted`, from its choice number `first` on."""
    graph = graph_of(revision, most=MOST_STEPS + 1)
    if len(graph.steps) <= MOST_STEPS and sum(len(step.choices) for step in graph.steps) <= MOST_CHOICES:
        return _whole(graph)
    rows = list(
        PublishedStep.objects.of(revision).values_list("slug", "content__aliases", "content__choices")
    )
    tree = _skeleton(revision, rows)
    names = _renamed(
        (slug, aliases or (), ((choice["slug"], choice.get("aliases", ())) for choice in choices or ()))
        for slug, aliases, choices in rows
    )
    renamed = dict(names)
    root = renamed.get(wanted, wanted)
    found = root if root in tree.leads else ""
    part = part_of(tree, found, first=first)
    questions = [slug for slug in tree.leads if tree.leads[slug]]
    steps = _steps_of(revision, tree.start, part)
    graph = replace(graph_with(revision, steps), start=part.root)
    return Look(graph, tree.leads.keys(), questions, renamed, part, found, "" if found else wanted)


def _whole(graph: Graph) -> Look:
    graph = with_entries(graph)
    questions = [step.slug for step in graph.steps if not step.is_answer]
    names = _renamed(
        (step.slug, step.aliases, ((choice.slug, choice.aliases) for choice in step.choices))
        for step in graph.steps
    )
    return Look(graph, graph.by_slug.keys(), questions, dict(names))


_Aliases = Iterable[str]


def _renamed(
    steps: Iterable[tuple[str, _Aliases, Iterable[tuple[str, _Aliases]]]],
) -> Iterator[tuple[str, str]]:
    """Former slugs with today's: of steps as `old`, of choices as `step/old`."""
    for slug, aliases, choices in steps:
        yield from ((alias, slug) for alias in aliases)
        for choice, former in choices:
            yield from ((f"{slug}/{alias}", choice) for alias in former)


def _skeleton(revision: Revision, rows: list[tuple[str, Any, Any]]) -> Skeleton:
    known = {slug for slug, _, _ in rows}
    own = {"", revision.flow.slug}

    def target(choice: dict[str, Any]) -> str:
        following = choice.get("next") or {"step": "", "flow": "-"}
        step = following["step"] or (revision.start if following["flow"] else "")
        return step if following["flow"] in own and step in known else ""

    return Skeleton(
        revision.start, {slug: tuple(target(choice) for choice in choices or ()) for slug, _, choices in rows}
    )


def _steps_of(revision: Revision, start: str, part: Part) -> Iterator[Step]:
    """The steps of the part; its root with those of its choices that are shown, a folded one with its first alone."""
    own = revision.flow.slug
    rows = PublishedStep.objects.of(revision).filter(slug__in=part.steps)
    for slug, content in rows.values_list("slug", "content"):
        choices = (content or {}).get("choices", [])
        kept = (
            choices[part.first : part.last]
            if slug == part.root
            else choices[:1]
            if slug in part.folded
            else choices
        )
        step = step_from_dict({**(content or {}), "choices": kept})
        yield replace(step, choices=tuple(_local(choice, own, start) for choice in step.choices))


def _local(choice: Choice, flow: str, start: str) -> Choice:
    """A target that names its own guide by its slug would mean the part; it names the step."""
    if choice.next is None or choice.next.flow != flow:
        return choice
    return replace(choice, next=Target(choice.next.step or start))


def titles_of(revision: Revision, slugs: Iterable[str], language: str) -> dict[str, str]:
    """The titles of these steps. One query."""
    rows = (
        PublishedStep.objects.of(revision).filter(slug__in=set(slugs)).values_list("slug", "content__title")
    )
    return {slug: Text.from_dict(title).get(language) for slug, title in rows}


def crumbs_of(part: Part) -> tuple[str, ...]:
    """The steps of the way to the part that are named, an empty one where some are left out."""
    if len(part.way) <= MOST_CRUMBS:
        return part.way
    return (part.way[0], "", *part.way[-MOST_CRUMBS + 1 :])
