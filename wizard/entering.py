"""The steps of a guide that only other guides lead to, drafted or live: ways begin there too."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from django.db.models import Q, TextField, Value

from ground.text import LANGUAGES
from wizard.graph import Graph, Step, step_from_dict
from wizard.leads import entered_steps, leads_of
from wizard.models import Choice, PublishedStep
from wizard.models import Step as StepRow


def with_entries(graph: Graph) -> Graph:
    """`graph` with those of its steps that only other guides lead to; one query, none when its start leads to all."""
    return all_with_entries([graph])[0]


def all_with_entries(graphs: Sequence[Graph]) -> list[Graph]:
    """As `with_entries`, for guides that are to stand beside each other as they are here, whatever their rows say."""
    among = entered_steps(graphs)
    apart = [name for graph in graphs for name in (graph.flow, *graph.aliases)]
    return [graph if graph.entered is not None else _looked_at(graph, among, apart) for graph in graphs]


def _looked_at(graph: Graph, among: dict[str, set[str]], apart: Sequence[str]) -> Graph:
    names = (graph.flow, *graph.aliases)
    known = sorted({slug for name in names for slug in among.get(name, ())})
    graph = replace(graph, entered=tuple(known))
    lost = {slug for slug, today in graph.todays_slugs.items() if today not in graph.reachable}
    found = lost & set(_led_to(names, lost, apart)) if lost else set()
    return replace(graph, entered=(*known, *sorted(found))) if found else graph


def _led_to(guides: Collection[str], slugs: Collection[str], apart: Sequence[str]) -> Iterator[str]:
    """The steps of a guide, by its slugs of today and of old, that the drafts and live guides lead to which are none of `apart`.

    Of what is live, and of texts, only what names the guide is read.
    """
    links = [f"guide:{guide}/" for guide in guides]
    mentioned = Q()
    for link in links:
        mentioned |= Q(body_ja__contains=link) | Q(body_en__contains=link)
    choices = Choice.objects.filter(next_step__flow__slug__in=guides, next_step__slug__in=slugs)
    live = PublishedStep.objects.live().exclude(revision__flow__slug__in=apart)
    rows = (
        choices.exclude(step__flow__slug__in=apart)
        .order_by()
        .values_list(_said("choice"), "next_step__slug", _said(""))
        .union(
            StepRow.objects.filter(mentioned)
            .exclude(flow__slug__in=apart)
            .order_by()
            .values_list(_said("text"), "body_ja", "body_en"),
            live.holding([*(f'"{guide}"' for guide in guides), *links])
            .order_by()
            .values_list(_said("live"), "stored", _said("")),
        )
    )
    for kind, first, second in rows:
        if kind == "choice":
            yield first
        else:
            texts = dict(zip(LANGUAGES, (first, second), strict=True))
            step = step_from_dict(json.loads(first) if kind == "live" else {"slug": "", "body": texts})
            yield from _steps_of(step, guides)


def _said(text: str) -> Value:
    return Value(text, output_field=TextField())


def _steps_of(step: Step, guides: Collection[str]) -> Iterator[str]:
    yield from (target.step for target, _choice in leads_of(step) if target.flow in guides)
