"""What counts say of a guide: arithmetic on edges."""

from __future__ import annotations

import pytest

from insights.figures import Figures, Leaving
from insights.models import Kind
from insights.showing import change, change_of_share, share, shown


def figures(**counts: int) -> Figures:
    """From `kind__step__choice=n`, hyphens as they are in slugs left out."""
    what = {tuple((*name.split("__"), "", "")[:3]): n for name, n in counts.items()}
    return Figures(what.items())  # type: ignore[arg-type]


def test_who_arrived_and_did_nothing_that_was_counted_has_left():
    guide = figures(
        seen__q1=90, returned__q1__yes=10, chosen__q1__yes=50, chosen__q1__no=10, back__q1=5, asked__q1=3
    )
    assert guide.leaving("q1") == Leaving(arrived=100, onward=60, back=5, asked=3)
    assert guide.leaving("q1").left == 32


def test_nobody_leaves_a_negative_number_of_times():
    assert figures(seen__q1=1, chosen__q1__yes=2).leaving("q1").left == 0


def test_nobody_leaves_at_an_answer():
    assert figures(seen__a1=50, reached__a1__answer=50).leaving("a1").left == 0


@pytest.mark.parametrize(
    ("arrived", "onward", "leak"), [(20, 15, True), (100, 75, True), (100, 76, False), (19, 0, False)]
)
def test_a_leak_is_a_large_share_of_many(arrived, onward, leak):
    assert Leaving(arrived, onward, 0, 0).is_leak is leak


def test_a_visit_begins_at_the_start_or_anywhere():
    assert figures(started__q1=5, entered__a1=2, entered__q2=1).visits == 8


def test_who_goes_back_from_an_answer_has_not_reached_it_for_good():
    guide = figures(reached__a1__answer=10, reached__a2__contact=4, back__a1=3, back__q1=7)
    assert guide.reached == 11
    assert guide.led_to_person == 4


def test_a_solved_is_told_by_a_vote_or_by_arriving_there():
    assert figures(reached__done__solved=6, reached__a1__answer=9, yes__a1=2, no__a1=1).told == (8, 9)


def test_former_slugs_count_for_todays():
    counts = [(("seen", "old", ""), 2), (("seen", "new", ""), 3), (("chosen", "old", "was"), 4)]
    guide = Figures(counts, {"old": "new", "new/was": "is"})
    assert guide.leaving("new").arrived == 5
    assert guide.at(Kind.CHOSEN, "new", "is") == 4
    assert guide.steps == {"new"}


@pytest.mark.parametrize(("n", "text"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (12345, "12,345")])
def test_small_counts_are_not_shown(n, text):
    assert shown(n) == text


def test_an_operator_may_show_every_count(settings):
    settings.INSIGHTS_SMALLEST = 0
    assert (shown(1), share(1, 4), share(0, 0)) == ("1", "25%", "–")


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(1, 4, "–"), (2, 50, "<10%"), (0, 50, "0%"), (25, 50, "50%"), (60, 50, "100%")],
)
def test_a_share_gives_no_small_count_away(part, whole, text):
    assert share(part, whole) == text


def test_changes_are_in_percent_of_counts_and_in_points_of_shares():
    assert (change(15, 10), change(5, 10), change(10, 10), change(4, 10)) == ("+50%", "−50%", "±0%", "–")
    assert change_of_share((30, 60), (10, 50)) == "+30"
    assert change_of_share((2, 60), (10, 50)) == "–"
