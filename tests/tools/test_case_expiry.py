"""case-expiry: a case is kept for the months of the setting, newer documents say 24."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.clock import day, days, jst, unhurried
from tools.helpers.case_expiry import HELPER, case_expiry

NOW = jst("2026-11-24 12:00")


def test_a_case_is_kept_for_twelve_months_and_perhaps_for_twenty_four():
    found = case_expiry(created=day("2026-03-31"), months=12, now=NOW)
    assert (found.until, found.perhaps, found.passed) == (day("2027-03-31"), day("2028-03-31"), False)


def test_a_case_of_a_leap_day_is_kept_until_the_28th():
    assert case_expiry(created=day("2024-02-29"), months=12, now=NOW).until == day("2025-02-28")


def test_with_the_newer_figure_as_the_setting_there_is_one_date(settings):
    settings.CASE_MONTHS = 24
    found = case_expiry(created=day("2026-03-31"), now=NOW, **HELPER.load())
    assert (found.until, found.perhaps) == (day("2028-03-31"), None)


def test_the_setting_is_twelve_months_unless_somebody_changes_it():
    assert HELPER.load() == {"months": 12}


@pytest.mark.parametrize(("now", "passed"), [("2026-11-24 23:59", False), ("2026-11-25 00:00", True)])
def test_the_day_itself_counts_as_passed(now, passed):
    assert case_expiry(created=day("2025-11-25"), months=12, now=jst(now)).passed is passed


@unhurried
@given(days, days, st.integers(1, 120))
def test_a_later_case_is_never_gone_earlier(one, other, months):
    first, second = sorted((one, other))
    assert (
        case_expiry(created=first, months=months, now=NOW).until
        <= case_expiry(created=second, months=months, now=NOW).until
    )
