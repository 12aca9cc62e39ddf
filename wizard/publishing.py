"""Putting guides before customers: validated, rendered, one transaction, one immutable revision each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import FilteredRelation, Max, Q

from contact.models import Channel
from faq.links import named_in
from faq.markdown import render
from faq.models import Entry
from faq.publishing import published_entries
from ground.append_only import restoring
from ground.text import LANGUAGES, Text
from tools.registry import HELPERS
from wizard.compiler import compile_flow
from wizard.coverage import Coverage, cover
from wizard.editing.names import in_todays_slugs
from wizard.entering import all_with_entries, with_entries
from wizard.findable import index_flow
from wizard.graph import Graph, Step, step_from_dict, step_to_dict
from wizard.leads import leads_of, markdown_of
from wizard.models import Alias, Flow, Mention, PublishedStep, Revision, ScheduledPublish
from wizard.models.editing import Plan
from wizard.paths import questions_on_longest_way
from wizard.problems import Problem, Where, errors
from wizard.validation import World, validate

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotPublishable(Exception):
    """The guides have errors: `problems` lists everything found, warnings too."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.where}: {problem.message}" for problem in errors(problems)))
        self.problems = problems


def publish(flow: Flow, *, author: User | None, note: str = "") -> Revision:
    """Make the draft of `flow` what customers walk; the live revision itself when nothing has changed.

    What was to go live later is cancelled then (`scheduling.cancelled_by` tells): it was decided before, and would
    take this back without a word.

    Raises NotPublishable when a rule of the design is broken; nothing is changed then.
    """
    return publish_together([flow], author=author, note=note)[0]


@transaction.atomic
def publish_together(flows: Iterable[Flow], *, author: User | None, note: str = "") -> list[Revision]:
    """As `publish`, for guides that may lead into each other: all of them or none."""
    ids = [flow.pk for flow in flows]
    rows = _locked(ids)
    return publish_graphs(Publication(rows[pk], compile_flow(rows[pk]), author, note) for pk in ids)


@dataclass(frozen=True, slots=True)
class Publication:
    """A state of a guide that is to go live, by whom and with what note."""

    flow: Flow
    graph: Graph
    author: User | None
    note: str = ""


@transaction.atomic
def publish_graphs(publications: Iterable[Publication]) -> list[Revision]:
    """As `publish_together`, for states of the guides that need not be those of their drafts."""
    wanted = list(publications)
    rows = _locked([each.flow.pk for each in wanted])
    graphs = all_with_entries([each.graph for each in wanted])
    require_valid(graphs)
    return [
        _make_live(rows[each.flow.pk], graph, each.author, each.note)
        for each, graph in zip(wanted, graphs, strict=True)
    ]


def _locked(ids: Iterable[int]) -> dict[int, Flow]:
    return {row.pk: row for row in Flow.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


@transaction.atomic
def restore(revision: Revision, *, author: User | None) -> Revision:
    """Publish an old revision anew, under a new number. The draft stays as it is.

    Raises NotPublishable when what it refers to (an entry, another guide) is not published any more.
    """
    graph = under_todays_name(revision.flow, graph_of(revision))
    return publish_graphs([Publication(revision.flow, graph, author, restoring(revision.number))])[0]


def under_todays_name(flow: Flow, graph: Graph) -> Graph:
    """`graph`, which `flow` once was, with the slug that has today, and its former ones."""
    former = Alias.objects.filter(flow=flow, step=None).order_by("slug").values_list("slug", flat=True)
    return replace(graph, flow=flow.slug, aliases=tuple(former))


def graph_of(revision: Revision, *, most: int | None = None) -> Graph:
    """The guide as `revision` has it, or its first `most` steps."""
    rows = PublishedStep.objects.of(revision)[:most]
    return graph_with(
        revision, (step_from_dict(content) for content in rows.values_list("content", flat=True) if content)
    )


def graph_with(revision: Revision, steps: Iterable[Step]) -> Graph:
    """The guide of `revision` with these of its steps."""
    return Graph(
        flow=revision.flow.slug,
        title=Text.from_dict(revision.header.get("title")),
        summary=Text.from_dict(revision.header.get("summary")),
        start=revision.start,
        steps=tuple(steps),
        aliases=tuple(revision.header.get("aliases", ())),
    )


def live_coverage() -> Coverage:
    """Which of the published entries the live guides lead to; a query a guide and two more."""
    flows = Flow.objects.published().select_related("live__flow")
    graphs = in_todays_slugs([graph_of(flow.live) for flow in flows if flow.live])
    graphs = all_with_entries(graphs)
    return cover(graphs, Entry.objects.published().values_list("slug", flat=True))


def problems_of(flow: Flow, *, drafting: bool = True) -> list[Problem]:
    """What is wrong with the draft of `flow` as things stand now."""
    return problems_in(compile_flow(flow), drafting=drafting)


def problems_in(graph: Graph, *, drafting: bool = True) -> list[Problem]:
    """As `problems_of`, for a draft that was read already."""
    graph = with_entries(graph)
    return [*validate(graph, world_for([graph]), drafting=drafting), *broken_arrivals(graph)]


def world_for(graphs: Sequence[Graph]) -> World:
    """What is published of the names `graphs` use, as if they were published themselves; five queries."""
    names = _Names(graphs)
    own = {graph.flow: set(graph.todays_slugs) for graph in graphs}
    return World(
        entries=published_entries(names.entries),
        channels=set(
            Channel.objects.published().filter(slug__in=names.channels).values_list("slug", flat=True)
        ),
        helpers=HELPERS,
        flows={**published_guides(names.flows, names.steps, own=own), **own},
    )


def published_guides(
    flows: Collection[str], steps: Collection[str], *, own: Mapping[str, set[str]] | None = None
) -> dict[str, set[str]]:
    """Those of `flows` by which a published guide is found, each with those of `steps` that it has; two queries.

    By slugs of today or former ones, as customers find them. Guides in `own` are taken to be published as they are
    there: slug by slug, with the slugs of their steps.
    """
    own = own or {}
    named = FilteredRelation("aliases", condition=Q(aliases__step=None, aliases__slug__in=list(flows)))
    rows = Flow.objects.annotate(former=named).filter(Q(slug__in=flows) | Q(former__slug__isnull=False))
    today: dict[str, set[str]] = {}
    former: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for slug, was, live in rows.order_by().values_list("slug", "former__slug", "live"):
        if live or slug in own:
            known = found.setdefault(slug, set(own.get(slug, ())))
            if slug in flows:
                today[slug] = known
            if was:
                former[was] = known
    there = PublishedStep.objects.findable().filter(revision__flow__slug__in={*flows, *found}, slug__in=steps)
    for flow, step in there.values_list("revision__flow__slug", "slug"):
        if flow not in own:
            found[flow].add(step)
    # What has a slug today is found by it, whoever had it before.
    return {**former, **today}


class _Names:
    """The slugs outside themselves that guides refer to, in their steps and in the links of their texts."""

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self.entries: set[str] = set()
        self.channels: set[str] = set()
        self.flows: set[str] = set()
        self.steps: set[str] = set()
        for graph in graphs:
            for step in graph.steps:
                self._of_step(step)

    def _of_step(self, step: Step) -> None:
        self.entries.update(step.entries, step.related)
        self.channels.update(step.channels)
        for target, _choice in leads_of(step):
            self.flows.add(target.flow)
            self.steps.add(target.step)
        entries, _ = named_in(markdown_of(step))
        self.entries |= entries


def broken_arrivals(graph: Graph) -> list[Problem]:
    """Warnings for the steps that other drafts lead to and live customers would miss once `graph` is live.

    A step that is gone has left its choices without a target (`Choice.next_step` is set to nothing), so what
    counts is what the live revisions of other guides still say.
    """
    found = []
    walked = PublishedStep.objects.live().filter(revision__flow__slug=graph.flow)
    gone = set(walked.values_list("slug", flat=True)) - set(graph.todays_slugs)
    if not gone:
        return []
    names = (graph.flow, *graph.aliases)
    live = PublishedStep.objects.live().exclude(revision__flow__slug=graph.flow)
    live = live.holding([*(f'"{name}"' for name in names), *(f"guide:{name}/" for name in names)])
    for guide, content in live.values_list("revision__flow__slug", "content"):
        for target, _choice in leads_of(step_from_dict(content or {})):
            if target.flow in names and target.step in gone:
                place = Where(graph.flow, target.step)
                found.append(Problem("leads-removed", place, (("guide", guide),), "warning"))
    return list(dict.fromkeys(found))


def require_valid(graphs: Sequence[Graph]) -> None:
    """Raises NotPublishable when a rule of the design is broken, as if all of `graphs` were published."""
    graphs = all_with_entries(graphs)
    world = world_for(graphs)
    found = [problem for graph in graphs for problem in validate(graph, world)]
    if errors(found):
        raise NotPublishable(found)


def _make_live(flow: Flow, graph: Graph, author: User | None, note: str) -> Revision:
    if flow.live and graph_of(flow.live) == graph:
        return flow.live
    header = {
        "title": graph.title.as_dict(),
        "summary": graph.summary.as_dict(),
        "aliases": list(graph.aliases),
    }
    last = Revision.objects.filter(flow=flow).aggregate(last=Max("number"))["last"] or 0
    revision = Revision.objects.create(
        flow=flow, number=last + 1, header=header, start=graph.start, note=note, author=author
    )
    revision.is_new = True
    PublishedStep.objects.bulk_create(_published_steps(revision, graph, flow.live), batch_size=1000)
    Mention.objects.bulk_create(_mentions(revision, graph), batch_size=1000)
    flow.live = revision
    flow.save(update_fields=["live"])
    ScheduledPublish.objects.waiting().filter(flow=flow).update(state=Plan.CANCELLED, revision=revision)
    index_flow(flow)
    return revision


def _published_steps(revision: Revision, graph: Graph, before: Revision | None) -> Iterator[PublishedStep]:
    depth = questions_on_longest_way(graph)
    for position, step in enumerate(graph.steps):
        yield PublishedStep(
            revision=revision,
            slug=step.slug,
            position=position,
            content=rendered(step, depth.get(step.slug, 1)),
        )
    pointers = {alias: step.slug for step in graph.steps for alias in step.aliases}
    former = PublishedStep.objects.filter(revision=before).values_list("slug", flat=True) if before else ()
    for slug in former:
        pointers.setdefault(slug, "")
    for slug, moved_to in pointers.items():
        if slug not in graph.by_slug:
            yield PublishedStep(revision=revision, slug=slug, moved_to=moved_to)


def _mentions(revision: Revision, graph: Graph) -> Iterator[Mention]:
    for step in graph.steps:
        for related_only, slugs in ((False, step.entries), (True, step.related)):
            for slug in slugs:
                yield Mention(revision=revision, step=step.slug, entry=slug, related_only=related_only)


def rendered(step: Step, depth: int) -> dict[str, Any]:
    """`step` as the content of a published step: its plain values, HTML in both languages, and `ahead`.

    `ahead` is how many questions may still follow it in its guide; `depth` counts them with this one.
    """
    content = step_to_dict(step)
    content["html"] = {
        language: html for language in LANGUAGES if (html := render(step.body.get(language), language))
    }
    content["ahead"] = max(depth - 1, 0)
    return content
