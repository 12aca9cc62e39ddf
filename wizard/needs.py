"""Which live answers would be left with nothing to show: what a lower room asks before it withdraws something."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import replace

from wizard.graph import Graph, Step, step_from_dict
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
    rows = PublishedStep.objects.live().holding(f'"{slug}"' for slug in slugs)
    named = [
        (flow, step_from_dict(content or {}))
        for flow, content in rows.values_list("revision__flow__slug", "content")
    ]
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
