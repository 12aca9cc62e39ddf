"""activation-recheck: look again 24 hours after sign-up; exactly 24 hours count as passed."""

from datetime import timedelta

import pytest
from hypothesis import given

from tests.tools.clock import jst, moments, unhurried, zones
from tools.helpers.activation_recheck import HELPER, activation_recheck


def test_look_again_a_day_later():
    found = activation_recheck(completed=jst("2026-11-24 15:20"), now=jst("2026-11-24 16:00"))
    assert found.look_again == jst("2026-11-25 15:20")


@pytest.mark.parametrize(
    ("now", "passed", "suggests"),
    [
        ("2026-11-25 15:19:59", False, "less"),
        ("2026-11-25 15:20:00", True, "more"),
        ("2026-11-26 00:00", True, "more"),
    ],
)
def test_exactly_24_hours_count_as_passed(now, passed, suggests):
    found = activation_recheck(completed=jst("2026-11-24 15:20"), now=jst(now))
    assert (found.passed, found.suggests) == (passed, suggests)
    assert found.suggests in HELPER.suggests


@pytest.mark.parametrize(
    ("completed", "look_again"),
    [
        ("2026-12-31 23:30", "2027-01-01 23:30"),
        ("2028-02-28 12:00", "2028-02-29 12:00"),
        ("2027-02-28 12:00", "2027-03-01 12:00"),
    ],
)
def test_it_goes_over_the_year_and_over_leap_days(completed, look_again):
    assert activation_recheck(completed=jst(completed), now=jst(completed)).look_again == jst(look_again)


@unhurried
@given(moments, zones)
def test_the_zone_a_time_is_written_in_changes_nothing(completed, zone):
    now = completed + timedelta(hours=24)
    assert activation_recheck(completed=completed.astimezone(zone), now=now).passed


@unhurried
@given(moments, moments, moments)
def test_who_signed_up_earlier_may_look_again_earlier(one, other, now):
    first, second = (activation_recheck(completed=moment, now=now) for moment in sorted((one, other)))
    assert first.look_again <= second.look_again
    assert first.passed >= second.passed
