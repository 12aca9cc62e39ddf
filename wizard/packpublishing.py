"""Putting a loaded content pack before customers: what they do not see yet, and nothing that was decided here."""

from __future__ import annotations

from dataclasses import dataclass

from contact.models import Channel
from contact.publishing import publish_channel
from faq.compiler import compile_entries
from faq.links import Places
from faq.models import Entry
from faq.publishing import places_for, publish_entry, same_for_readers
from faq.publishing import problems_of as problems_of_entry
from ground.append_only import is_restoring
from ground.documents import Complaint
from wizard.compiler import compile_flow
from wizard.editing import in_todays_slugs
from wizard.graph import Graph
from wizard.models import Flow
from wizard.pack import Pack
from wizard.packnames import PackNames
from wizard.packreport import NotLoadable, Report
from wizard.problems import errors
from wizard.publishing import NotPublishable, graph_of, problems_of, publish_together, under_todays_name
from wizard.scheduling import cancelled_by


@dataclass
class PackPublication:
    """One publication of `pack`, whose drafts are written; `kept` names those that were edited here."""

    pack: Pack
    names: PackNames
    report: Report
    kept: set[str]
    overwrite: bool

    def publish(self, places: Places) -> None:
        """All of it or nothing; `places` is what its entries may link to, guides that come after them too.

        Raises NotPublishable, EntryNotPublishable or NotLoadable.
        """
        self._publish_entries(places)
        self._publish_channels()
        self._publish_guides()
        self._require_links()

    def _stands(self, name: str, row: Entry | Flow) -> bool:
        """Whether somebody here took it off the site, or put an old revision back before customers."""
        return self._decided(name, is_restoring(row.live.note) if row.live else row.revisions.exists())

    def _decided(self, name: str, here: bool) -> bool:  # noqa: FBT001
        """Whether what customers see stays as it was decided `here`; notes it."""
        if here and not self.overwrite:
            self.report.standing.append(name)
        return here and not self.overwrite

    def _goes_live(self, flow: Flow) -> bool:
        if flow.live and graph_of(flow.live) == (draft := compile_flow(flow)):
            # What it names may have been withdrawn here since: then it stays live as it is.
            return not errors(problems_of(flow, drafting=False))
        if flow.live and self._live_today(flow, draft) == draft:
            # Nothing of its own was renamed, and the former slugs of what it names go on working.
            return False
        return not self._stands(f"guide {flow.slug}", flow)

    def _live_today(self, flow: Flow, draft: Graph) -> Graph | None:
        """What is live of `flow`, in the slugs that guides and entries have now."""
        if flow.live is None:
            return None
        return in_todays_slugs([under_todays_name(flow, graph_of(flow.live))], known=draft)[0]

    def _only_renamed(self, flow: Flow) -> bool:
        """Whether what is live differs from the draft in slugs alone."""
        draft = compile_flow(flow)
        live = self._live_today(flow, draft)
        file = next(graph for graph in self.pack.graphs if self.names.guide(graph.flow) == flow.slug)
        return live is not None and self.names.alike(file, live, draft)

    def _publish_entries(self, places: Places) -> None:
        """Their links may lead to guides that are published after them; `places` has these already."""
        drafts = {}
        for shelf in self.pack.shelves:
            for article in shelf.articles:
                slug = self.names.entry(article.slug)
                if f"entry {slug}" not in self.kept:
                    drafts[slug] = article
        rows = Entry.objects.filter(slug__in=drafts).select_related("live")
        compiled = compile_entries(drafts)
        for entry in rows:
            if entry.live and same_for_readers(entry.live, compiled[entry.slug]):
                continue
            if not self._stands(f"entry {entry.slug}", entry):
                publish_entry(entry, author=None, note=str(self.pack.folder.name), places=places)
                self.report.published.append(f"entry {entry.slug}")

    def _publish_channels(self) -> None:
        slugs = [
            channel.slug
            for channel in self.pack.directory.channels
            if f"channel {channel.slug}" not in self.kept
        ]
        for channel in Channel.objects.filter(slug__in=slugs):
            was_withdrawn = channel.version > 0 and not channel.card
            if not self._decided(f"channel {channel.slug}", was_withdrawn) and publish_channel(channel):
                self.report.published.append(f"channel {channel.slug}")

    def _publish_guides(self) -> None:
        named = (self.names.guide(graph.flow) for graph in self.pack.graphs)
        guides = [slug for slug in named if f"guide {slug}" not in self.kept]
        rows = Flow.objects.filter(slug__in=guides).select_related("live").order_by("pk")
        flows = [flow for flow in rows if self._goes_live(flow)]
        renamed = {flow.slug for flow in flows if self._only_renamed(flow)}
        while True:
            try:
                revisions = publish_together(flows, author=None, note=str(self.pack.folder.name))
                break
            except NotPublishable as refusal:
                # What was only renamed need not go live; what it leads to may wait for an editor.
                left_out = {problem.where.flow for problem in errors(refusal.problems)} & renamed
                if not left_out:
                    raise
                flows = [flow for flow in flows if flow.slug not in left_out]
        for flow, revision in zip(flows, revisions, strict=True):
            if flow.live_id != revision.pk:
                self.report.published.append(f"guide {flow.slug} {revision.number}")
                if plan := cancelled_by(revision):
                    self.report.cancelled.append(
                        f"guide {flow.slug}, to go live at {plan.at:%Y-%m-%d %H:%M %Z}"
                    )

    def _require_links(self) -> None:
        """A guide that was kept from customers here may be one that entries of the pack link to."""
        names = [name.partition(" ")[2] for name in self.report.published if name.startswith("entry ")]
        articles = compile_entries(names)
        places = places_for(articles.values())
        dead = {
            slug: [problem for problem in problems_of_entry(article, places) if problem.code == "bad-link"]
            for slug, article in articles.items()
        }
        found = []
        for shelf in self.pack.shelves:
            for article in shelf.articles:
                file, line = self.pack.files[f"category {shelf.slug}"], shelf.lines[article.slug]
                for problem in dead.get(self.names.entry(article.slug), ()):
                    found.append(Complaint(file, line, problem.code, f"{article.slug}: {problem}"))
        if found:
            raise NotLoadable(list(dict.fromkeys(found)))
