"""Days on which a channel keeps other hours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from contact.channel import Channel, Hours, SpecialDay
from contact.hours import open_state
from ground.text import Text

TOKYO = ZoneInfo("Asia/Tokyo")
WEEK = ("mon", "tue", "wed", "thu", "fri")


def channel(*days: SpecialDay, holidays: str = "none") -> Channel:
    hours = (Hours(WEEK, "09:00", "18:00"),)
    return Channel("desk", Text("窓口", "Desk"), hours=hours, special_days=days, holidays=holidays)


@pytest.mark.parametrize(
    ("moment", "kind"),
    [("2026-12-29T10:00", "open"), ("2026-12-30T10:00", "closed"), ("2026-12-31T10:00", "open")],
)
def test_a_day_of_rest_closes_that_day_alone(moment: str, kind: str):
    now = datetime.fromisoformat(moment).replace(tzinfo=TOKYO)
    assert open_state(channel(SpecialDay("2026-12-30")), now).kind == kind


def test_after_a_day_of_rest_the_next_opening_is_named():
    state = open_state(channel(SpecialDay("2026-11-24")), datetime(2026, 11, 24, 10, tzinfo=TOKYO))
    assert state.opens == datetime(2026, 11, 25, 9, tzinfo=TOKYO)


def test_a_special_day_may_have_hours_of_its_own_even_on_a_weekend_or_holiday():
    saturday = channel(SpecialDay("2026-11-28", "10:00", "12:00"))
    assert open_state(saturday, datetime(2026, 11, 28, 11, tzinfo=TOKYO)).kind == "open"
    holiday = channel(SpecialDay("2026-11-23", "10:00", "12:00"), holidays="jp")
    assert open_state(holiday, datetime(2026, 11, 23, 11, tzinfo=TOKYO)).kind == "open"
    assert open_state(holiday, datetime(2026, 11, 23, 13, tzinfo=TOKYO)).kind == "closed"


def test_it_survives_the_trip_through_json():
    value = channel(SpecialDay("2026-12-30"), SpecialDay("2026-12-31", "09:00", "12:00"))
    assert Channel.from_dict(value.as_dict()) == value
