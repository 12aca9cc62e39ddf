"""What live guides would miss: what is asked before an entry, a channel or a guide is withdrawn.

Answers that would be left with nothing to show, and choices and links that would lead to nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from dataclasses import replace

from django.urls import reverse

from faq.links import named_in
from ground.needs import Place
from wizard.graph import Graph, Step, step_from_dict
from wizard.leads import leads_of, markdown_of
from wizard.models import PublishedStep
from wizard.problems import Where
from wizard.publishing import world_for
from wizard.validation import shows_nothing


def answers_of_entries(slugs: Collection[str]) -> list[str]:
    """The live answers that show nothing but these entries."""
    return _left_empty(slugs, entries=slugs)


def answers_of_channels(slugs: Collection[str]) -> list[str]:
    """The live answers that show nothing but these channels."""
    return _left_empty(slugs, channels=slugs)


def _left_empty(
    slugs: Collection[str], *, entries: Container[str] = (), channels: Container[str] = ()
) -> list[str]:
    named = list(_steps([f'"{slug}"' for slug in slugs]))
    world = world_for([Graph("", steps=tuple(step for _, step in named))])

    def without(step: Step, entries: Container[str], channels: Container[str]) -> Step:
        return replace(
            step,
            entries=tuple(slug for slug in step.entries if slug in world.entries and slug not in entries),
            channels=tuple(slug for slug in step.channels if slug in world.channels and slug not in channels),
        )

    return [
        str(Where(flow, step.slug))
        for flow, step in named
        if shows_nothing(without(step, entries, channels)) and not shows_nothing(without(step, (), ()))
    ]


def steps_leading_to_guides(slugs: Collection[str]) -> Iterator[Place]:
    """The choices of live guides, but for those of `slugs`, that lead to one of these, and the steps that link there."""
    wanted = [text for slug in slugs for text in (f'"{slug}"', f"guide:{slug}")]
    for flow, step in _steps(wanted):
        if flow not in slugs:
            for target, choice in leads_of(step):
                if target.flow in slugs:
                    yield _place(Where(flow, step.slug, choice))


def steps_linking_to_entries(slugs: Collection[str]) -> Iterator[Place]:
    """The steps of live guides with a link to one of the entries `slugs` in their text."""
    for flow, step in _steps([f"entry:{slug}" for slug in slugs]):
        if named_in(markdown_of(step))[0] & set(slugs):
            yield _place(Where(flow, step.slug))


def _steps(texts: Collection[str]) -> Iterator[tuple[str, Step]]:
    """The live steps in which one of `texts` stands, with their guides of today."""
    rows = PublishedStep.objects.live().holding(texts)
    for flow, content in rows.values_list("revision__flow__slug", "content"):
        yield flow, step_from_dict(content or {})


def _place(where: Where) -> Place:
    return Place(str(where), reverse("admin:wizard_flow_step", args=[where.flow, where.step]))
