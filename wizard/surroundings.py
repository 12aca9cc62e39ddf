"""What a content pack may refer to beside itself: everything here, or what customers find, by today's slugs and former ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from contact.models import Channel
from faq.models import Entry, EntryAlias
from wizard.entering import all_with_entries
from wizard.models import Alias, Flow, PublishedStep, Step
from wizard.pack import Pack
from wizard.packnames import meant_flows
from wizard.validation import World


def everything_here() -> World:
    """All there is, published or not."""
    steps: dict[str, set[str]] = {slug: set() for slug in Flow.objects.values_list("slug", flat=True)}
    former = Alias.objects.filter(step__isnull=False, choice=None).values_list("flow__slug", "slug")
    for flow, slug in chain(Step.objects.values_list("flow__slug", "slug"), former):
        steps[flow].add(slug)
    return World(
        entries={*_slugs(Entry), *_slugs(EntryAlias)},
        channels=set(_slugs(Channel)),
        flows=_by_former_slugs_too(steps),
    )


def published_here() -> World:
    """What customers find."""
    steps: dict[str, set[str]] = {}
    for flow, slug in PublishedStep.objects.findable().values_list("revision__flow__slug", "slug"):
        steps.setdefault(flow, set()).add(slug)
    entries = Entry.objects.published().values_list("slug", flat=True)
    former = EntryAlias.objects.filter(entry__live__isnull=False).values_list("slug", flat=True)
    return World(
        entries={*entries, *former},
        channels=set(Channel.objects.published().values_list("slug", flat=True)),
        flows=_by_former_slugs_too(steps),
    )


def _slugs(model: type[Entry | EntryAlias | Channel]) -> list[str]:
    return list(model._default_manager.values_list("slug", flat=True))


def _by_former_slugs_too(steps: dict[str, set[str]]) -> dict[str, set[str]]:
    former = Alias.objects.filter(step=None, flow__slug__in=steps).values_list("slug", "flow__slug")
    return {**{slug: steps[flow] for slug, flow in former}, **steps}


def entered_here(pack: Pack) -> dict[str, tuple[str, ...]]:
    """The steps of the guides of `pack` that only other guides lead to: those of the pack, or others here."""
    rows = meant_flows(pack).filter(aliases__step=None).values_list("slug", "aliases__slug")
    names: dict[str, set[str]] = {}
    for slug, former in rows:
        names.setdefault(former, set()).update((slug, former))
    known = [replace(graph, aliases=(*graph.aliases, *names.get(graph.flow, ()))) for graph in pack.graphs]
    return {graph.flow: graph.entered or () for graph in all_with_entries(known)}
