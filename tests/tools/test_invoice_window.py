"""invoice-window: about the 3rd to the 7th (UTC) of the following month."""

import pytest
from hypothesis import given

from tests.tools.clock import day, jst, moments, months, unhurried, utc
from tools.helpers.billing_month import billing_month
from tools.helpers.invoice_window import invoice_window

NOW = utc("2026-11-24 00:00")


@pytest.mark.parametrize(
    ("month", "first", "last", "begins", "ends"),
    [
        ("2026-11-01", "2026-12-03", "2026-12-07", "2026-12-03 09:00", "2026-12-08 08:59"),
        ("2026-12-01", "2027-01-03", "2027-01-07", "2027-01-03 09:00", "2027-01-08 08:59"),
    ],
)
def test_the_window_of_a_billed_month(month, first, last, begins, ends):
    found = invoice_window(month=day(month), now=NOW)
    assert (found.first, found.last) == (day(first), day(last))
    assert (found.begins, found.ends) == (jst(begins), jst(ends))


def test_an_account_closed_while_it_is_still_november_in_utc_is_invoiced_for_november():
    assert invoice_window(closed=jst("2026-12-01 08:00"), now=NOW) == invoice_window(
        month=day("2026-11-01"), now=NOW
    )


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        ("2026-12-03 08:59", "ahead"),
        ("2026-12-03 09:00", "now"),
        ("2026-12-08 08:59", "now"),
        ("2026-12-08 09:00", "past"),
    ],
)
def test_it_says_whether_the_window_is_ahead_open_or_over(now, phase):
    assert invoice_window(month=day("2026-11-01"), now=jst(now)).phase == phase


@unhurried
@given(months)
def test_the_window_lies_in_the_month_after_the_billed_one(month):
    found = invoice_window(month=month, now=NOW)
    assert billing_month(when=found.begins, now=NOW).begins == billing_month(when=found.ends, now=NOW).begins
    assert found.begins >= billing_month(when=found.begins, now=NOW).begins > utc(f"{month} 00:00")
    assert 28 <= (found.first - month).days - 2 <= 31


@unhurried
@given(moments, moments)
def test_who_closes_later_is_never_invoiced_earlier(one, other):
    first, second = sorted((one, other))
    assert invoice_window(closed=first, now=NOW).begins <= invoice_window(closed=second, now=NOW).begins


def test_it_needs_a_month_or_a_closing_time():
    with pytest.raises(ValueError, match="either a month or a closing time"):
        invoice_window(now=NOW)
