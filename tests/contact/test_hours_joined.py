"""When a channel next opens or closes: spans that meet are one, whatever the day, the clock or the calendar does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import jpholiday
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contact.channel import DAYS, Channel, Hours, SpecialDay
from contact.hours import OpenState, open_state

WEEK = DAYS[:5]
TOKYO = ZoneInfo("Asia/Tokyo")
NIGHTS = Channel("nights", hours=(Hours(DAYS, "18:00", "24:00"), Hours(DAYS, "00:00", "02:00")))
ROUND = Channel("round", hours=(Hours(DAYS, "00:00", "24:00"),))
ALWAYS = OpenState("always")


def at(text: str, zone: str = "Asia/Tokyo") -> datetime:
    """`2026-11-23 09:00` in `zone`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def until(text: str, zone: str = "Asia/Tokyo") -> OpenState:
    return OpenState("open", until=at(text, zone))


def opens(text: str, zone: str = "Asia/Tokyo") -> OpenState:
    return OpenState("closed", opens=at(text, zone))


def test_a_night_goes_on_past_midnight() -> None:
    assert open_state(NIGHTS, at("2026-11-24 23:30")) == until("2026-11-25 02:00")
    assert open_state(NIGHTS, at("2026-11-25 01:30")) == until("2026-11-25 02:00")
    assert open_state(NIGHTS, at("2026-11-25 02:00")) == opens("2026-11-25 18:00")


def test_days_and_nights_from_monday_to_friday_end_on_friday() -> None:
    channel = Channel("week", hours=(Hours(WEEK, "00:00", "24:00"),))
    assert open_state(channel, at("2026-11-23 22:00")) == until("2026-11-28 00:00")
    assert open_state(channel, at("2026-11-28 00:00")) == opens("2026-11-30 00:00")


@pytest.mark.parametrize(
    "spans",
    [
        (("09:00", "12:00"), ("12:00", "18:00")),
        (("12:00", "18:00"), ("09:00", "12:00")),
        (("09:00", "15:00"), ("11:00", "18:00")),
        (("09:00", "18:00"), ("10:00", "11:00"), ("09:00", "17:00")),
    ],
)
def test_spans_that_touch_or_overlap_are_one(spans: tuple[tuple[str, str], ...]) -> None:
    channel = Channel("desk", hours=tuple(Hours(WEEK, *span) for span in spans))
    assert open_state(channel, at("2026-11-24 10:00")) == until("2026-11-24 18:00")
    special = Channel("desk", special_days=tuple(SpecialDay("2026-11-24", *span) for span in spans))
    assert open_state(special, at("2026-11-24 10:00")) == until("2026-11-24 18:00")


def test_every_hour_of_every_day_is_round_the_clock() -> None:
    assert open_state(ROUND, at("2026-11-24 22:00")) == ALWAYS
    halves = Channel("halves", hours=(Hours(DAYS, "00:00", "12:00"), Hours(DAYS, "12:00", "24:00")))
    assert open_state(halves, at("2026-11-24 22:00")) == ALWAYS


@pytest.mark.parametrize("channel", [ROUND, Channel("always", always=True)])
def test_what_is_open_round_the_clock_rests_on_its_days_of_rest(channel: Channel) -> None:
    resting = replace(channel, special_days=(SpecialDay("2026-12-31"),))
    assert open_state(resting, at("2026-12-30 12:00")) == until("2026-12-31 00:00")
    assert open_state(resting, at("2026-12-31 12:00")) == opens("2027-01-01 00:00")
    assert open_state(resting, at("2027-01-01 00:00")) == ALWAYS
    keeping = replace(channel, holidays="jp")
    assert open_state(keeping, at("2026-11-23 12:00")) == opens("2026-11-24 00:00")


def test_mondays_that_are_holidays_three_weeks_in_a_row_are_looked_past() -> None:
    mondays = Channel("mondays", holidays="jp", hours=(Hours(("mon",), "09:00", "18:00"),))
    assert open_state(mondays, at("2028-12-25 18:30")) == opens("2029-01-15 09:00")


def test_a_long_closure_ends_when_it_ends() -> None:
    days = (date(2026, 12, 1) + timedelta(days=n) for n in range(90))
    closed = Channel(
        "desk",
        hours=(Hours(WEEK, "09:00", "18:00"),),
        special_days=tuple(SpecialDay(f"{day}") for day in days),
    )
    assert open_state(closed, at("2026-11-30 18:00")) == opens("2027-03-01 09:00")


def test_hours_on_special_days_alone_are_known_a_year_ahead() -> None:
    yearly = Channel("fair", special_days=(SpecialDay("2027-11-25", "10:00", "12:00"),))
    assert open_state(yearly, at("2026-11-24 12:00")) == opens("2027-11-25 10:00")
    assert open_state(yearly, at("2026-11-23 12:00")) == OpenState("closed")
    assert open_state(yearly, at("2027-11-25 11:00")) == until("2027-11-25 12:00")
    assert open_state(yearly, at("2027-11-25 12:00")) == OpenState("closed")


def test_without_hours_only_a_day_of_rest_is_known() -> None:
    resting = Channel("desk", special_days=(SpecialDay("2026-12-31"),))
    assert open_state(resting, at("2026-12-30 12:00")) == OpenState("unknown")
    assert open_state(resting, at("2026-12-31 12:00")) == OpenState("closed")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        # On 2026-03-08 the clock goes from 02:00 to 03:00, on 2026-11-01 from 02:00 back to 01:00.
        ("2026-03-08T06:59+00:00", opens("2026-03-08 03:00", "America/New_York")),
        ("2026-03-08T07:00+00:00", until("2026-03-08 05:00", "America/New_York")),
        ("2026-11-01T05:00+00:00", opens("2026-11-01 02:30", "America/New_York")),
        ("2026-11-01T07:29+00:00", opens("2026-11-01 02:30", "America/New_York")),
        ("2026-11-01T07:30+00:00", until("2026-11-01 05:00", "America/New_York")),
    ],
)
def test_a_clock_that_skips_the_opening_opens_at_once(now: str, state: OpenState) -> None:
    desk = Channel("desk", timezone="America/New_York", hours=(Hours(DAYS, "02:30", "05:00"),))
    assert open_state(desk, datetime.fromisoformat(now)) == state


def test_an_hour_that_comes_twice_is_an_hour_each_time() -> None:
    desk = Channel("desk", timezone="America/New_York", hours=(Hours(DAYS, "00:00", "01:30"),))
    found = open_state(desk, datetime(2026, 11, 1, 5, 45, tzinfo=UTC))  # 01:45, for the first time
    assert found.opens is not None
    assert found.opens.astimezone(UTC) == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
    again = open_state(desk, datetime(2026, 11, 1, 6, 15, tzinfo=UTC)).until
    assert again is not None
    assert again.astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def is_open_by_the_sign_on_the_door(channel: Channel, moment: datetime) -> bool:
    here = moment.astimezone(ZoneInfo(channel.timezone))
    clock, day = f"{here:%H:%M}", here.date()
    rows = [row for row in channel.special_days if row.day == f"{day}"]
    if rows:
        return any(row.opens and row.opens <= clock < row.closes for row in rows)
    if channel.holidays == "jp" and jpholiday.is_holiday(day):
        return False
    return any(DAYS[day.weekday()] in row.days and row.opens <= clock < row.closes for row in channel.hours)


STEP = timedelta(minutes=10)
TIMES = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(0, 60, 10)] + ["24:00"]
SPANS = st.lists(st.sampled_from(TIMES), min_size=2, max_size=2, unique=True).map(sorted)
# The days around which clocks are changed somewhere, and Japan has holidays.
FIRST_DAYS = st.sampled_from(
    [
        date(2026, 3, 7),
        date(2026, 3, 28),
        date(2026, 4, 4),
        date(2026, 10, 24),
        date(2026, 10, 31),
        date(2026, 5, 2),
    ]
)
ZONES = st.sampled_from(
    [
        "Asia/Tokyo",
        "America/New_York",
        "Europe/London",
        "Australia/Lord_Howe",
        "America/Havana",
        "Asia/Beirut",
    ]
)


@st.composite
def channels_and_moments(draw: st.DrawFn) -> tuple[Channel, datetime]:
    first = draw(FIRST_DAYS)
    hours = tuple(
        Hours(tuple(draw(st.sets(st.sampled_from(DAYS), min_size=4))), *span)
        for span in draw(st.lists(SPANS, min_size=1, max_size=4))
    )
    special = []
    for n in draw(st.sets(st.integers(0, 2), max_size=2)):
        span = draw(st.one_of(st.just(("", "")), SPANS))
        special.append(SpecialDay(f"{first + timedelta(days=n)}", *span))
    channel = Channel(
        "desk",
        timezone=draw(ZONES),
        hours=hours,
        holidays=draw(st.sampled_from(["none", "jp"])),
        special_days=tuple(special),
    )
    steps = draw(st.integers(0, 2 * 144))
    return channel, datetime(first.year, first.month, first.day, tzinfo=UTC) + steps * STEP


@settings(deadline=None, max_examples=50)
@given(channels_and_moments())
@example((replace(NIGHTS, timezone="America/Havana"), datetime(2026, 11, 1, 4, 30, tzinfo=UTC)))
def test_what_is_said_is_what_somebody_would_see_who_waits_at_the_door(
    case: tuple[Channel, datetime],
) -> None:
    channel, now = case
    state = open_state(channel, now)
    is_open = is_open_by_the_sign_on_the_door(channel, now)
    assert (state.kind in ("open", "always")) is is_open
    said = state.until or state.opens
    waiting = (now + step * STEP for step in range(1, 3 * 144))
    seen = next((each for each in waiting if is_open_by_the_sign_on_the_door(channel, each) != is_open), None)
    if seen is not None:
        assert said is not None
        assert said.astimezone(UTC) == seen
    else:
        assert said is None or said.astimezone(UTC) >= now + timedelta(days=3)
