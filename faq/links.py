"""Whether the links of a Markdown text can work: one check for the texts of entries and of guides.

What is published comes in as `Places`. The guides are a room above, unknown here: it registers who knows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from faq.markdown import links_of
from ground.sentences import marked as _

_LINK = re.compile(
    r"(https?://[^/\s.]+\.\S+|mailto:\S+@\S+|tel:\+?[\d-]+|(guide|entry):[a-z0-9/-]+|contact:)\Z"
)

LINK_REASONS = {
    "scheme": _("Use https:, mailto:, tel:, guide:, entry: or contact:."),
    "guide": _("No published guide or step has that name."),
    "entry": _("No published FAQ entry has that name."),
    "form": _("Write it as [text](address) and close the bracket."),
}


class Everything:
    """A container that holds whatever is asked for: a world in which every name is known."""

    def __contains__(self, _name: object) -> bool:
        return True


@dataclass(frozen=True)
class Places:
    """What may be linked to, by the slugs of today and by former ones: entries, and guides with their steps."""

    entries: Container[str] = field(default_factory=Everything)
    flows: Mapping[str, Container[str]] = field(default_factory=dict)

    def leads(self, flow: str, step: str) -> bool:
        """Whether customers can open that step of that guide; without a step, the guide."""
        return flow in self.flows and (not step or step in self.flows[flow])


def is_well_formed(link: str) -> bool:
    """Whether the address `link` of a Markdown text can work: an allowed scheme, and what it needs."""
    return _LINK.match(link) is not None


def bad_links(markdown: str, places: Places) -> Iterator[tuple[str, str]]:
    """The links of a Markdown text that cannot work, each with its reason (a value of `LINK_REASONS`)."""
    for link in links_of(markdown):
        scheme, _sep, path = link.partition(":")
        if link.endswith(" …"):
            yield link, LINK_REASONS["form"]
        elif not is_well_formed(link):
            yield link, LINK_REASONS[scheme if scheme in {"guide", "entry"} else "scheme"]
        elif scheme == "guide":
            flow, _sep, step = path.partition("/")
            if not places.leads(flow, step):
                yield link, LINK_REASONS["guide"]
        elif scheme == "entry" and path not in places.entries:
            yield link, LINK_REASONS["entry"]


def named_in(texts: Iterable[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """The entries that the links of Markdown texts name, and the places in guides as (guide, step or nothing)."""
    entries: set[str] = set()
    guides: set[tuple[str, str]] = set()
    for link in (link for text in texts for link in links_of(text)):
        scheme, _sep, path = link.partition(":")
        if scheme == "entry":
            entries.add(path)
        elif scheme == "guide":
            flow, _sep, step = path.partition("/")
            guides.add((flow, step))
    return entries, guides


# Gets slugs of guides and of steps; gives the published ones among those guides with those of the steps they have.
Finder = Callable[[Collection[str], Collection[str]], Mapping[str, Container[str]]]

_finders: list[Finder] = []


def register_guides(finder: Finder) -> None:
    """Let `finder` say which guides may be linked to."""
    _finders[:] = [finder]


def published_guides(named: Iterable[tuple[str, str]]) -> Mapping[str, Container[str]]:
    """The guides among `named` that customers can open, with their steps; no query when nothing is named."""
    wanted = list(named)
    if not wanted or not _finders:
        return {}
    return _finders[0]({flow for flow, _step in wanted}, {step for _flow, step in wanted})
