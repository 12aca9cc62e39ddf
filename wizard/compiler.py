"""Between a guide's rows and its `Graph`: `compile_flow` reads, `write_steps` and `write_choices` write.

All cost a fixed number of queries, whatever the size of the guide. `compile_steps`, `fill_step`, `save_steps`,
`create_names` and `create_choices` do the same for a few of its steps (see `wizard.editing.rows`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from contact.models import Channel
from faq.models import Entry
from ground.text import LANGUAGES, Text, tidy
from wizard import graph as value
from wizard.models import Alias, Choice, Flow, Step, StepChannel, StepEntry

_PLAIN = ("helper", "outcome", "editor_note")
STEP_COLUMNS = [
    *_PLAIN,
    *(f"{name}_{language}" for name in value.TEXTS_OF_STEP for language in LANGUAGES),
]


def compile_flow(flow: Flow) -> value.Graph:
    """The draft of `flow` as a value; five queries."""
    rows = list(Step.objects.filter(flow=flow).order_by("position", "pk"))
    aliases = _aliases(Alias.objects.filter(flow=flow))
    return value.Graph(
        flow=flow.slug,
        title=Text.of(flow, "title"),
        summary=Text.of(flow, "summary"),
        start=next((row.slug for row in rows if row.pk == flow.start_id), ""),
        aliases=aliases[None, None],
        steps=tuple(_steps(rows, aliases, {"step__flow": flow})),
    )


def compile_steps(flow: Flow, slugs: Iterable[str]) -> dict[str, value.Step]:
    """The drafts of those steps of `flow` that exist, by slug; five queries."""
    rows = list(Step.objects.filter(flow=flow, slug__in=list(slugs)))
    ids = [row.pk for row in rows]
    aliases = _aliases(Alias.objects.filter(step__in=ids))
    return {step.slug: step for step in _steps(rows, aliases, {"step__in": ids})}


_Aliases = dict[tuple[int | None, int | None], tuple[str, ...]]


def _steps(rows: Iterable[Step], aliases: _Aliases, within: dict[str, Any]) -> Iterator[value.Step]:
    """The values of `rows`; `within` finds what belongs to them."""
    choices = _choices(aliases, within)
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    shown = StepEntry.objects.filter(**within).order_by("position", "pk")
    for step_id, slug, related in shown.values_list("step_id", "entry__slug", "related_only"):
        names[step_id, "related" if related else "entries"].append(slug)
    offered = StepChannel.objects.filter(**within).order_by("position", "pk")
    for step_id, slug in offered.values_list("step_id", "channel__slug"):
        names[step_id, "channels"].append(slug)
    for row in rows:
        yield value.Step(
            slug=row.slug,
            **_columns(row),
            entries=tuple(names[row.pk, "entries"]),
            related=tuple(names[row.pk, "related"]),
            channels=tuple(names[row.pk, "channels"]),
            choices=tuple(choices[row.pk]),
            aliases=aliases[row.pk, None],
        )


def _columns(step: Step) -> dict[str, Any]:
    texts = {name: Text.of(step, name) for name in value.TEXTS_OF_STEP}
    return {**texts, **{name: tidy(getattr(step, name)) for name in _PLAIN}}


def _aliases(rows: QuerySet[Alias]) -> _Aliases:
    found: _Aliases = defaultdict(tuple)
    for step_id, choice_id, slug in rows.order_by("slug").values_list("step_id", "choice_id", "slug"):
        at = (None, choice_id) if choice_id else (step_id, None)
        found[at] += (slug,)
    return found


def _choices(aliases: _Aliases, within: dict[str, Any]) -> dict[int, list[value.Choice]]:
    found: dict[int, list[value.Choice]] = defaultdict(list)
    rows = Choice.objects.filter(**within).order_by("position", "pk")
    for row in rows.select_related("next_step", "next_flow"):
        choice = value.Choice(
            slug=row.slug,
            label=Text.of(row, "label"),
            hint=Text.of(row, "hint"),
            next=_target(row),
            aliases=aliases[None, row.pk],
        )
        found[row.step_id].append(choice)
    return found


def _target(row: Choice) -> value.Target | None:
    if row.next_step is None and row.next_flow is None:
        return None
    return value.Target(
        step=row.next_step.slug if row.next_step else "", flow=row.next_flow.slug if row.next_flow else ""
    )


@transaction.atomic
def write_graph(graph: value.Graph) -> Flow:
    """Make the draft rows of a guide say what `graph` says; creates the guide when it is new.

    Every name in it (entries, channels, other guides and their steps) must exist.
    """
    flow = write_steps(graph)
    write_choices(graph)
    return flow


@transaction.atomic
def write_steps(graph: value.Graph) -> Flow:
    """The guide and its steps, under a new version; rows keep their identity by slug, and what points to them."""
    drafts = Flow.objects.select_for_update(of=("self",))
    flow = drafts.filter(slug=graph.flow).first() or Flow(slug=graph.flow)
    flow.version += 1
    for name in ("title", "summary"):
        for language in LANGUAGES:
            setattr(flow, f"{name}_{language}", getattr(getattr(graph, name), language))
    flow.save()
    wanted = graph.by_slug
    known = dict(Step.objects.filter(flow=flow).values_list("slug", "pk"))
    Step.objects.filter(pk__in=[pk for slug, pk in known.items() if slug not in wanted]).delete()
    rows = []
    for position, step in enumerate(graph.steps):
        if wanted[step.slug] is step:
            rows.append(Step(flow=flow, slug=step.slug, position=position))
            fill_step(rows[-1], step)
    save_steps(rows)
    StepEntry.objects.filter(step__flow=flow).delete()
    StepChannel.objects.filter(step__flow=flow).delete()
    create_names(graph.steps, dict(Step.objects.filter(flow=flow).values_list("slug", "pk")))
    flow.start = Step.objects.filter(flow=flow, slug=graph.start).first()
    flow.save(update_fields=["start"])
    return flow


def save_steps(rows: Iterable[Step]) -> None:
    """Write `rows`, which have no keys, over those of the same guides and slugs, and add the others.

    One statement for many rows: Django's `bulk_update` costs ten times as much.
    """
    Step.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["flow", "slug"],
        update_fields=["position", *STEP_COLUMNS],
    )


def fill_step(row: Step, step: value.Step) -> None:
    """Put the texts and plain values of `step` into `row` (`STEP_COLUMNS`), without saving it."""
    for name in _PLAIN:
        setattr(row, name, getattr(step, name))
    for name in value.TEXTS_OF_STEP:
        for language in LANGUAGES:
            setattr(row, f"{name}_{language}", getattr(getattr(step, name), language))


def create_names(steps: Iterable[value.Step], ids: Mapping[str, int]) -> None:
    """Rows for the entries and channels of `steps`, which must have none; `ids` are those of the steps."""
    steps = list(steps)
    entries = {slug for step in steps for slug in (*step.entries, *step.related)}
    channels = {slug for step in steps for slug in step.channels}
    entry_ids = dict(Entry.objects.filter(slug__in=entries).values_list("slug", "pk"))
    channel_ids = dict(Channel.objects.filter(slug__in=channels).values_list("slug", "pk"))
    StepEntry.objects.bulk_create(
        (
            StepEntry(
                step_id=ids[step.slug], entry_id=entry_ids[slug], related_only=related_only, position=position
            )
            for step in steps
            for related_only, slugs in ((False, step.entries), (True, step.related))
            for position, slug in enumerate(slugs)
        ),
        batch_size=1000,
    )
    StepChannel.objects.bulk_create(
        (
            StepChannel(step_id=ids[step.slug], channel_id=channel_ids[slug], position=position)
            for step in steps
            for position, slug in enumerate(step.channels)
        ),
        batch_size=1000,
    )


@transaction.atomic
def write_choices(graph: value.Graph) -> None:
    """The choices of a guide and all its aliases; the guides and steps they lead to must exist."""
    flow = Flow.objects.get(slug=graph.flow)
    ids = dict(Step.objects.filter(flow=flow).values_list("slug", "pk"))
    guides = {
        choice.next.flow
        for step in graph.steps
        for choice in step.choices
        if choice.next and choice.next.flow
    }
    guide_ids = dict(Flow.objects.filter(slug__in=guides).values_list("slug", "pk"))
    far = Step.objects.filter(flow__slug__in=guides).values_list("flow__slug", "slug", "pk")
    far_ids = {(guide, slug): pk for guide, slug, pk in far}

    def target(choice: value.Choice) -> dict[str, int | None]:
        if choice.next is None:
            return {}
        if not choice.next.flow:
            return {"next_step_id": ids[choice.next.step]}
        step_id = far_ids[choice.next.flow, choice.next.step] if choice.next.step else None
        return {"next_flow_id": guide_ids[choice.next.flow], "next_step_id": step_id}

    Choice.objects.filter(step__flow=flow).delete()
    # A former slug moves with the guide that claims it last.
    Alias.objects.filter(Q(flow=flow) | Q(step=None, slug__in=graph.aliases)).delete()
    Alias.objects.bulk_create([Alias(flow=flow, slug=slug) for slug in graph.aliases], batch_size=1000)
    create_choices(flow, graph.steps, ids, target)


def create_choices(
    flow: Flow,
    steps: Iterable[value.Step],
    ids: Mapping[str, int],
    target: Callable[[value.Choice], dict[str, int | None]],
) -> None:
    """Rows for the choices of `steps` and the aliases of both, which must have none.

    `ids` are those of the steps; `target` gives the columns that say where a choice leads.
    """
    steps = list(steps)
    rows = Choice.objects.bulk_create(
        [
            Choice(
                step_id=ids[step.slug],
                slug=choice.slug,
                position=position,
                **{f"label_{language}": getattr(choice.label, language) for language in LANGUAGES},
                **{f"hint_{language}": getattr(choice.hint, language) for language in LANGUAGES},
                **target(choice),
            )
            for step in steps
            for position, choice in enumerate(step.choices)
        ],
        batch_size=1000,
    )
    choice_ids = {(row.step_id, row.slug): row.pk for row in rows}
    aliases = []
    for step in steps:
        pk = ids[step.slug]
        aliases += [Alias(flow=flow, step_id=pk, slug=slug) for slug in step.aliases]
        aliases += [
            Alias(flow=flow, step_id=pk, choice_id=choice_ids[pk, choice.slug], slug=slug)
            for choice in step.choices
            for slug in choice.aliases
        ]
    Alias.objects.bulk_create(aliases, batch_size=1000)
