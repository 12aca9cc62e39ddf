"""Where the boxes of a tree stand: each beside the middle of those it leads to, none over another.

The tree grows to the right. Only the heights matter here: every branch of one depth stands in one column.
Nothing is recursive, since a guide may be as deep as it is long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """The vertical middle of each box, and how high all of them are together."""

    centres: list[float]
    height: float


@dataclass(slots=True)
class _Shape:
    """What a branch with everything below it takes up: top and bottom by column, the last column first.

    All are measured from the middle of the branch's own box, less `shift`, which is cheaper to change.
    """

    tops: list[float]
    bottoms: list[float]
    shift: float = 0.0


def place(
    parents: Sequence[int | None], heights: Sequence[float], *, gap: float, gap_of_trees: float
) -> Layout:
    """Lay out the boxes; `parents` names for each the box it hangs on, which comes before it."""
    below: list[list[int]] = [[] for _ in parents]
    for number, parent in enumerate(parents):
        if parent is not None:
            below[parent].append(number)
    offsets = [0.0] * len(parents)
    shapes: dict[int, _Shape] = {}
    for number in reversed(range(len(parents))):
        shapes[number] = _stack(number, below[number], heights, offsets, shapes, gap)
    centres = [0.0] * len(parents)
    height = 0.0
    for number, parent in enumerate(parents):
        if parent is None:
            shape = shapes[number]
            top = height + (gap_of_trees if height else 0)
            centres[number] = top - min(shape.tops) - shape.shift
            height = centres[number] + max(shape.bottoms) + shape.shift
        else:
            centres[number] = centres[parent] + offsets[number]
    return Layout(centres, height)


def _stack(
    number: int,
    children: list[int],
    heights: Sequence[float],
    offsets: list[float],
    shapes: dict[int, _Shape],
    gap: float,
) -> _Shape:
    """Put the shapes of `children` under each other, as close as they fit, and the box itself beside them."""
    half = heights[number] / 2
    if not children:
        return _Shape([-half], [half])
    whole = shapes.pop(children[0])
    for child in children[1:]:
        shape = shapes.pop(child)
        shared = range(1, min(len(whole.tops), len(shape.tops)) + 1)
        clearance = max(whole.bottoms[-at] - shape.tops[-at] for at in shared)
        offsets[child] = clearance + whole.shift - shape.shift + gap
        whole = _joined(whole, shape, offsets[child])
    middle = (offsets[children[0]] + offsets[children[-1]]) / 2
    for child in children:
        offsets[child] -= middle
    whole.shift -= middle
    whole.tops.append(-half - whole.shift)
    whole.bottoms.append(half - whole.shift)
    return whole


def _joined(upper: _Shape, lower: _Shape, offset: float) -> _Shape:
    """Both as one, measured as `upper` is; only the columns that both have are walked."""
    shared = min(len(upper.tops), len(lower.tops))
    if len(lower.tops) > len(upper.tops):
        by = upper.shift - lower.shift - offset
        for at in range(1, shared + 1):
            lower.tops[-at] = upper.tops[-at] + by
        lower.shift += offset
        return lower
    by = lower.shift + offset - upper.shift
    for at in range(1, shared + 1):
        upper.bottoms[-at] = lower.bottoms[-at] + by
    return upper
