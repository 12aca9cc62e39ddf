"""The names of a content pack and those of the rows it means: looked up, and brought together, while a pack is loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from django.db.models import Q, QuerySet

from faq.article import Article
from faq.models import Entry, EntryAlias
from faq.renaming import rename_entry
from ground.documents import Complaint
from wizard.editing.names import entries_in, far_targets, names_outside
from wizard.graph import Graph, Target
from wizard.identity import (
    Outside,
    bonds,
    contested,
    for_rows,
    former_slugs,
    former_words,
    in_words_of,
    step_bonds,
)
from wizard.models import Alias, Flow
from wizard.pack import Group, Pack
from wizard.problems import Where
from wizard.renaming import rename_flow


def meant_flows(pack: Pack) -> QuerySet[Flow]:
    """The rows of the guides of `pack`, whatever they are called today."""
    former = Alias.objects.filter(step=None, slug__in=(names := _names(_guides(pack))))
    return Flow.objects.filter(Q(slug__in=names) | Q(pk__in=former.values("flow")))


def meant_entries(pack: Pack) -> QuerySet[Entry]:
    """The rows of the entries of `pack`, whatever they are called today."""
    former = EntryAlias.objects.filter(slug__in=(names := _names(_articles(pack))))
    return Entry.objects.filter(Q(slug__in=names) | Q(pk__in=former.values("entry")))


def _guides(pack: Pack) -> dict[str, tuple[str, ...]]:
    return {graph.flow: graph.aliases for graph in pack.graphs}


def _articles(pack: Pack) -> dict[str, tuple[str, ...]]:
    return {article.slug: article.aliases for shelf in pack.shelves for article in shelf.articles}


def _names(slugs: dict[str, tuple[str, ...]]) -> list[str]:
    return sorted({name for slug, aliases in slugs.items() for name in (slug, *aliases)})


def _rows(meant: QuerySet[Flow] | QuerySet[Entry], former: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {slug: [] for slug in meant.values_list("slug", flat=True)}
    for slug, alias in former:
        found[slug].append(alias)
    return found


class PackNames:
    """What the slugs of `pack` mean here.

    The rows it means must be locked. First `take` what the pack renames, then `look_up` what it names.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        flows, entries = meant_flows(pack), meant_entries(pack)
        former = Alias.objects.filter(step=None, flow__in=flows).values_list("flow__slug", "slug")
        self._flow_rows = _rows(flows, former)
        self.guides = bonds(_guides(pack), self._flow_rows)
        named = EntryAlias.objects.filter(entry__in=entries).values_list("entry__slug", "slug")
        self._entry_rows = _rows(entries, named)
        self.entries = bonds(_articles(pack), self._entry_rows)

    def renamed(self) -> list[str]:
        """What has another slug here than in the files."""
        kinds = (("guide", self.guides), ("entry", self.entries))
        return [
            f"{kind} {slug} is {bond.slug} here"
            for kind, found in kinds
            for slug, bond in found.items()
            if slug != bond.slug
        ]

    def guides_twice(self, edited: Collection[str]) -> Iterator[Complaint]:
        """Two files that mean one guide, under its former slug and under today's; only of those `edited` here.

        Of the others the file says itself that it has given the slug up.
        """
        for slug, today in contested(_guides(self.pack), self._flow_rows, self.guides).items():
            if today in edited:
                yield _twice(self.pack.files[f"flow {slug}"], 1, "guide", slug, today)

    def entries_twice(self, edited: Collection[str]) -> Iterator[Complaint]:
        """As `guides_twice`, for entries."""
        disputed = contested(_articles(self.pack), self._entry_rows, self.entries)
        for shelf in self.pack.shelves:
            for article in shelf.articles:
                if (today := disputed.get(article.slug)) in edited:
                    file, line = self.pack.files[f"category {shelf.slug}"], shelf.lines[article.slug]
                    yield _twice(file, line, "entry", article.slug, str(today))

    def take(self) -> None:
        """Give rows the slugs that the pack has for them now; their old ones go on working."""
        for slug, bond in self.guides.items():
            if slug not in (bond.row, bond.word):
                flow = Flow.objects.get(slug=bond.row)
                # A former slug moves with what claims it last.
                Alias.objects.filter(step=None, slug=slug).exclude(flow=flow).delete()
                if bond.slug == slug:
                    rename_flow(flow, slug)
                else:
                    Alias.objects.create(flow=flow, slug=slug)
        for slug, bond in self.entries.items():
            if slug not in (bond.row, bond.word):
                entry = Entry.objects.get(slug=bond.row)
                EntryAlias.objects.filter(slug=slug).exclude(entry=entry).delete()
                if bond.slug == slug:
                    rename_entry(entry, slug)
                else:
                    EntryAlias.objects.create(entry=entry, slug=slug)

    def look_up(self, drafts: Mapping[str, Graph]) -> None:
        """Find what the files name; `drafts` are those of the guides, by the slugs of their files."""
        graphs = self.pack.graphs
        self._files = {name: graph for graph in graphs for name in (*graph.aliases, graph.flow)}
        self._steps = {graph.flow: step_bonds(graph, drafts.get(graph.flow)) for graph in graphs}
        articles = _articles(self.pack)
        self._articles = {name: slug for slug in articles for name in (*articles[slug], slug)}
        shown = {slug for graph in graphs for slug in entries_in(graph)}
        related = {
            slug for shelf in self.pack.shelves for article in shelf.articles for slug in article.related
        }
        targets = {target for graph in graphs for target in far_targets(graph)}
        targets |= {Target("", flow) for group in self.pack.groups for flow in group.flows}
        self._names = names_outside(targets, shown | related)
        self._guide_words = {bond.slug: bond.word for bond in self.guides.values()}
        self._step_words = {
            (self.guide(flow), bond.row): bond.word
            for flow, steps in self._steps.items()
            for bond in steps.values()
        }
        self._entry_words = {bond.slug: bond.word for bond in self.entries.values()}

    def guide(self, slug: str) -> str:
        """Today's slug of a guide that the pack names."""
        if slug in self._files:
            flow = self._files[slug].flow
            return self.guides[flow].slug if flow in self.guides else flow
        return self._names.guides[slug][0] if slug in self._names.guides else slug

    def target(self, target: Target) -> Target:
        """Where a choice of the pack leads, in slugs of today."""
        file = self._files.get(target.flow)
        today = file.todays_slugs.get(target.step) if file else None
        if file is None or (target.step and today is None):
            found, missing = self._names.today(Target(target.step, self.guide(target.flow)))
            return found if found and not missing else Target(target.step, self.guide(target.flow))
        bond = self._steps[file.flow].get(today or "")
        return Target(bond.slug if bond else today or "", self.guide(target.flow))

    def entry(self, slug: str) -> str:
        """Today's slug of an entry that the pack names."""
        if slug in self._articles:
            name = self._articles[slug]
            return self.entries[name].slug if name in self.entries else name
        return self._names.entries.get(slug, slug)

    def steps_to_rename(self, flow: str) -> Iterator[tuple[str, str]]:
        """The steps of a guide of the pack that it gives another slug, as (slug it has, slug it is to have)."""
        for bond in self._steps[flow].values():
            if bond.row != bond.slug:
                yield bond.row, bond.slug

    def where(self, where: Where) -> Where:
        """A place in the draft of a guide of the pack as its file has it."""
        flow = next(name for name in _guides(self.pack) if self.guide(name) == where.flow)
        steps = {bond.slug: name for name, bond in self._steps[flow].items()}
        return Where(flow, steps.get(where.step, where.step), where.choice)

    def words_of_group(self, group: Group, slugs: Iterable[str]) -> list[str]:
        """The guides `slugs` as the file of `group` calls them."""
        words = {bond.slug: name for name, bond in self.guides.items()}
        words |= {self.guide(slug): slug for slug in group.flows}
        return [words.get(slug, slug) for slug in slugs]

    def graph(self, file: Graph, draft: Graph | None, *, strict: bool) -> Graph:
        """A guide of the pack as it is to be written over `draft`; see `wizard.identity.for_rows`."""
        claimed = {name for name, graph in self._files.items() if graph is not file}
        outside = Outside(self.target, self.entry)
        return for_rows(file, draft, self.guides.get(file.flow), outside, claimed=claimed, strict=strict)

    def article(self, file: Article, draft: Article | None, *, strict: bool) -> Article:
        """An entry of the pack as it is to be written over `draft`."""
        bond = self.entries.get(file.slug)
        claimed = {name for name, slug in self._articles.items() if slug != file.slug}
        here = set() if strict or draft is None else set(draft.aliases) - claimed
        return replace(
            file,
            slug=bond.slug if bond else file.slug,
            aliases=former_slugs(file.aliases, bond, here),
            related=tuple(dict.fromkeys(map(self.entry, file.related))),
        )

    def words_for(self, file: Graph, draft: Graph) -> Iterator[tuple[Graph, bool]]:
        """What `draft` says, in words the file may have had when it was loaded; whether strictly so."""
        bond = self.guides[file.flow]
        for outside in self._outsides(far_targets(file), entries_in(file)):
            for strict in (True, False):
                yield in_words_of(file, draft, bond, outside, strict=strict), strict

    def alike(self, file: Graph, one: Graph, other: Graph) -> bool:
        """Whether two states of a guide differ in slugs alone: not in the words of its file."""
        outside = self._outsides(far_targets(file), entries_in(file))[0]
        bond = self.guides[file.flow]
        said = [in_words_of(file, graph, bond, outside, strict=False) for graph in (one, other)]
        return said[0] == said[1]

    def words_for_article(self, file: Article, draft: Article) -> Iterator[tuple[Article, bool]]:
        """As `words_for`, for an entry."""
        bond = self.entries[file.slug]
        for outside in self._outsides((), file.related):
            for strict in (True, False):
                aliases = former_words(draft.aliases, bond, file.aliases, strict=strict)
                related = tuple(map(outside.entry, draft.related))
                yield replace(draft, slug=bond.word, aliases=aliases, related=related), strict

    def _outsides(self, targets: Iterable[Target], entries: Iterable[str]) -> tuple[Outside, Outside]:
        """As a file names these things now, and as it did before the pack renamed them."""
        written = {self.target(target): target for target in targets}
        shown = {self.entry(slug): slug for slug in entries}

        def word(target: Target) -> Target:
            step = self._step_words.get((target.flow, target.step), target.step)
            return Target(step, self._guide_words.get(target.flow, target.flow))

        def now(target: Target) -> Target:
            return written.get(target) or word(target)

        def entry_now(slug: str) -> str:
            return shown.get(slug) or self._entry_words.get(slug, slug)

        return Outside(now, entry_now), Outside(word, lambda slug: self._entry_words.get(slug, slug))


def _twice(file: str, line: int, kind: str, slug: str, today: str) -> Complaint:
    message = f"the {kind} “{slug}” is called “{today}” here, and the pack has “{today}” too; keep one."
    return Complaint(file, line, "duplicate-slug", message)


def recognise(
    words: Iterable[tuple[str, bool]], *, wanted: str, loaded: str, same: Callable[[], bool]
) -> tuple[str, bool]:
    """What a row says, as a fingerprint to be compared, and whether its former slugs are as they were loaded.

    `words` are what it may have said when it was loaded (fingerprint, strictly so). Where none of them is `loaded`,
    but it is the `same` as is `wanted`, it is that.
    """
    first = ""
    for number, (found, strict) in enumerate(words):
        if found == loaded:
            return found, strict
        if number == 0:
            first = found
            if same():
                return wanted, False
    return first, False
