"""A guide as a tree in reading order: each step stands in full once, and as a reference wherever else a way leads.

The outline an editor reads and the drawing beside it are made of the same branches.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from wizard.graph import Choice, Graph

# `reference`: a step that stands in full elsewhere. `circle`: one that the way has passed already.
# `guide`: the way leaves for another guide. `missing`: the target does not exist. `nowhere`: there is none.
Kind = Literal["step", "reference", "circle", "guide", "missing", "nowhere"]


@dataclass(frozen=True, slots=True)
class Branch:
    """A place of the tree.

    `slug` is the step's, or what the target is called; `parent` the number of the branch it hangs on, by
    `choice`. `reached` is False where no way leads; `entered` says that only other guides lead to it.
    """

    kind: Kind
    slug: str
    depth: int = 0
    parent: int | None = None
    choice: Choice | None = None
    reached: bool = True
    entered: bool = False


def outline(graph: Graph, folded: Container[str] = frozenset()) -> tuple[Branch, ...]:
    """The branches of `graph`, each followed by those below it. Nothing hangs on the steps in `folded`.

    After the start's tree come those that other guides lead to, then what is not reached.
    """
    branches: list[Branch] = []
    placed: set[str] = set()
    for root in _roots(graph):
        if root not in placed:
            _grow(graph, root, branches, placed, folded)
    return tuple(branches)


def _roots(graph: Graph) -> Iterator[str]:
    """Where ways begin, the steps no other leads to, then every step: what is still left goes round in a circle."""
    yield from graph.roots
    led_to = {
        target
        for step in graph.steps
        if step.slug not in graph.reachable
        for target in graph.local_targets(step)
        if target != step.slug
    }
    yield from (step.slug for step in graph.steps if step.slug not in led_to)
    yield from (step.slug for step in graph.steps)


def _grow(graph: Graph, root: str, branches: list[Branch], placed: set[str], folded: Container[str]) -> None:
    reached = root in graph.reachable
    branches.append(Branch("step", root, reached=reached, entered=reached and root != graph.start))
    placed.add(root)
    path = {root}
    stack = [(len(branches) - 1, iter(() if root in folded else graph.by_slug[root].choices))]
    while stack:
        parent, choices = stack[-1]
        choice = next(choices, None)
        if choice is None:
            stack.pop()
            path.discard(branches[parent].slug)
            continue
        kind, slug = _kind(graph, choice, placed, path)
        branches.append(Branch(kind, slug, len(stack), parent, choice, reached))
        if kind == "step":
            placed.add(slug)
            path.add(slug)
            stack.append((len(branches) - 1, iter(() if slug in folded else graph.by_slug[slug].choices)))


def _kind(graph: Graph, choice: Choice, placed: set[str], path: set[str]) -> tuple[Kind, str]:
    target = graph.local_target(choice)
    if target is not None:
        return ("circle" if target in path else "reference" if target in placed else "step"), target
    if choice.next is None or not (choice.next.step or choice.next.flow):
        return "nowhere", ""
    return ("missing" if choice.next.flow in ("", graph.flow) else "guide"), str(choice.next)


# So many branches are shown at once; of a larger guide only what lies near its roots, the rest when it is unfolded.
MOST = 700


@dataclass(frozen=True, slots=True)
class Row:
    """A branch that is shown; whether anything hangs on it, and whether that is shown too."""

    branch: Branch
    has_more: bool
    is_open: bool


def shown(
    branches: Sequence[Branch], *, most: int = MOST, unfolded: Container[str] = frozenset(), toward: str = ""
) -> tuple[Row, ...]:
    """What is shown of `branches`: all of them if they are few, else the upper levels that fit into `most`.

    Beyond those, what hangs on the steps in `unfolded` and on those on the way to the step `toward`, with its own.
    """
    depth = _depth_that_fits(branches, most)
    way = _way_to(branches, toward)
    parents = {branch.parent for branch in branches}
    seen: dict[int, bool] = {}
    rows = []
    for number, branch in enumerate(branches):
        if branch.parent is not None and not seen.get(branch.parent):
            continue
        has_more = number in parents
        wanted = branch.kind == "step" and branch.slug in unfolded
        seen[number] = has_more and (branch.depth < depth or number in way or wanted)
        rows.append(Row(branch, has_more, seen[number]))
        if len(rows) == 2 * most:
            break
    return tuple(rows)


def below(branches: Sequence[Branch], slug: str) -> tuple[Row, ...]:
    """The rows that hang on the step `slug` itself, each folded."""
    parents = {branch.parent for branch in branches}
    here = next((at for at, each in enumerate(branches) if each.kind == "step" and each.slug == slug), None)
    found = [(at, branch) for at, branch in enumerate(branches) if here is not None and branch.parent == here]
    return tuple(Row(branch, at in parents, is_open=False) for at, branch in found)


def _depth_that_fits(branches: Sequence[Branch], most: int) -> int:
    """The deepest level at which everything down to it is at most `most` branches; one level at least."""
    counts: dict[int, int] = {}
    for branch in branches:
        counts[branch.depth] = counts.get(branch.depth, 0) + 1
    total = 0
    for depth in sorted(counts):
        total += counts[depth]
        if total > most:
            return max(depth - 1, 0)
    return len(counts)


def _way_to(branches: Sequence[Branch], slug: str) -> set[int]:
    """The numbers of the branches from a root to the step `slug`."""
    at = next((at for at, each in enumerate(branches) if each.kind == "step" and each.slug == slug), None)
    way = set()
    while at is not None:
        way.add(at)
        at = branches[at].parent
    return way
