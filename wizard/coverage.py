"""Which FAQ entries the guides lead to, on which ways, in how many clicks from home: pure functions over graphs.

A click is a choice; choosing the guide on home is the first. An entry counts as reached where it is on the
screen: as the answer of a way, or beside a question.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wizard.graph import Choice, Graph, Step
from wizard.paths import in_order

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry on a step: where, by how many clicks, by which answers from home, and whether a way ends there."""

    flow: str
    step: str
    clicks: int
    way: tuple[str, ...]
    is_answer: bool

    @property
    def address(self) -> str:
        """The step as `guide/step`."""
        return f"{self.flow}/{self.step}"


@dataclass(frozen=True, slots=True)
class GuideLengths:
    """How many questions the ways of a guide ask: the longest and the median way, and how many ways there are."""

    flow: str
    longest: int
    median: float
    ways: int


@dataclass(frozen=True)
class Coverage:
    """The whole picture. `sightings` has every entry asked about, nearest sighting first."""

    sightings: Mapping[str, tuple[Sighting, ...]]
    lost: tuple[Place, ...]
    lengths: tuple[GuideLengths, ...]

    @property
    def unreached(self) -> list[str]:
        """Entries no guide leads to."""
        return [entry for entry, seen in self.sightings.items() if not seen]

    @property
    def clicks(self) -> dict[str, int]:
        """The fewest clicks to each entry that is reached."""
        return {entry: seen[0].clicks for entry, seen in self.sightings.items() if seen}

    @property
    def mean_clicks(self) -> float:
        """Their mean; 0 when nothing is reached."""
        return sum(self.clicks.values()) / len(self.clicks) if self.clicks else 0.0

    @property
    def most_clicks(self) -> int:
        """The farthest entry."""
        return max(self.clicks.values(), default=0)


def cover(graphs: Iterable[Graph], entries: Iterable[str]) -> Coverage:
    """The coverage of `entries` by the guides `graphs`, all of them offered on home."""
    guides = {graph.flow: graph for graph in graphs}
    ways = _ways_from_home(guides)
    seen: dict[str, list[Sighting]] = {entry: [] for entry in entries}
    for (flow, slug), way in ways.items():
        step = guides[flow].by_slug[slug]
        for entry in step.entries:
            if entry in seen:
                seen[entry].append(Sighting(flow, slug, len(way), way, step.is_answer))
    nearest = {
        entry: tuple(sorted(found, key=lambda at: (at.clicks, not at.is_answer, at.address)))
        for entry, found in seen.items()
    }
    lost = tuple((graph.flow, slug) for graph in guides.values() for slug in _lost_when_unsure(graph))
    return Coverage(nearest, lost, tuple(_lengths(graph) for graph in guides.values()))


def _ways_from_home(guides: Mapping[str, Graph]) -> dict[Place, tuple[str, ...]]:
    """The shortest way to every step: the guide chosen on home, then `step=choice` for every answer."""
    ways: dict[Place, tuple[str, ...]] = {}
    waiting: deque[tuple[Place, tuple[str, ...]]] = deque(
        ((flow, graph.start), (flow,)) for flow, graph in guides.items() if graph.start in graph.by_slug
    )
    while waiting:
        place, way = waiting.popleft()
        if place in ways:
            continue
        ways[place] = way
        flow, slug = place
        for choice in guides[flow].by_slug[slug].choices:
            target = _target(guides, flow, choice)
            if target and target not in ways:
                waiting.append((target, (*way, f"{slug}={choice.slug}")))
    return ways


def _target(guides: Mapping[str, Graph], flow: str, choice: Choice) -> Place | None:
    if choice.next is None:
        return None
    graph = guides.get(choice.next.flow or flow)
    if graph is None:
        return None
    slug = graph.todays_slugs.get(choice.next.step or graph.start)
    return (graph.flow, slug) if slug else None


def _lost_when_unsure(graph: Graph) -> list[str]:
    """Steps whose “I am not sure” can end where neither an entry nor a channel is offered."""
    order, _ = in_order(graph)
    empty: dict[str, bool] = {}
    for slug in reversed(order):
        step = graph.by_slug[slug]
        targets = list(graph.local_targets(step))
        empty[slug] = _offers_nothing(step) or any(empty.get(target, False) for target in targets)
    found = []
    for slug in order:
        for choice in graph.by_slug[slug].choices:
            here = graph.local_target(choice)
            nowhere = here is None and (choice.next is None or not choice.next.flow)
            if choice.is_unsure and (nowhere or empty.get(here or "", False)):
                found.append(slug)
    return found


def _offers_nothing(step: Step) -> bool:
    return step.is_answer and step.outcome != "solved" and not (step.entries or step.channels)


def _lengths(graph: Graph) -> GuideLengths:
    """Lengths of all ways, counted step by step without listing them."""
    order, closing = in_order(graph)
    left_out = set(closing)
    lengths: dict[str, Counter[int]] = {}
    for slug in reversed(order):
        step = graph.by_slug[slug]
        here: Counter[int] = Counter()
        for choice in step.choices:
            target = choice.next.step if choice.next and not choice.next.flow else ""
            below = lengths.get(target) if (slug, target) not in left_out else None
            for length, count in (below or Counter({0: 1})).items():
                here[length + 1] += count
        lengths[slug] = here if step.choices else Counter({0: 1})
    all_ways: Counter[int] = Counter()
    for root in graph.roots:
        all_ways.update(lengths[root])
    return GuideLengths(graph.flow, max(all_ways, default=0), _median(all_ways), sum(all_ways.values()))


def _median(counts: Counter[int]) -> float:
    total = sum(counts.values())
    if not total:
        return 0.0
    at = 0
    middle: list[int] = []
    for length in sorted(counts):
        at += counts[length]
        for rank in ((total + 1) // 2, total // 2 + 1):
            if len(middle) < 2 and at >= rank and at - counts[length] < rank:
                middle.append(length)
    return sum(middle) / len(middle)
