"""renewal-overlap: the days paid twice if bought today."""

from datetime import timedelta

from hypothesis import given

from tests.tools.clock import jst, moments, unhurried
from tools.helpers.renewal_overlap import renewal_overlap

END = jst("2027-02-10 14:34")


def test_nine_days_before_the_end_nine_days_are_paid_twice():
    assert renewal_overlap(end=END, now=jst("2027-02-01 10:00")).days == 9


def test_on_the_day_of_the_end_nothing_is_paid_twice():
    found = renewal_overlap(end=END, now=jst("2027-02-10 14:33"))
    assert (found.days, found.ended) == (0, False)


def test_after_the_end_it_says_so():
    found = renewal_overlap(end=END, now=END)
    assert (found.days, found.ended) == (0, True)


def test_a_leap_day_counts():
    assert renewal_overlap(end=jst("2028-03-01 00:00"), now=jst("2028-02-28 00:00")).days == 2


def test_the_days_are_those_of_the_calendar_in_japan():
    assert renewal_overlap(end=jst("2027-01-01 08:00"), now=jst("2026-12-31 23:00")).days == 1


@unhurried
@given(moments, moments, moments)
def test_waiting_never_makes_it_more(end, one, other):
    first, second = (renewal_overlap(end=end, now=now) for now in sorted((one, other)))
    assert first.days >= second.days >= 0
    assert second.ended >= first.ended


@unhurried
@given(moments)
def test_bought_at_the_end_there_is_no_overlap(end):
    assert renewal_overlap(end=end, now=end + timedelta(microseconds=1)).days == 0
