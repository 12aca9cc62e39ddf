"""Loading a content pack into the database; `wizard.exporting` writes it out again.

A load is three-way: what was loaded last (`loaded`, a fingerprint on each row), what the file says now, and what
the database says now. Only what nobody has edited since is written; an edit made in admin is listed and kept
unless `overwrite` is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from operator import eq
from typing import Any

from django.db import models, transaction

from contact.compiler import compile_channel, write_alternative, write_channel
from contact.models import Channel
from faq.article import Article
from faq.compiler import compile_entries, write_article, write_related
from faq.interchange import Shelf
from faq.models import Category, Entry
from ground.documents import Complaint
from ground.text import LANGUAGES, Text
from search.models import Synonyms
from search.thesaurus import group_of, write_groups
from wizard.compiler import compile_flow, write_choices, write_steps
from wizard.content import check_pack, complaint_of, faults
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
from wizard.models import Flow, FlowGroup, SiteNotice, Step
from wizard.pack import Group, Pack
from wizard.packnames import PackNames, meant_entries, meant_flows, recognise
from wizard.packpublishing import PackPublication
from wizard.packreport import NotLoadable as NotLoadable
from wizard.packreport import Report as Report
from wizard.problems import Problem, errors
from wizard.publishing import NotPublishable
from wizard.surroundings import entered_here, everything_here, published_here
from wizard.validation import World, validate

# What the rows of a draft cannot hold; everything else may be loaded and mended in admin.
UNLOADABLE = {
    "bad-slug", "duplicate-slug", "start-missing", "target-missing", "guide-missing",
    "guide-step-missing", "entry-unpublished", "channel-unpublished", "channel-missing", "bad-outcome",
    "bad-date", "too-many-choices", "too-much-beside",
}  # fmt: skip


class _Undo(Exception):
    pass


def load_pack(pack: Pack, *, publish: bool = False, overwrite: bool = False, dry_run: bool = False) -> Report:
    """Write `pack` into the database, all of it or nothing; with `publish`, put it before customers too.

    Raises NotLoadable. With `dry_run` the report is the same and the database is left as it was.
    """
    outside = replace(published_here() if publish else everything_here(), entered=entered_here(pack))
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
                loading.publication().publish(pack.world(outside))
            if dry_run:
                raise _Undo
    except _Undo:
        pass
    except NotPublishable as error:
        # What was kept as it was edited here is not what another file counts on.
        raise NotLoadable(loading.complaints(errors(error.problems))) from error
    return loading.report


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
        self._name()
        written = [shelf for shelf in self.pack.shelves if self._category(shelf)]
        self._articles([article for shelf in self.pack.shelves for article in shelf.articles])
        for shelf in written:
            for position, article in enumerate(shelf.articles):
                Entry.objects.filter(slug=self.names.entry(article.slug)).update(position=position)
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
            (Channel, (channel.slug for channel in pack.directory.channels)),
            (FlowGroup, (group.slug for group in pack.groups)),
        ]
        held: list[models.QuerySet[Any]] = [meant_entries(pack), meant_flows(pack)]
        held += [model._default_manager.filter(slug__in=list(wanted)) for model, wanted in slugs]
        held += [
            Synonyms.objects.filter(name__in=[group.name for group in pack.synonyms]),
            SiteNotice.objects.all(),
        ]
        for rows in held:
            # `no_key`: what refers to a row may still be saved meanwhile.
            list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))

    def _name(self) -> None:
        """Find out which rows the files mean, and what these are called here."""
        self.names = PackNames(self.pack)
        self.names.take()
        rows = Flow.objects.in_bulk([bond.slug for bond in self.names.guides.values()], field_name="slug")
        guides = self.names.guides.items()
        self.drafts = {slug: compile_flow(rows[bond.slug]) for slug, bond in guides}
        self.names.look_up(self.drafts)
        self.report.renamed += self.names.renamed()

    def publication(self) -> PackPublication:
        """What puts it before customers, once it is written."""
        return PackPublication(self.pack, self.names, self.report, self.kept, self.overwrite)

    def complaints(self, problems: Iterable[Problem]) -> list[Complaint]:
        """Problems of guides as they are here, with the lines they come from."""
        files = {flow.graph.flow: flow for flow in self.pack.flows}
        found = []
        for problem in problems:
            where = self.names.where(problem.where)
            found.append(complaint_of(self.pack, files[where.flow], replace(problem, where=where)))
        return found

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
        words = {self.names.entry(slug): slug for slug in slugs}
        found = category_fingerprint(row, words) if row else None
        name, loaded = f"category {shelf.slug}", row.loaded if row else ""
        write = self._decide(name, wanted, found, loaded)
        if write:
            values = {f"title_{code}": getattr(shelf.title, code) for code in LANGUAGES}
            values |= {f"summary_{code}": getattr(shelf.summary, code) for code in LANGUAGES}
            Category.objects.update_or_create(slug=shelf.slug, defaults={**values, "position": shelf.order})
        self._mark(Category.objects.filter(slug=shelf.slug), name, wanted, loaded)
        return write

    def _articles(self, articles: list[Article]) -> None:
        found = compile_entries(self.names.entry(article.slug) for article in articles)
        loaded = dict(Entry.objects.filter(slug__in=found).values_list("slug", "loaded"))
        written: list[Article] = []
        edited = set()
        for article in articles:
            slug, wanted = self.names.entry(article.slug), fingerprint(article.as_dict())
            now, name, mark = found.get(slug), f"entry {slug}", loaded.get(slug, "")
            known, strict = None, True
            if now is not None:
                words = self.names.words_for_article(article, now)
                said = ((fingerprint(each.as_dict()), strictly) for each, strictly in words)
                to_be = self.names.article(article, now, strict=False)
                known, strict = recognise(said, wanted=wanted, loaded=mark, same=partial(eq, to_be, now))
            if not strict:
                edited.add(slug)
            if self._decide(name, wanted, known, mark):
                written.append(self.names.article(article, now, strict=strict))
                write_article(written[-1])
            self._mark(Entry.objects.filter(slug=slug), name, wanted, mark)
        if twice := list(self.names.entries_twice(edited)):
            raise NotLoadable(twice)
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
        marks = dict(
            Flow.objects.filter(slug__in=map(self.names.guide, self.drafts)).values_list("slug", "loaded")
        )
        written: list[Graph] = []
        replaced: list[tuple[Graph, Graph]] = []
        edited = set()
        for graph in self.pack.graphs:
            slug, wanted = self.names.guide(graph.flow), graph_fingerprint(graph)
            draft, name, mark = self.drafts.get(graph.flow), f"guide {slug}", marks.get(slug, "")
            known, strict = None, True
            if draft is not None:
                words = self.names.words_for(graph, draft)
                said = ((graph_fingerprint(each), strictly) for each, strictly in words)
                to_be = self.names.graph(graph, draft, strict=False)
                known, strict = recognise(said, wanted=wanted, loaded=mark, same=partial(eq, to_be, draft))
            if not strict:
                edited.add(slug)
            if self._decide(name, wanted, known, mark):
                written.append(self.names.graph(graph, draft, strict=strict))
                self._rename_steps(graph, slug)
                write_steps(written[-1])
                if draft:
                    replaced.append((draft, written[-1]))
            self._mark(Flow.objects.filter(slug=slug), name, wanted, mark)
        if twice := list(self.names.guides_twice(edited)):
            raise NotLoadable(twice)
        self._require_targets(written)
        for graph in written:
            write_choices(graph)
        for draft, graph in replaced:
            record_load(draft, graph)

    def _rename_steps(self, graph: Graph, flow: str) -> None:
        """Steps that the pack calls otherwise now stay the same rows: choices of other guides lead to them."""
        for was, today in self.names.steps_to_rename(graph.flow):
            Step.objects.filter(flow__slug=flow, slug=was).update(slug=today)

    def _require_targets(self, written: list[Graph]) -> None:
        """A guide kept as it was edited here may lack a step that another file leads to."""
        world = World(flows=everything_here().flows)
        problems = [problem for graph in written for problem in validate(graph, world)]
        if missing := [problem for problem in problems if problem.code == "guide-step-missing"]:
            raise NotLoadable(self.complaints(missing))

    def _groups(self) -> None:
        rows = FlowGroup.objects.in_bulk(field_name="slug")
        order = _after(group.slug for group in self.pack.groups)
        order_found = _after(slug for slug in rows if slug in order)
        written = []
        for group in self.pack.groups:
            data = [group.title.as_dict(), list(group.flows), order[group.slug]]
            row, after = rows.get(group.slug), order_found.get(group.slug, "")
            word = partial(self.names.words_of_group, group)
            found = group_fingerprint(row, after, word) if row else None
            name, loaded = f"group {group.slug}", row.loaded if row else ""
            if self._decide(name, fingerprint(data), found, loaded):
                written.append(group)
                self._group(group)
            self._mark(FlowGroup.objects.filter(slug=group.slug), name, fingerprint(data), loaded)
        if written:
            self._put_in_order(FlowGroup.objects.all(), "group", order, order_found)

    def _group(self, group: Group) -> None:
        values = {f"title_{code}": getattr(group.title, code) for code in LANGUAGES}
        row, _ = FlowGroup.objects.update_or_create(slug=group.slug, defaults=values)
        flows = [self.names.guide(slug) for slug in group.flows]
        row.flows.exclude(slug__in=flows).update(group=None)
        for place, slug in enumerate(flows):
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
