"""retry-dates: about the 8th, 12th, 16th, 20th and 28th of the following month."""

import pytest
from hypothesis import given

from tests.tools.clock import day, jst, moments, months, unhurried
from tools.dates import day_in_japan
from tools.helpers.retry_dates import retry_dates


@pytest.mark.parametrize(
    ("month", "now", "ahead", "phase"),
    [
        ("2026-12-01", "2027-01-09 12:00", (12, 16, 20, 28), "retrying"),
        ("2026-12-01", "2027-01-28 12:00", (28,), "today"),
        ("2026-12-01", "2027-01-29 12:00", (), "over"),
        ("2026-11-01", "2026-12-03 12:00", (8, 12, 16, 20, 28), "charging"),
        ("2026-11-01", "2026-12-02 12:00", (8, 12, 16, 20, 28), "before"),
        ("2026-11-01", "2026-12-08 12:00", (8, 12, 16, 20, 28), "today"),
    ],
)
def test_what_is_still_to_come(month, now, ahead, phase):
    found = retry_dates(month=day(month), now=jst(now))
    assert tuple(number.day for number in found.ahead) == ahead
    assert found.phase == phase


def test_the_first_new_try_of_december_comes_in_january():
    assert retry_dates(month=day("2026-12-01"), now=jst("2026-12-24 09:00")).ahead[0] == day("2027-01-08")


def test_today_is_the_day_in_japan():
    late_on_the_8th_in_utc = jst("2027-01-09 01:00")
    assert retry_dates(month=day("2026-12-01"), now=late_on_the_8th_in_utc).ahead[0] == day("2027-01-12")


@unhurried
@given(months, moments)
def test_nothing_that_is_over_is_promised_and_the_days_are_in_order(month, now):
    found = retry_dates(month=month, now=now)
    assert all(number >= day_in_japan(now) for number in found.ahead)
    assert list(found.ahead) == sorted(set(found.ahead))
    assert (found.phase == "over") == (not found.ahead)


@unhurried
@given(months, moments, moments)
def test_as_time_goes_on_tries_only_fall_away(month, one, other):
    first, second = sorted((one, other))
    earlier = retry_dates(month=month, now=first).ahead
    assert (
        earlier[len(earlier) - len(retry_dates(month=month, now=second).ahead) :]
        == retry_dates(month=month, now=second).ahead
    )
