"""What is shown of a large outline, and what more when it is unfolded: true of any guide."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import guides, mazes
from wizard.graph import Graph
from wizard.outline import MOST, below, outline, shown

graphs = guides() | mazes(size=12)
limits = st.integers(1, 12)


@settings(max_examples=15)
@given(graphs, limits, st.data())
def test_the_parent_of_every_shown_row_is_shown_above_it_and_open(
    graph: Graph, most: int, data: st.DataObject
) -> None:
    branches = outline(graph)
    unfolded = data.draw(st.frozensets(st.sampled_from(sorted(graph.by_slug)), max_size=4))
    at = {id(branch): number for number, branch in enumerate(branches)}
    seen: dict[int, bool] = {}
    for row in shown(branches, most=most, unfolded=unfolded):
        if row.branch.parent is not None:
            assert seen[row.branch.parent]
        seen[at[id(row.branch)]] = row.is_open


@settings(max_examples=15)
@given(graphs)
def test_few_branches_are_all_shown(graph: Graph) -> None:
    branches = outline(graph)
    assert len(branches) <= MOST
    rows = shown(branches)
    assert tuple(row.branch for row in rows) == branches
    assert all(row.is_open == row.has_more for row in rows)


@settings(max_examples=15)
@given(graphs, limits)
def test_unfolding_everything_shows_everything_up_to_twice_as_many(graph: Graph, most: int) -> None:
    branches = outline(graph)
    rows = shown(branches, most=most, unfolded=frozenset(graph.by_slug))
    assert tuple(row.branch for row in rows) == branches[: 2 * most]


@settings(max_examples=15)
@given(graphs, limits)
def test_the_step_one_goes_toward_is_shown_unless_too_many_stand_before_it(graph: Graph, most: int) -> None:
    branches = outline(graph)
    for slug in graph.by_slug:
        rows = shown(branches, most=most, toward=slug)
        full = [row.branch.slug for row in rows if row.branch.kind == "step"]
        assert slug in full or len(rows) == 2 * most


@settings(max_examples=15)
@given(graphs, limits)
def test_a_row_says_whether_more_hangs_on_it(graph: Graph, most: int) -> None:
    branches = outline(graph)
    at = {id(branch): number for number, branch in enumerate(branches)}
    for row in shown(branches, most=most):
        number = at[id(row.branch)]
        assert row.has_more == any(branch.parent == number for branch in branches)


@settings(max_examples=15)
@given(graphs)
def test_below_a_step_stands_a_row_for_each_of_its_choices(graph: Graph) -> None:
    branches = outline(graph)
    for slug, step in graph.by_slug.items():
        rows = below(branches, slug)
        assert [row.branch.choice for row in rows] == list(step.choices)
        assert not any(row.is_open for row in rows)
    assert below(branches, "no such step") == ()
