"""What an edit means for customers: the ways through a guide that end otherwise than they did.

A way of the older guide ends as before when the same answers, and any answer to what is asked in addition, lead
to the same end in the newer one. As long as both guides ask the same question with the same answers behind
them, ways are counted without being listed; below a place where they part, they are tried one by one, up to a
bound. Steps go by the names they have in the newer guide. Ways begin at the roots of the older guide: at its start,
and at steps that other guides lead to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from wizard.comparison.steps import renamed_steps
from wizard.graph import Choice, Graph, Step
from wizard.paths import in_order

# Ways tried one by one in a comparison, however many are listed.
MOST_TRIED = 10_000


@dataclass(frozen=True, slots=True, order=True)
class End:
    """Where a way ends: a step with what it amounts to, a `guide`, `nowhere`, or at a `withdrawn` answer."""

    name: str
    outcome: str


Position = str | End
Answers = tuple[tuple[Step, Choice], ...]


@dataclass(frozen=True, slots=True)
class WayChange:
    """A way that ends otherwise: the answers given, where it ended, and where it may end now."""

    answers: Answers
    before: End
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class OutcomeChanges:
    """`changed` of the `ways` of the older guide end otherwise; `listed` are the first of them.

    `exact` is False when trying was stopped: then at least so many changed. `complete` says whether all that
    changed are listed.
    """

    changed: int
    ways: int
    listed: tuple[WayChange, ...]
    exact: bool
    complete: bool


def outcome_changes(old: Graph, new: Graph, *, limit: int = 100) -> OutcomeChanges:
    """How many ways of `old` end otherwise in `new`, with the first `limit` of them."""
    both = _Both(old, new)
    changed = both.count()
    listed = tuple(islice(both.list_changed(), limit))
    ways = sum(both.old.ways_from(root) for root, _ in both.roots)
    return OutcomeChanges(changed, ways, listed, both.exact, both.exact and len(listed) == changed)


class _Side:
    """A guide as positions: questions by slug, and ends, which `numbers` gives a number each."""

    def __init__(self, graph: Graph, names: dict[str, str], numbers: dict[End, int]) -> None:
        self.graph, self._names, self._numbers = graph, names, numbers
        self.order, closing = in_order(graph)
        self.closing = set(closing)
        self._ways: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        for slug in reversed(self.order):
            if not graph.by_slug[slug].is_answer:
                self._sum_up(slug)

    def today(self, slug: str) -> str:
        """The name of a step in the newer guide."""
        return self._names.get(slug, slug)

    def at(self, slug: str) -> Position:
        """The position of a step; nowhere for one that there is not."""
        step = self.graph.by_slug.get(slug)
        if step is None:
            return End("", "nowhere")
        return End(self.today(slug), step.kind) if step.is_answer else slug

    def follow(self, choice: Choice) -> Position:
        """Where `choice` leads."""
        target = self.graph.local_target(choice)
        if target is not None:
            return self.at(target)
        if choice.next and choice.next.flow not in ("", self.graph.flow):
            return End(str(choice.next), "guide")
        return End("", "nowhere")

    def moves(self, slug: str) -> Iterator[tuple[Choice, Position]]:
        """The choices of a question with where they lead, without those that close a circle."""
        for choice in self.graph.by_slug[slug].choices:
            if (slug, self.graph.local_target(choice)) not in self.closing:
                yield choice, self.follow(choice)

    def _sum_up(self, slug: str) -> None:
        positions = [position for _, position in self.moves(slug)]
        self._ways[slug] = sum(self.ways_from(position) for position in positions)
        self._ends[slug] = 0
        for position in positions:
            self._ends[slug] |= self.ends_from(position)

    def ways_from(self, position: Position) -> int:
        """How many ways lead on from a position."""
        return 1 if isinstance(position, End) else self._ways[position]

    def ends_from(self, position: Position) -> int:
        """The ends that can be reached from a position, as a set of bits."""
        if isinstance(position, End):
            return 1 << self._numbers.setdefault(position, len(self._numbers))
        return self._ends[position]


@dataclass(frozen=True, slots=True)
class _Partner:
    """Where the newer guide stands beside a way of the older one, and since how many answers."""

    at: Position
    since: int


class _Both:
    """Two guides walked side by side."""

    def __init__(self, old: Graph, new: Graph) -> None:
        numbers: dict[End, int] = {}
        names = renamed_steps(old, new)
        pairs = [(root, new.start if root == old.start else names.get(root, root)) for root in old.roots]
        # Where customers come into the one they come into the other.
        new = replace(new, entered=(*(new.entered or ()), *(slug for _, slug in pairs)))
        self.old, self.new = _Side(old, names, numbers), _Side(new, {}, numbers)
        self.roots = [(self.old.at(was), self.new.at(slug)) for was, slug in pairs]
        self.exact = True
        self._left = MOST_TRIED
        self._changed: dict[str, int] = {}
        self._parted: dict[tuple[str, Position], int] = {}

    def in_step(self, old: Position, new: Position) -> bool:
        """Whether both guides ask the same question."""
        return isinstance(old, str) and isinstance(new, str) and self.old.today(old) == new

    def count(self) -> int:
        """How many ways of the older guide end otherwise."""
        together = self._asked_together()
        for slug in reversed(self.old.order):
            if slug in together:
                self._changed[slug] = sum(
                    self._pair(position, self._answered(slug, choice))
                    for choice, position in self.old.moves(slug)
                )
        return sum(self._pair(*root) for root in self.roots)

    def _asked_together(self) -> set[str]:
        """The questions that both guides reach by the same answers."""
        found: set[str] = set()
        waiting = list(self.roots)
        while waiting:
            old, new = waiting.pop()
            if isinstance(old, str) and old not in found and self.in_step(old, new):
                found.add(old)
                waiting += [
                    (position, self._answered(old, choice)) for choice, position in self.old.moves(old)
                ]
        return found

    def _answered(self, old: str, choice: Choice) -> Position:
        """Where an answer of the older guide leads from the same question of the newer one."""
        slug = self.old.today(old)
        same = self.new.graph.by_slug[slug].choice(choice.slug)
        return self.new.follow(same) if same else End(slug, "withdrawn")

    def _pair(self, old: Position, new: Position) -> int:
        if isinstance(old, End):
            return int(self._ends_elsewhere(old, new, {}))
        return self._changed[old] if self.in_step(old, new) else self._count_parted(old, new)

    def _count_parted(self, old: str, new: Position) -> int:
        if (old, new) not in self._parted:
            self._parted[old, new] = self._try_parted(old, new)
        return self._parted[old, new]

    def _try_parted(self, old: str, new: Position) -> int:
        before = self.old.ends_from(old)
        now = self.new.ends_from(new)
        if not before & now:
            return self.old.ways_from(old)
        if before == now and before.bit_count() == 1:
            return 0
        changed = 0
        for answers, end, partner in self._walk(old, _Partner(new, 0)):
            if not self._left:
                self.exact = False
                break
            self._left -= 1
            changed += self._ends_elsewhere(end, partner.at, self._given(answers, partner))
        return changed

    def _given(self, answers: Answers, partner: _Partner) -> dict[str, str]:
        return {self.old.today(step.slug): choice.slug for step, choice in answers[partner.since :]}

    def _ends_elsewhere(self, end: End, at: Position, given: dict[str, str]) -> bool:
        return any(found != end for found in self._ends(at, given))

    def _ends(self, at: Position, given: dict[str, str]) -> Iterator[End]:
        """The ends the newer guide may lead to from `at` with the answers `given`."""
        seen: set[str] = set()
        waiting = [at]
        while waiting:
            here = waiting.pop()
            if isinstance(here, End):
                yield here
            elif here not in seen:
                seen.add(here)
                step = self.new.graph.by_slug[here]
                if here not in given:
                    waiting += [self.new.follow(choice) for choice in reversed(step.choices)]
                elif choice := step.choice(given[here]):
                    waiting.append(self.new.follow(choice))
                else:
                    waiting.append(End(here, "withdrawn"))

    def list_changed(self) -> Iterator[WayChange]:
        """The ways that end otherwise, first answers first; `count` must have run."""
        for old, new in self.roots:
            partner = _Partner(new, 0)
            at_once = [((), old, partner)] if isinstance(old, End) else ()
            for answers, end, beside in at_once or self._walk(str(old), partner):
                given = self._given(answers, beside)
                if self._ends_elsewhere(end, beside.at, given):
                    yield WayChange(answers, end, tuple(sorted(set(self._ends(beside.at, given)))))

    def _walk(self, start: str, partner: _Partner) -> Iterator[tuple[Answers, End, _Partner]]:
        """The ways of the older guide from a question, without those that are known to end as before."""
        trail: list[tuple[Step, Choice]] = []
        stack = [(start, partner, self.old.moves(start))]
        while stack:
            slug, beside, moves = stack[-1]
            move = next(moves, None)
            del trail[len(stack) - 1 :]
            if move is None:
                stack.pop()
                continue
            choice, position = move
            trail.append((self.old.graph.by_slug[slug], choice))
            if beside.since == len(trail) - 1 and self.in_step(slug, beside.at):
                beside = _Partner(self._answered(slug, choice), len(trail))
            if isinstance(position, End):
                yield tuple(trail), position, beside
            elif not self._known_unchanged(position, beside, len(trail)):
                stack.append((position, beside, self.old.moves(position)))

    def _known_unchanged(self, position: str, beside: _Partner, answered: int) -> bool:
        if beside.since != answered:
            return False
        if self.in_step(position, beside.at):
            return self._changed.get(position) == 0
        return self.exact and self._parted.get((position, beside.at)) == 0
