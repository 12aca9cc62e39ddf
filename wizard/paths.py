"""Ways through a guide: counted without listing them, listed up to a bound, and the longest.

A way is the choices from a root (the start, or where another guide leads in) to an answer or to another guide.
Guides with joins can have more ways than anybody could list, so counting walks each step once. Everything here is
iterative: a guide may be 100,000 steps deep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from wizard.graph import Choice, Graph, Step, Target


@dataclass(frozen=True, slots=True)
class Way:
    """One way: the questions passed with the choice taken at each, and where it ends."""

    answers: tuple[tuple[Step, Choice], ...]
    end: Step | None
    onward: Target | None = None

    @property
    def outcome(self) -> str:
        """`answer`, `solved`, `contact`, `guide` (it goes on in another one) or `nowhere`."""
        if self.onward is not None:
            return "guide"
        return self.end.kind if self.end is not None and self.end.is_answer else "nowhere"

    @property
    def end_name(self) -> str:
        """What it ends in, as a reader would write it: a step's slug, or `guide/step`."""
        return str(self.onward) if self.onward else (self.end.slug if self.end else "")


def in_order(graph: Graph) -> tuple[list[str], list[tuple[str, str]]]:
    """Reachable steps so that every step comes before those it leads to, and the edges that close a circle.

    Returns (slugs in topological order once the closing edges are left out, [(step, target), …]).
    """
    done: set[str] = set()
    finished: list[str] = []
    closing: list[tuple[str, str]] = []
    for root in graph.roots:
        _finish(graph, root, done, finished, closing)
    return finished[::-1], closing


def _finish(
    graph: Graph, root: str, done: set[str], finished: list[str], closing: list[tuple[str, str]]
) -> None:
    """Add what can be reached from `root` to `finished`, each step after those it leads to."""
    open_now = {root}
    stack = [(root, graph.local_targets(graph.by_slug[root]))]
    while stack:
        slug, targets = stack[-1]
        for target in targets:
            if target in open_now:
                closing.append((slug, target))
            elif target not in done:
                open_now.add(target)
                stack.append((target, graph.local_targets(graph.by_slug[target])))
                break
        else:
            stack.pop()
            open_now.discard(slug)
            done.add(slug)
            finished.append(slug)


def count_ways(graph: Graph) -> int:
    """How many ways lead from the roots to an end; choices without a target count as an end.

    Edges that close a circle are left out, so the number is finite for a broken draft too.
    """
    order, closing = in_order(graph)
    left_out = set(closing)
    ways: dict[str, int] = {}
    for slug in reversed(order):
        step = graph.by_slug[slug]
        total = 0
        for choice in step.choices:
            target = graph.local_target(choice)
            if target is None:
                total += 1
            elif (slug, target) not in left_out:
                total += ways[target]
        ways[slug] = total if step.choices else 1
    return sum(ways[root] for root in graph.roots)


def questions_on_longest_way(graph: Graph) -> dict[str, int]:
    """For every reachable step: how many questions the longest way from it passes, itself included."""
    order, closing = in_order(graph)
    left_out = set(closing)
    depth: dict[str, int] = {}
    for slug in reversed(order):
        step = graph.by_slug[slug]
        below = (depth[target] for target in graph.local_targets(step) if (slug, target) not in left_out)
        depth[slug] = 0 if step.is_answer else 1 + max(below, default=0)
    return depth


def list_ways(graph: Graph, *, limit: int) -> Iterator[Way]:
    """The ways one by one, root by root, first choices first, at most `limit`; a circle is left where it closes."""
    ways = (way for root in graph.roots for way in _ways_from(graph, graph.by_slug[root]))
    return islice(ways, max(limit, 0))


def _ways_from(graph: Graph, start: Step) -> Iterator[Way]:
    if start.is_answer:
        yield Way((), start)
        return
    trail: list[tuple[Step, Choice]] = []
    passed: set[str] = set()
    stack: list[Iterator[tuple[Step, Choice]]] = [_answers(start)]
    while stack:
        answer = next(stack[-1], None)
        if answer is None:
            stack.pop()
            continue
        while len(trail) >= len(stack):
            passed.discard(trail.pop()[0].slug)
        step, choice = answer
        trail.append(answer)
        passed.add(step.slug)
        target = graph.local_target(choice)
        if target is None or target in passed:
            yield _cut_short(graph, trail, target)
            continue
        following = graph.by_slug[target]
        if following.is_answer:
            yield Way(tuple(trail), following)
        else:
            stack.append(_answers(following))


def _answers(step: Step) -> Iterator[tuple[Step, Choice]]:
    return ((step, choice) for choice in step.choices)


def _cut_short(graph: Graph, trail: list[tuple[Step, Choice]], target: str | None) -> Way:
    """A way that leaves the guide, leads nowhere, or would go round in a circle at `target`."""
    if target is not None:
        return Way(tuple(trail), graph.by_slug[target])
    following = trail[-1][1].next
    leaves = following is not None and following.flow not in ("", graph.flow)
    return Way(tuple(trail), None, following if leaves else None)
