"""A guide too large for a page is cut into parts: each fits, and together they are the whole guide."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tests.work import grows_with_the_guide_alone
from wizard.parts import Part, Skeleton, part_of

MOST = 4


def shaped(**leads: str) -> Skeleton:
    """From `q="a b"` (a question that leads to a and b) and `a=""`; `-` leads out of the guide. The first is the start."""
    tree = {slug: tuple("" if to == "-" else to for to in below.split()) for slug, below in leads.items()}
    return Skeleton(next(iter(tree)), tree)


def parts_of(tree: Skeleton) -> list[Part]:
    """Every part somebody finds who opens whatever is folded, and turns every page."""
    found: list[Part] = []
    waiting, known = [("", 0)], {""}
    for root, first in waiting:
        part = part_of(tree, root, first=first, most=MOST)
        found.append(part)
        if part.last < part.total:
            waiting.append((root, part.last))
        for slug in sorted(part.folded - known):
            known.add(slug)
            waiting.append((slug, 0))
    return found


@st.composite
def skeletons(draw: st.DrawFn) -> Skeleton:
    """Any guide: circles, steps no way leads to, choices that lead nowhere."""
    slugs = [f"s{number}" for number in range(draw(st.integers(1, 12)))]
    below = st.lists(st.sampled_from(["", *slugs]), max_size=7).map(tuple)
    return Skeleton("s0", {slug: draw(below) for slug in slugs})


@given(skeletons())
def test_together_the_parts_show_every_step_and_every_choice(tree: Skeleton) -> None:
    parts = parts_of(tree)
    assert {slug for part in parts for slug in part.steps} == set(tree.leads)
    opened = {slug for part in parts for slug in part.opened}
    assert opened == {slug for slug, below in tree.leads.items() if below}


@given(skeletons())
def test_a_part_shows_no_more_choices_than_fit_and_whatever_they_lead_to(tree: Skeleton) -> None:
    for part in parts_of(tree):
        own = tree.leads[part.root][part.first : part.last]
        others = [tree.leads[slug] for slug in part.opened - {part.root}]
        assert part.last - part.first <= MOST
        assert len(own) + sum(map(len, others)) <= MOST
        assert {to for below in (own, *others) for to in below if to} <= part.steps


@given(skeletons())
def test_the_way_to_a_part_begins_where_the_guide_does_and_has_no_gap(tree: Skeleton) -> None:
    for part in parts_of(tree):
        way = (*part.way, part.root)
        assert way[0] in tree.beginnings
        assert all(to in tree.leads[slug] for slug, to in zip(way, way[1:], strict=False))


def test_whole_levels_are_shown_as_far_as_they_fit() -> None:
    tree = shaped(q="a b", a="c d", b="e", c="f g", d="", e="", f="", g="")
    part = part_of(tree, most=5)
    assert [sorted(each) for each in (part.opened, part.folded, part.answers)] == [
        ["a", "b", "q"],
        ["c"],
        ["d", "e"],
    ]
    assert part_of(tree, most=4).folded == {"a", "b"}


def test_a_level_too_wide_is_cut_into_pages() -> None:
    tree = shaped(q="a b c a d", a="", b="", c="", d="")
    pages = [part_of(tree, first=first, most=2) for first in (0, 2, 4)]
    assert [sorted(part.answers) for part in pages] == [["a", "b"], ["a", "c"], ["d"]]
    assert [(part.first, part.last, part.total) for part in pages] == [(0, 2, 5), (2, 4, 5), (4, 5, 5)]
    assert part_of(tree, first=99, most=2) == part_of(tree, first=-1, most=2) == pages[0]


def test_a_guide_too_deep_is_folded_at_a_level() -> None:
    tree = Skeleton("s0", {f"s{n}": ((f"s{n + 1}",) if n < 99 else ()) for n in range(100)})
    part = part_of(tree, levels=3)
    assert [sorted(each) for each in (part.opened, part.folded)] == [["s0", "s1", "s2"], ["s3"]]
    assert part_of(tree, "s50", levels=3).way == tuple(f"s{n}" for n in range(50))


def test_what_no_way_leads_to_begins_trees_of_its_own_after_the_choices_of_the_start() -> None:
    tree = shaped(q="a", a="", lost="b", b="", round="again", again="round")
    assert tree.beginnings == ("q", "lost", "round")
    assert part_of(tree).steps == {"q", "a", "lost", "b", "round", "again"}
    assert part_of(tree, most=2).steps == {"q", "a", "lost"}
    assert part_of(tree, first=2, most=2).steps == {"q", "round", "again"}


def test_twice_as_many_steps_are_twice_the_work_to_cut() -> None:
    def lost(size: int) -> Callable[[], object]:
        tree = Skeleton("s0", {f"s{n}": () for n in range(size)})
        return lambda: part_of(Skeleton(tree.start, tree.leads), f"s{size - 1}")

    def deep(size: int) -> Callable[[], object]:
        leads = {f"s{n}": (f"s{n + 1}",) if n < size - 1 else () for n in range(size)}
        return lambda: part_of(Skeleton("s0", leads), f"s{size - 1}")

    assert grows_with_the_guide_alone(lost, 300)
    assert grows_with_the_guide_alone(deep, 300)
