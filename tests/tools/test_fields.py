"""What people type is understood where it can be, and kept with a sentence where it cannot."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.clock import day, days, jst, moments, unhurried
from tools.dates import in_japan
from tools.fields import AmountField, DayField, MomentField, MonthField
from tools.registry import HELPERS

DAY, MONTH, MOMENT, AMOUNT = (kind(label="Then") for kind in (DayField, MonthField, MomentField, AmountField))


@pytest.mark.parametrize(
    "typed",
    ["2026-04-01", "2026/4/1", "２０２６年４月１日", "2026.04.01", " 2026-04-01 ", "２０２６ー０４ー０１"],
)
def test_a_day_may_be_written_in_many_ways(typed):
    assert DAY.clean(typed) == day("2026-04-01")


@pytest.mark.parametrize("typed", ["2026-04", "2026/4", "2026年4月", "２０２６－０４"])
def test_a_month_may_be_written_in_many_ways(typed):
    assert MONTH.clean(typed) == day("2026-04-01")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-04-01T08:59",
        "2026-04-01 08:59",
        "2026年4月1日 8時59分",
        "2026/4/1　８：５９",
        "2026-04-01T08:59:00.000",
    ],
)
def test_a_moment_may_be_written_in_many_ways_and_is_in_japan(typed):
    assert MOMENT.clean(typed) == jst("2026-04-01 08:59")


def test_a_moment_keeps_its_seconds_and_knows_midnight_as_24():
    assert MOMENT.clean("2026-04-01T08:59:59") == jst("2026-04-01 08:59:59")
    assert MOMENT.clean("2026-12-31 24:00") == jst("2027-01-01 00:00")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1200", "1200"), ("1,200.50", "1200.50"), ("１２００", "1200"), ("$ 3,000,000", "3000000"), ("0", "0")],
)
def test_an_amount_may_be_written_in_many_ways(typed, amount):
    assert AMOUNT.clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (DAY, ""),
        (DAY, "tomorrow"),
        (DAY, "2026-02-29"),
        (DAY, "2026-13-01"),
        (DAY, "2026-04-01\x00"),
        (MONTH, "2026-00"),
        (MONTH, "2026"),
        (MOMENT, "2026-04-01"),
        (MOMENT, "2026-04-01 25:00"),
        (MOMENT, "2100-12-32 00:00"),
        (AMOUNT, "-1"),
        (AMOUNT, "NaN"),
        (AMOUNT, "1e9"),
        (AMOUNT, "12,34"),
        (AMOUNT, "9" * 5000),
    ],
)
def test_what_is_none_gets_a_sentence_with_its_name_and_an_example(field, typed):
    with override("en"), pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    (sentence,) = refusal.value.messages
    assert sentence.startswith("“Then”: ")
    assert field.example in sentence


@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_year_out_of_all_reason_gets_a_sentence_of_its_own(typed):
    with override("en"), pytest.raises(ValidationError) as refusal:
        DAY.clean(typed)
    assert refusal.value.messages == ["“Then”: enter a year from 2000 to 2100."]


@unhurried
@given(st.sampled_from([DAY, MONTH, MOMENT, AMOUNT]), st.text(max_size=40))
def test_no_text_breaks_a_field(field, typed):
    try:
        value = field.clean(typed)
    except ValidationError:
        assert field.bound_data(typed, None) == typed
    else:
        assert field.clean(field.bound_data(typed, None)) == value


@unhurried
@given(days, moments)
def test_what_was_understood_is_shown_so_that_it_is_understood_again(date, moment):
    assert DAY.clean(DAY.shown(date)) == date
    assert MOMENT.clean(MOMENT.shown(in_japan(moment))) == moment.replace(microsecond=0)


def test_a_picker_that_cannot_show_what_was_typed_becomes_plain_text():
    form = HELPERS["billing-month"].form("billing-month", {"when": "around noon"})
    assert not form.is_valid()
    assert 'type="text"' in str(form["when"])
    assert 'value="around noon"' in str(form["when"])
    assert 'aria-invalid="true"' in str(form["when"])


def test_what_was_understood_goes_back_into_the_picker():
    form = HELPERS["billing-month"].form("billing-month", {"when": "2026年4月1日 8:59"})
    assert form.is_valid()
    assert 'type="datetime-local"' in str(form["when"])
    assert 'value="2026-04-01T08:59"' in str(form["when"])


def test_of_two_ways_to_say_it_only_one_may_be_filled_in():
    form = HELPERS["invoice-window"].form
    both = {"month": "2026-11", "closed": "2026-12-01 08:00"}
    assert list(form("x", both).errors) == ["closed"]
    assert list(form("x", {}).errors) == ["month"]
    assert list(form("x", {"month": "soon"}).errors) == ["month"]
    assert form("x", {"closed": "2026-12-01 08:00"}).is_valid()
