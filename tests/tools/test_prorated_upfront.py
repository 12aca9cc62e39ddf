"""prorated-upfront: the share of the fee for what is left of the term, an estimate."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.clock import day, days, jst, unhurried
from tools.dates import add_months
from tools.helpers.prorated_upfront import prorated_upfront, used_months

NOW = jst("2026-11-24 12:00")
terms = st.sampled_from(["1", "3"])
fees = st.decimals(0, 10**9, places=2)


def counted(term, bought, joined, upfront):
    return prorated_upfront(
        term=term, bought=day(bought), joined=day(joined), upfront=Decimal(upfront), now=NOW
    )


@pytest.mark.parametrize(
    ("term", "bought", "joined", "upfront", "years", "amount", "case"),
    [
        ("3", "2026-01-01", "2026-07-01", "3000", "2.5", "2500.00", "part"),
        ("1", "2026-01-01", "2026-07-01", "1200", "0.5", "600.00", "part"),
        ("3", "2026-01-01", "2026-01-16", "3600", "2.96", "3551.61", "part"),
        ("3", "2026-07-01", "2026-01-01", "3000", "3", "3000.00", "whole"),
        ("1", "2026-01-01", "2027-06-01", "1200", "0", "0.00", "none"),
        ("1", "2026-01-01", "2026-01-01", "1200", "1", "1200.00", "whole"),
        ("1", "2026-01-01", "2027-01-01", "1200", "0", "0.00", "none"),
    ],
)
def test_what_is_counted(term, bought, joined, upfront, years, amount, case):
    found = counted(term, bought, joined, upfront)
    assert (found.years, found.amount, found.case) == (Decimal(years), Decimal(amount), case)


def test_joined_before_the_purchase_it_counts_in_the_month_of_purchase():
    assert counted("3", "2026-07-15", "2026-01-01", "3000").month == day("2026-07-01")


def test_otherwise_it_counts_in_the_month_of_joining():
    assert counted("3", "2026-01-15", "2026-07-20", "3000").month == day("2026-07-01")


def test_amounts_are_rounded_half_up_and_never_by_floats():
    assert counted("1", "2026-01-01", "2026-07-01", "0.01").amount == Decimal("0.01")
    assert str(counted("1", "2026-01-01", "2026-07-01", "1999999999.98").amount) == "999999999.99"


def test_months_bought_on_a_31st_are_whole_on_their_last_day():
    assert used_months(day("2027-01-31"), day("2027-02-28")) == 1
    assert used_months(day("2028-01-31"), day("2028-02-29")) == 1


@unhurried
@given(terms, days, days, days, fees)
def test_joining_later_never_counts_more(term, bought, one, other, fee):
    first, second = (
        prorated_upfront(term=term, bought=bought, joined=joined, upfront=fee, now=NOW)
        for joined in sorted((one, other))
    )
    assert fee.quantize(Decimal("0.01")) >= first.amount >= second.amount >= 0
    assert first.years >= second.years


@unhurried
@given(terms, days, fees)
def test_the_whole_fee_counts_at_first_and_nothing_at_the_end(term, bought, fee):
    end = add_months(bought, int(term) * 12)
    at_first = prorated_upfront(term=term, bought=bought, joined=bought, upfront=fee, now=NOW)
    at_end = prorated_upfront(term=term, bought=bought, joined=end, upfront=fee, now=NOW)
    assert at_first.amount == fee
    assert at_end.amount == 0
    assert at_first.end == end
