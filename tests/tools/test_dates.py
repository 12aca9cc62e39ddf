"""Months are added as a calendar adds them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tools.clock import day, days, unhurried
from tools.dates import add_months


def test_the_29th_of_february_becomes_the_28th_where_there_is_none():
    assert add_months(day("2024-02-29"), 12) == day("2025-02-28")
    assert add_months(day("2024-02-29"), 48) == day("2028-02-29")


def test_the_last_day_of_a_month_stays_inside_the_next():
    assert add_months(day("2026-01-31"), 1) == day("2026-02-28")
    assert add_months(day("2026-12-31"), 2) == day("2027-02-28")


@unhurried
@given(days, st.integers(0, 60))
def test_months_go_on_by_that_many_and_never_skip_one(start, months):
    later = add_months(start, months)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == months
    assert later.day <= start.day


@unhurried
@given(days, days, st.integers(0, 60))
def test_a_later_day_is_never_overtaken(one, other, months):
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)
