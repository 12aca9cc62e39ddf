"""Loading a content pack into the database; `wizard.exporting` writes it out again.

A load is three-way: what was loaded last (`loaded`, a fingerprint on each row), what the file says now, and what
the database says now. Only what nobody has edited since is written; an edit made in admin is listed and kept
unless `overwrite` is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db import models, transaction

from contact.compiler import compile_channel, write_alternative, write_channel
from contact.models import Channel
from contact.publishing import publish_channel
from faq.article import Article
from faq.compiler import compile_entries, write_article, write_related
from faq.interchange import Shelf
from faq.models import Category, Entry
from faq.publishing import publish_entry, rendered
from ground.append_only import is_restoring
from ground.documents import Complaint
from ground.text import LANGUAGES, Text
from search.models import Synonyms
from search.thesaurus import group_of, write_groups
from wizard.compiler import compile_flow, write_choices, write_steps
from wizard.content import Group, Pack, check_pack, complaint_of, faults
from wizard.editing import record_load
from wizard.fingerprints import (
    category_fingerprint,
    fingerprint,
    graph_fingerprint,
    group_fingerprint,
    shelf_data,
    synonyms_fingerprint,
)
from wizard.graph import Graph
from wizard.models import Flow, FlowGroup, PublishedStep, SiteNotice, Step
from wizard.problems import Problem, errors
from wizard.publishing import NotPublishable, graph_of, problems_of, publish_together
from wizard.scheduling import cancelled_by
from wizard.validation import World, validate

# What the rows of a draft cannot hold; everything else may be loaded and mended in admin.
UNLOADABLE = {
    "bad-slug", "duplicate-slug", "start-missing", "target-missing", "guide-missing",
    "guide-step-missing", "entry-unpublished", "channel-unpublished", "channel-missing", "bad-outcome",
    "bad-date", "too-many-choices", "too-much-beside",
}  # fmt: skip


class NotLoadable(Exception):
    """The pack has errors; `complaints` lists them. Nothing was changed."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__("\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


@dataclass
class Report:
    """What a load did, as `kind slug` names; `noted` is what is wrong with the pack and did not stop the load."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    noted: list[Complaint] = field(default_factory=list)


class _Undo(Exception):
    pass


def load_pack(pack: Pack, *, publish: bool = False, overwrite: bool = False, dry_run: bool = False) -> Report:
    """Write `pack` into the database, all of it or nothing; with `publish`, put it before customers too.

    Raises NotLoadable. With `dry_run` the report is the same and the database is left as it was.
    """
    outside = _published_outside() if publish else _existing()
    found = check_pack(pack, outside)
    complaints = faults(found)
    if not (publish or faults(pack.complaints)):
        complaints = [complaint for complaint in complaints if complaint.code in UNLOADABLE]
    if complaints:
        raise NotLoadable(complaints)
    loading = _Loading(pack, overwrite)
    loading.report.noted += found
    try:
        with transaction.atomic():
            loading.write()
            if publish:
                loading.publish()
            if dry_run:
                raise _Undo
    except _Undo:
        pass
    except NotPublishable as error:
        # What was kept as it was edited here is not what another file counts on.
        raise NotLoadable(_complaints(pack, errors(error.problems))) from error
    return loading.report


def _complaints(pack: Pack, problems: Iterable[Problem]) -> list[Complaint]:
    files = {flow.graph.flow: flow for flow in pack.flows}
    return [complaint_of(pack, files[problem.where.flow], problem) for problem in problems]


def _existing() -> World:
    steps: dict[str, set[str]] = {slug: set() for slug in Flow.objects.values_list("slug", flat=True)}
    for flow, slug in Step.objects.values_list("flow__slug", "slug"):
        steps[flow].add(slug)
    return World(
        entries=set(Entry.objects.values_list("slug", flat=True)),
        channels=set(Channel.objects.values_list("slug", flat=True)),
        flows=steps,
    )


def _published_outside() -> World:
    steps: dict[str, set[str]] = {}
    for flow, slug in PublishedStep.objects.live().values_list("revision__flow__slug", "slug"):
        steps.setdefault(flow, set()).add(slug)
    return World(
        entries=set(Entry.objects.published().values_list("slug", flat=True)),
        channels=set(Channel.objects.published().values_list("slug", flat=True)),
        flows=steps,
    )


def _after(slugs: Iterable[str]) -> dict[str, str]:
    """Each slug with the one before it: an order in which a new one changes nothing but its neighbour."""
    return {slug: before for before, slug in pairwise(["", *slugs])}


class _Loading:
    """One load. Each `_…` method writes one kind of thing and notes what it did."""

    def __init__(self, pack: Pack, overwrite: bool) -> None:  # noqa: FBT001
        self.pack, self.overwrite = pack, overwrite
        self.report = Report()
        self.kept: set[str] = set()

    def write(self) -> None:
        """Everything in the pack, in the order in which it refers to itself."""
        self._hold()
        written = [shelf for shelf in self.pack.shelves if self._category(shelf)]
        self._articles([article for shelf in self.pack.shelves for article in shelf.articles])
        for shelf in written:
            for position, article in enumerate(shelf.articles):
                Entry.objects.filter(slug=article.slug).update(position=position)
        self._channels()
        self._synonyms()
        self._flows()
        self._groups()
        self._notice()

    def _hold(self) -> None:
        """Lock what the pack names, in one order for all: what is compared is what is written over."""
        pack = self.pack
        slugs: list[tuple[type[models.Model], Iterable[str]]] = [
            (Category, (shelf.slug for shelf in pack.shelves)),
            (Entry, (article.slug for shelf in pack.shelves for article in shelf.articles)),
            (Channel, (channel.slug for channel in pack.directory.channels)),
            (Flow, (graph.flow for graph in pack.graphs)),
            (FlowGroup, (group.slug for group in pack.groups)),
        ]
        held = [model._default_manager.filter(slug__in=list(wanted)) for model, wanted in slugs]
        held += [
            Synonyms.objects.filter(name__in=[group.name for group in pack.synonyms]),
            SiteNotice.objects.all(),
        ]
        for rows in held:
            # `no_key`: what refers to a row may still be saved meanwhile.
            list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))

    def _decide(self, name: str, wanted: str, found: str | None, loaded: str) -> bool:
        """Whether to write; notes why not."""
        if found is None:
            self.report.created.append(name)
        elif found == wanted:
            self.report.unchanged.append(name)
        elif self.overwrite or found == loaded:
            self.report.updated.append(name)
        else:
            self.report.kept.append(name)
            self.kept.add(name)
        return found is None or (found != wanted and name not in self.kept)

    def _mark(self, rows: models.QuerySet[Any], name: str, wanted: str, loaded: str) -> None:
        """Remember what was loaded, so that a later edit shows as one."""
        if name not in self.kept and loaded != wanted:
            rows.update(loaded=wanted)

    def _category(self, shelf: Shelf) -> bool:
        """Its own texts, and which order its entries have; says whether they are to be put in it."""
        slugs = [article.slug for article in shelf.articles]
        wanted = fingerprint(shelf_data(shelf.title, shelf.summary, shelf.order, slugs))
        row = Category.objects.filter(slug=shelf.slug).first()
        found = category_fingerprint(row, slugs) if row else None
        name, loaded = f"category {shelf.slug}", row.loaded if row else ""
        write = self._decide(name, wanted, found, loaded)
        if write:
            values = {f"title_{code}": getattr(shelf.title, code) for code in LANGUAGES}
            values |= {f"summary_{code}": getattr(shelf.summary, code) for code in LANGUAGES}
            Category.objects.update_or_create(slug=shelf.slug, defaults={**values, "position": shelf.order})
        self._mark(Category.objects.filter(slug=shelf.slug), name, wanted, loaded)
        return write

    def _articles(self, articles: list[Article]) -> None:
        found = compile_entries(article.slug for article in articles)
        loaded = dict(Entry.objects.filter(slug__in=found).values_list("slug", "loaded"))
        written = []
        for article in articles:
            wanted = fingerprint(article.as_dict())
            now = found.get(article.slug)
            name = f"entry {article.slug}"
            mark = loaded.get(article.slug, "")
            if self._decide(name, wanted, fingerprint(now.as_dict()) if now else None, mark):
                write_article(article)
                written.append(article)
            self._mark(Entry.objects.filter(slug=article.slug), name, wanted, mark)
        for article in written:
            write_related(article)

    def _channels(self) -> None:
        rows = (
            Channel.objects.select_related("alternative")
            .prefetch_related("hours", "special_days")
            .in_bulk(field_name="slug")
        )
        written = []
        order = _after(channel.slug for channel in self.pack.directory.channels)
        order_found = _after(slug for slug in rows if slug in order)
        for position, channel in enumerate(self.pack.directory.channels):
            wanted = fingerprint([channel.as_dict(), order[channel.slug]])
            row = rows.get(channel.slug)
            found = fingerprint([compile_channel(row).as_dict(), order_found[channel.slug]]) if row else None
            name, loaded = f"channel {channel.slug}", row.loaded if row else ""
            if self._decide(name, wanted, found, loaded):
                write_channel(channel, position=position)
                written.append(channel)
            self._mark(Channel.objects.filter(slug=channel.slug), name, wanted, loaded)
        for channel in written:
            write_alternative(channel)
        if written:
            self._put_in_order(Channel.objects.all(), "channel", order, order_found)

    def _put_in_order(
        self, rows: models.QuerySet[Any], kind: str, order: dict[str, str], found: dict[str, str]
    ) -> None:
        """Number `rows` as `order` has them, except those somebody has moved here."""
        for position, slug in enumerate(order):
            if f"{kind} {slug}" not in self.kept or found.get(slug) == order[slug]:
                rows.filter(slug=slug).update(position=position)

    def _synonyms(self) -> None:
        rows = Synonyms.objects.in_bulk(field_name="name")
        written, marks = [], []
        for group in self.pack.synonyms:
            wanted = synonyms_fingerprint(group)
            row = rows.get(group.name)
            name, loaded = f"synonyms {group.name}", row.loaded if row else ""
            if self._decide(name, wanted, synonyms_fingerprint(group_of(row)) if row else None, loaded):
                written.append(group)
            marks.append((Synonyms.objects.filter(name=group.name), name, wanted, loaded))
        if written:
            write_groups(written)
        for mark in marks:
            self._mark(*mark)

    def _flows(self) -> None:
        rows = Flow.objects.in_bulk(field_name="slug")
        written: list[Graph] = []
        replaced: list[tuple[Graph, Graph]] = []
        for graph in self.pack.graphs:
            wanted = graph_fingerprint(graph)
            row = rows.get(graph.flow)
            draft = compile_flow(row) if row else None
            found = graph_fingerprint(draft) if draft else None
            name, loaded = f"guide {graph.flow}", row.loaded if row else ""
            if self._decide(name, wanted, found, loaded):
                write_steps(graph)
                written.append(graph)
                if draft:
                    replaced.append((draft, graph))
            self._mark(Flow.objects.filter(slug=graph.flow), name, wanted, loaded)
        self._require_targets(written)
        for graph in written:
            write_choices(graph)
        for draft, graph in replaced:
            record_load(draft, graph)

    def _require_targets(self, written: list[Graph]) -> None:
        """A guide kept as it was edited here may lack a step that another file leads to."""
        world = World(flows=_existing().flows)
        problems = [problem for graph in written for problem in validate(graph, world)]
        if missing := [problem for problem in problems if problem.code == "guide-step-missing"]:
            raise NotLoadable(_complaints(self.pack, missing))

    def _groups(self) -> None:
        rows = FlowGroup.objects.in_bulk(field_name="slug")
        order = _after(group.slug for group in self.pack.groups)
        order_found = _after(slug for slug in rows if slug in order)
        founds = {slug: group_fingerprint(row, order_found.get(slug, "")) for slug, row in rows.items()}
        written = []
        for group in self.pack.groups:
            data = [group.title.as_dict(), list(group.flows), order[group.slug]]
            name, loaded = f"group {group.slug}", rows[group.slug].loaded if group.slug in rows else ""
            if self._decide(name, fingerprint(data), founds.get(group.slug), loaded):
                written.append(group)
                self._group(group)
            self._mark(FlowGroup.objects.filter(slug=group.slug), name, fingerprint(data), loaded)
        if written:
            self._put_in_order(FlowGroup.objects.all(), "group", order, order_found)

    def _group(self, group: Group) -> None:
        values = {f"title_{code}": getattr(group.title, code) for code in LANGUAGES}
        row, _ = FlowGroup.objects.update_or_create(slug=group.slug, defaults=values)
        row.flows.exclude(slug__in=group.flows).update(group=None)
        for place, slug in enumerate(group.flows):
            Flow.objects.filter(slug=slug).update(group=row, position=place)

    def _notice(self) -> None:
        row = SiteNotice.objects.first()
        if "pack" not in self.pack.files or not (row or self.pack.notice):
            return
        wanted = fingerprint(self.pack.notice.as_dict())
        found = fingerprint(Text.of(row, "text").as_dict()) if row else None
        loaded = row.loaded if row else ""
        if self._decide("notice", wanted, found, loaded):
            values = {f"text_{code}": getattr(self.pack.notice, code) for code in LANGUAGES}
            SiteNotice.objects.update_or_create(pk=1, defaults=values)
        self._mark(SiteNotice.objects.all(), "notice", wanted, loaded)

    def _stands(self, name: str, row: Entry | Flow) -> bool:
        """Whether somebody here took it off the site, or put an old revision back before customers."""
        return self._decided(name, is_restoring(row.live.note) if row.live else row.revisions.exists())

    def _decided(self, name: str, here: bool) -> bool:  # noqa: FBT001
        """Whether what customers see stays as it was decided `here`; notes it."""
        if here and not self.overwrite:
            self.report.standing.append(name)
        return here and not self.overwrite

    def _goes_live(self, flow: Flow) -> bool:
        if flow.live and graph_of(flow.live) == compile_flow(flow):
            # What it names may have been withdrawn here since: then it stays live as it is.
            return not errors(problems_of(flow, drafting=False))
        return not self._stands(f"guide {flow.slug}", flow)

    def publish(self) -> None:
        """Put before customers whatever of the pack they do not see yet; what was kept stays a draft."""
        drafts = {
            article.slug: article
            for shelf in self.pack.shelves
            for article in shelf.articles
            if f"entry {article.slug}" not in self.kept
        }
        for entry in Entry.objects.filter(slug__in=drafts).select_related("live"):
            if entry.live and entry.live.content == rendered(drafts[entry.slug]):
                continue
            if not self._stands(f"entry {entry.slug}", entry):
                publish_entry(entry, author=None, note=str(self.pack.folder.name))
                self.report.published.append(f"entry {entry.slug}")
        slugs = [
            channel.slug
            for channel in self.pack.directory.channels
            if f"channel {channel.slug}" not in self.kept
        ]
        for channel in Channel.objects.filter(slug__in=slugs):
            was_withdrawn = channel.version > 0 and not channel.card
            if not self._decided(f"channel {channel.slug}", was_withdrawn) and publish_channel(channel):
                self.report.published.append(f"channel {channel.slug}")
        guides = [graph.flow for graph in self.pack.graphs if f"guide {graph.flow}" not in self.kept]
        flows = [
            flow
            for flow in Flow.objects.filter(slug__in=guides).select_related("live").order_by("pk")
            if self._goes_live(flow)
        ]
        revisions = publish_together(flows, author=None, note=str(self.pack.folder.name))
        for flow, revision in zip(flows, revisions, strict=True):
            if flow.live_id != revision.pk:
                self.report.published.append(f"guide {flow.slug} {revision.number}")
                if plan := cancelled_by(revision):
                    self.report.cancelled.append(
                        f"guide {flow.slug}, to go live at {plan.at:%Y-%m-%d %H:%M %Z}"
                    )
