"""A part of a guide that is too large to be shown at once: the upper levels below one of its steps.

Every step belongs to some part: what is folded in one is the root of its own. Plain Python over what leads where;
nothing is recursive, since a guide may be as deep as it is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

# So many choices are shown at once, and so many levels: as deep as a guide may be that is published.
MOST_CHOICES, MOST_LEVELS = 100, 12


@dataclass(frozen=True)
class Skeleton:
    """What leads where in a guide, without its texts.

    `leads` has for each step, in the guide's order, the step that each of its choices leads to; an empty one where
    that is no step of the guide.
    """

    start: str
    leads: Mapping[str, tuple[str, ...]]

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The start, and a step for each part that no way from the start leads to."""
        found = [self.start] if self.start in self.leads else []
        reached = set(self._reach(found, set()))
        led_to = {
            target
            for slug in self.leads
            if slug not in reached
            for target in self.leads[slug]
            if target != slug
        }
        for slug in [*(each for each in self.leads if each not in led_to), *self.leads]:
            if slug not in reached:
                found.append(slug)
                reached.update(self._reach([slug], reached))
        return tuple(found)

    def way_to(self, slug: str) -> tuple[str, ...]:
        """The steps of a shortest way from a beginning to `slug`, which is not among them."""
        came_from = self._reach(self.beginnings, set())
        way = []
        while before := came_from.get(slug):
            way.append(before)
            slug = before
        return tuple(way[::-1])

    def _reach(self, roots: Iterable[str], known: set[str]) -> dict[str, str]:
        """Each step below `roots` that is not `known`, level by level, with the one before it; none before a root."""
        came_from = dict.fromkeys(roots, "")
        waiting = list(came_from)
        for slug in waiting:
            for target in self.leads[slug]:
                if target and target not in came_from and target not in known:
                    came_from[target] = slug
                    waiting.append(target)
        return came_from


@dataclass(frozen=True)
class Part:
    """What is shown below the step `root`.

    Of its `total` places (choices, and after the start's the other beginnings) those from number `first` up to
    `last`. The choices of the steps in `opened` are shown; the questions in `folded` stand there without theirs.
    """

    root: str
    way: tuple[str, ...]
    first: int
    last: int
    total: int
    opened: frozenset[str]
    folded: frozenset[str]
    answers: frozenset[str]

    @property
    def steps(self) -> frozenset[str]:
        """Every step that is shown."""
        return self.opened | self.folded | self.answers


def part_of(
    tree: Skeleton, root: str = "", *, first: int = 0, most: int = MOST_CHOICES, levels: int = MOST_LEVELS
) -> Part:
    """The part below `root` (a step of `tree`; the start if there is none), as many whole levels as fit.

    The first level is cut into pages of `most` places, the one that begins at `first` is shown.
    """
    root = root or tree.beginnings[0]
    below = [*tree.leads[root], *(tree.beginnings[1:] if root == tree.beginnings[0] else ())]
    first = first if 0 <= first < len(below) else 0
    shown = below[first : first + most]
    opened, seen, rows = {root}, {root}, len(shown)
    level = _new(shown, seen)
    for _ in range(levels - 1):
        rows += sum(len(tree.leads[slug]) for slug in level)
        if rows > most:
            break
        opened.update(level)
        level = _new((target for slug in level for target in tree.leads[slug]), seen)
    answers = {slug for slug in seen if not tree.leads[slug]}
    return Part(
        root,
        tree.way_to(root),
        first,
        first + len(shown),
        len(below),
        frozenset(opened - answers),
        frozenset(seen - opened - answers),
        frozenset(answers),
    )


def _new(slugs: Iterable[str], seen: set[str]) -> list[str]:
    """Those not seen before, each once; they are seen then."""
    found = [slug for slug in dict.fromkeys(slugs) if slug and slug not in seen]
    seen.update(found)
    return found
