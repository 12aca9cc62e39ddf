"""billing-month: the month of the same instant in UTC."""

import pytest
from hypothesis import given

from tests.tools.clock import day, jst, moments, unhurried, utc, zones
from tools.helpers.billing_month import billing_month

NOW = utc("2026-11-24 00:00")


@pytest.mark.parametrize(
    ("when", "month"),
    [
        ("2026-04-01 08:59:59", "2026-03-01"),
        ("2026-04-01 09:00:00", "2026-04-01"),
        ("2027-01-01 08:30", "2026-12-01"),
        ("2026-04-30 23:59:59", "2026-04-01"),
    ],
)
def test_the_month_changes_at_nine_in_the_morning_in_japan(when, month):
    assert billing_month(when=jst(when), now=NOW).month == day(month)


def test_the_month_is_given_with_its_borders_in_japan():
    found = billing_month(when=jst("2028-02-29 12:00"), now=NOW)
    assert (found.begins, found.ends) == (jst("2028-02-01 09:00"), jst("2028-03-01 09:00"))


@unhurried
@given(moments, zones)
def test_the_same_instant_has_one_month_however_its_zone_is_written(moment, zone):
    assert (
        billing_month(when=moment.astimezone(zone), now=NOW).month
        == billing_month(when=moment, now=NOW).month
    )


@unhurried
@given(moments)
def test_a_moment_lies_in_its_month_and_the_next_month_begins_where_it_ends(moment):
    found = billing_month(when=moment, now=NOW)
    assert found.begins <= moment < found.ends
    assert billing_month(when=found.begins, now=NOW).month == found.month
    assert billing_month(when=found.ends, now=NOW).begins == found.ends


@unhurried
@given(moments, moments)
def test_a_later_moment_is_never_billed_earlier(one, other):
    first, second = sorted((one, other))
    assert billing_month(when=first, now=NOW).month <= billing_month(when=second, now=NOW).month
