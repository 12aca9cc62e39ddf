"""Where the boxes stand: in their order, beside the middle of what they lead to, none over another."""

from hypothesis import given
from hypothesis import strategies as st

from wizard.treelayout import place


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int | None], list[int]]:
    """The parents of up to thirty boxes in reading order, and their heights."""
    parents: list[int | None] = [None]
    path = [0]
    for number in range(1, draw(st.integers(1, 30))):
        depth = draw(st.integers(0, len(path)))
        parents.append(path[depth - 1] if depth else None)
        path = [*path[:depth], number]
    heights = draw(st.lists(st.integers(10, 60), min_size=len(parents), max_size=len(parents)))
    return parents, heights


def test_a_box_stands_beside_the_middle_of_its_first_and_last() -> None:
    layout = place([None, 0, 0, 0], [20, 20, 20, 20], gap=10, gap_of_trees=40)
    assert layout.centres == [40, 10, 40, 70]
    assert layout.height == 80


def test_boxes_of_unlike_depth_are_put_as_close_as_they_fit() -> None:
    # 0 → 1, 4; 1 → 2, 3: the leaf 4 goes up beside the leaves of 1.
    layout = place([None, 0, 1, 1, 0], [20] * 5, gap=10, gap_of_trees=40)
    assert layout.centres[4] - layout.centres[1] == 30
    assert layout.height < 4 * 30


def test_trees_stand_under_each_other() -> None:
    assert place([None, None], [20, 20], gap=10, gap_of_trees=40).centres == [10, 70]


def test_nothing_takes_no_room() -> None:
    assert place([], [], gap=10, gap_of_trees=40).height == 0


def test_a_chain_of_thousands_is_laid_out() -> None:
    parents = [None, *range(20_000)]
    assert set(place(parents, [20] * 20_001, gap=10, gap_of_trees=40).centres) == {10}


@given(trees())
def test_no_box_stands_over_another_and_the_order_is_kept(tree: tuple[list[int | None], list[int]]) -> None:
    parents, heights = tree
    layout = place(parents, heights, gap=10, gap_of_trees=40)
    depth: list[int] = []
    for parent in parents:
        depth.append(0 if parent is None else depth[parent] + 1)
    for column in range(max(depth) + 1):
        boxes = [number for number, at in enumerate(depth) if at == column]
        for upper, lower in zip(boxes, boxes[1:], strict=False):
            room = (heights[upper] + heights[lower]) / 2 + 10
            assert layout.centres[lower] - layout.centres[upper] >= room - 1e-6
    edges = [
        (centre - height / 2, centre + height / 2)
        for centre, height in zip(layout.centres, heights, strict=True)
    ]
    assert min(top for top, _ in edges) >= -1e-6
    assert max(bottom for _, bottom in edges) <= layout.height + 1e-6
