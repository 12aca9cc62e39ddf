"""Where the steps of guides lead to outside themselves: by a choice, or by a link in their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from faq.links import named_in
from ground.text import LANGUAGES
from wizard.graph import Graph, Step, Target


def markdown_of(step: Step) -> list[str]:
    """Its texts in which there may be links."""
    return [getattr(step.body, language) for language in LANGUAGES]


def leads_of(step: Step) -> Iterator[tuple[Target, str]]:
    """The guides and steps of guides that `step` names, each with the choice that does; a link has none."""
    for choice in step.choices:
        if choice.next and choice.next.flow:
            yield choice.next, choice.slug
    _, places = named_in(markdown_of(step))
    for flow, slug in sorted(places):
        yield Target(slug, flow), ""


def told_of_each_other(graphs: Sequence[Graph]) -> list[Graph]:
    """`graphs` with those of their steps that others among them lead to."""
    among = entered_steps(graphs)
    return [
        replace(
            graph,
            entered=tuple(
                sorted({slug for name in (graph.flow, *graph.aliases) for slug in among.get(name, ())})
            ),
        )
        for graph in graphs
    ]


def entered_steps(graphs: Iterable[Graph]) -> dict[str, set[str]]:
    """For each guide the slugs of its steps that others among `graphs` lead to, as those name both."""
    found: dict[str, set[str]] = {}
    for graph in graphs:
        for step in graph.steps:
            for target, _choice in leads_of(step):
                if target.step and target.flow not in (graph.flow, *graph.aliases):
                    found.setdefault(target.flow, set()).add(target.step)
    return found
