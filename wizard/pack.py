"""A content pack as a value: everything that its files say."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from contact.interchange import Directory
from faq.interchange import Shelf
from ground.documents import Complaint
from ground.text import Text
from search.synonyms import Group as SynonymGroup
from tools.registry import HELPERS
from wizard.graph import Graph
from wizard.interchange import ReadFlow
from wizard.leads import told_of_each_other
from wizard.validation import World


@dataclass(frozen=True, slots=True)
class Group:
    """A heading on home with the slugs of its guides."""

    slug: str
    title: Text
    flows: tuple[str, ...]
    line: int = field(default=1, compare=False)


@dataclass
class Pack:
    """Everything in a folder. `complaints` says what could not be read; then the rest is not to be trusted."""

    folder: Path
    notice: Text = field(default_factory=Text)
    groups: list[Group] = field(default_factory=list)
    avoid: dict[str, str] = field(default_factory=dict)
    directory: Directory = field(default_factory=lambda: Directory(()))
    synonyms: tuple[SynonymGroup, ...] = ()
    shelves: list[Shelf] = field(default_factory=list)
    flows: list[ReadFlow] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def graphs(self) -> list[Graph]:
        """Its guides."""
        return [flow.graph for flow in self.flows]

    def world(self, outside: World | None = None) -> World:
        """What its guides may refer to: everything in it, and what is `outside`."""
        outer = outside or World(entries=(), channels=())
        articles = [article for shelf in self.shelves for article in shelf.articles]
        own = {name: graph for graph in self.graphs for name in (*graph.aliases, graph.flow)}
        entered = {graph.flow: graph.entered or () for graph in told_of_each_other(self.graphs)}
        return World(
            entries=_Either(
                {slug for article in articles for slug in (article.slug, *article.aliases)}, outer.entries
            ),
            channels=_Either({channel.slug for channel in self.directory.channels}, outer.channels),
            helpers=HELPERS,
            flows={**outer.flows, **{name: set(graph.todays_slugs) for name, graph in own.items()}},
            entered={flow: (*steps, *outer.entered.get(flow, ())) for flow, steps in entered.items()},
        )


class _Either:
    def __init__(self, own: set[str], outer: Container[str]) -> None:
        self._own, self._outer = own, outer

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._outer
