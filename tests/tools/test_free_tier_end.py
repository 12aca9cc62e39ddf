"""free-tier-end: twelve months after sign-up, for accounts under the old rules."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.clock import day, jst, unhurried
from tools.helpers.free_tier_end import HELPER, OTHER_RULES_SINCE, free_tier_end

NOW = jst("2026-11-24 12:00")
old_accounts = st.dates(day("2004-01-01"), OTHER_RULES_SINCE - timedelta(days=1))


def end_of(signed_up):
    end = free_tier_end(signed_up=signed_up, now=NOW).end
    assert end is not None
    return end


@pytest.mark.parametrize(
    ("signed_up", "end"),
    [("2024-05-10", "2025-05-10"), ("2024-02-29", "2025-02-28"), ("2025-07-14", "2026-07-14")],
)
def test_it_ends_twelve_months_later(signed_up, end):
    assert free_tier_end(signed_up=day(signed_up), now=NOW).end == day(end)


def test_the_end_in_utc_is_nine_in_the_morning_in_japan():
    assert free_tier_end(signed_up=day("2024-05-10"), now=NOW).moment == jst("2025-05-10 09:00")


@pytest.mark.parametrize("signed_up", ["2025-07-15", "2026-11-24"])
def test_accounts_under_the_other_rules_get_no_date(signed_up):
    found = free_tier_end(signed_up=day(signed_up), now=NOW)
    assert found.end is None
    assert found.suggests == "since-2025"


@pytest.mark.parametrize(
    ("now", "suggests"),
    [("2026-07-14 08:59", "no"), ("2026-07-14 09:00", "yes"), ("2026-11-24 12:00", "yes")],
)
def test_it_suggests_whether_the_months_have_passed(now, suggests):
    assert free_tier_end(signed_up=day("2025-07-14"), now=jst(now)).suggests == suggests
    assert suggests in HELPER.suggests


@unhurried
@given(old_accounts, old_accounts)
def test_a_later_sign_up_never_ends_earlier(one, other):
    first, second = sorted((one, other))
    assert end_of(first) <= end_of(second)


@unhurried
@given(old_accounts)
def test_it_never_lasts_shorter_or_longer_than_a_year(signed_up):
    assert 365 <= (end_of(signed_up) - signed_up).days <= 366
