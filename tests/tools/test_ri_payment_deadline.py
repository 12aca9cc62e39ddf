"""ri-payment-deadline: the days left to about the 21st of the month of purchase."""

import pytest
from hypothesis import given

from tests.tools.clock import day, days, jst, moments, unhurried
from tools.helpers.ri_payment_deadline import ri_payment_deadline


def test_bought_on_the_5th_leaves_eleven_days_on_the_10th():
    found = ri_payment_deadline(bought=day("2026-11-05"), now=jst("2026-11-10 12:00"))
    assert (found.days_left, found.urgent) == (11, False)
    assert found.deadline == day("2026-11-21")


@pytest.mark.parametrize(
    ("bought", "now"),
    [
        ("2026-11-21", "2026-11-21 09:00"),
        ("2026-11-30", "2026-11-30 09:00"),
        ("2026-11-05", "2026-11-22 00:00"),
        ("2026-12-05", "2027-01-02 09:00"),
    ],
)
def test_bought_on_the_21st_or_later_or_looked_at_after_it_is_urgent(bought, now):
    found = ri_payment_deadline(bought=day(bought), now=jst(now))
    assert (found.days_left, found.urgent) == (0, True)


def test_the_21st_itself_is_the_last_day():
    found = ri_payment_deadline(bought=day("2026-11-05"), now=jst("2026-11-21 23:59"))
    assert (found.days_left, found.urgent) == (0, False)


def test_the_day_is_the_one_in_japan():
    found = ri_payment_deadline(bought=day("2026-11-05"), now=jst("2026-11-22 08:00"))
    assert found.urgent, "in UTC it is still the 21st"


@unhurried
@given(days, moments, moments)
def test_the_days_left_only_grow_fewer_and_urgent_stays_urgent(bought, one, other):
    first, second = (ri_payment_deadline(bought=bought, now=now) for now in sorted((one, other)))
    assert first.days_left >= second.days_left >= 0
    assert second.urgent >= first.urgent
