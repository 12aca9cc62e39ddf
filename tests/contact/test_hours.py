"""Whether a channel is open: a pure function of the channel and the time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.channel import DAYS, Channel, Hours, SpecialDay
from contact.hours import OpenState, open_state

WEEK = DAYS[:5]
TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
OFFICE = Channel("office", hours=(Hours(WEEK, "09:00", "18:00"),))


def at(text: str, zone: ZoneInfo = TOKYO) -> datetime:
    """`2026-11-23 09:00` in `zone`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def open_until(text: str, zone: ZoneInfo = TOKYO) -> OpenState:
    return OpenState("open", until=at(text, zone))


def closed_until(text: str, zone: ZoneInfo = TOKYO) -> OpenState:
    return OpenState("closed", opens=at(text, zone))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-24 08:59:59", closed_until("2026-11-24 09:00")),
        ("2026-11-24 09:00", open_until("2026-11-24 18:00")),
        ("2026-11-24 17:59:59", open_until("2026-11-24 18:00")),
        ("2026-11-24 18:00", closed_until("2026-11-25 09:00")),
        ("2026-11-27 20:00", closed_until("2026-11-30 09:00")),
        ("2026-11-28 12:00", closed_until("2026-11-30 09:00")),
    ],
)
def test_it_opens_and_closes_to_the_minute_and_rests_at_the_weekend(now: str, state: OpenState) -> None:
    assert open_state(OFFICE, at(now)) == state


def test_the_hour_counts_where_the_channel_is() -> None:
    assert open_state(OFFICE, datetime(2026, 11, 24, 0, 30, tzinfo=UTC)) == open_until("2026-11-24 18:00")
    assert open_state(OFFICE, at("2026-11-23 20:00", NEW_YORK)) == open_until("2026-11-24 18:00")


def test_round_the_clock_is_always_open() -> None:
    assert open_state(Channel("web", always=True), at("2027-01-01 03:00")) == OpenState("always")


def test_without_hours_nobody_knows() -> None:
    assert open_state(Channel("page"), at("2026-11-24 12:00")) == OpenState("unknown")


def test_midnight_is_the_end_of_the_day() -> None:
    late = Channel("late", hours=(Hours(WEEK, "12:00", "24:00"),))
    assert open_state(late, at("2026-11-24 23:59:59")) == open_until("2026-11-25 00:00")
    assert open_state(late, at("2026-11-25 00:00")) == closed_until("2026-11-25 12:00")


def test_a_lunch_break_is_a_break() -> None:
    shop = Channel("shop", hours=(Hours(WEEK, "13:00", "17:00"), Hours(WEEK, "09:00", "12:00")))
    assert open_state(shop, at("2026-11-24 12:30")) == closed_until("2026-11-24 13:00")
    assert open_state(shop, at("2026-11-24 10:00")) == open_until("2026-11-24 12:00")


def test_days_may_have_hours_of_their_own() -> None:
    shop = Channel("shop", hours=(Hours(WEEK, "09:00", "18:00"), Hours(("sat",), "10:00", "12:00")))
    assert open_state(shop, at("2026-11-28 11:00")) == open_until("2026-11-28 12:00")
    assert open_state(shop, at("2026-11-28 12:00")) == closed_until("2026-11-30 09:00")


def test_public_holidays_of_japan_are_kept_where_the_channel_keeps_them() -> None:
    monday_holiday = at("2026-11-23 12:00")
    keeping = Channel("office", hours=OFFICE.hours, holidays="jp")
    assert open_state(keeping, monday_holiday) == closed_until("2026-11-24 09:00")
    assert open_state(OFFICE, monday_holiday) == open_until("2026-11-23 18:00")


def test_holidays_in_a_row_are_looked_past() -> None:
    # 2026-09-21 to 23: two holidays with a citizens' holiday between them, after a weekend.
    keeping = Channel("office", hours=OFFICE.hours, holidays="jp")
    assert open_state(keeping, at("2026-09-18 18:00")) == closed_until("2026-09-24 09:00")


def test_the_year_ends_like_any_other_week() -> None:
    keeping = Channel("office", hours=OFFICE.hours, holidays="jp")
    assert open_state(keeping, at("2026-12-31 17:00")) == open_until("2026-12-31 18:00")
    assert open_state(keeping, at("2026-12-31 19:00")) == closed_until("2027-01-04 09:00")
    assert open_state(OFFICE, at("2026-12-31 19:00")) == closed_until("2027-01-01 09:00")


def test_special_days_go_before_everything_else() -> None:
    special = (
        SpecialDay("2026-12-29"),
        SpecialDay("2026-12-30", "10:00", "12:00"),
        SpecialDay("2027-01-01", "09:00", "10:00"),
    )
    channel = Channel("office", hours=OFFICE.hours, holidays="jp", special_days=special)
    assert open_state(channel, at("2026-12-28 18:00")) == closed_until("2026-12-30 10:00")
    assert open_state(channel, at("2026-12-30 11:00")) == open_until("2026-12-30 12:00")
    assert open_state(channel, at("2027-01-01 09:30")) == open_until("2027-01-01 10:00")


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_the_clock_on_the_wall_counts_on_the_day_it_is_changed(day: str) -> None:
    desk = Channel("desk", timezone="America/New_York", hours=(Hours(DAYS, "09:00", "17:00"),))
    assert open_state(desk, at(f"{day} 08:59", NEW_YORK)) == closed_until(f"{day} 09:00", NEW_YORK)
    assert open_state(desk, at(f"{day} 09:00", NEW_YORK)) == open_until(f"{day} 17:00", NEW_YORK)


@pytest.mark.parametrize(
    ("now", "kind"), [("2026-07-01T13:00+00:00", "open"), ("2026-12-01T13:00+00:00", "closed")]
)
def test_summer_time_moves_the_hours_for_those_elsewhere(now: str, kind: str) -> None:
    desk = Channel("desk", timezone="America/New_York", hours=(Hours(DAYS, "09:00", "17:00"),))
    assert open_state(desk, datetime.fromisoformat(now)).kind == kind


def test_hours_that_hold_on_no_day_never_come() -> None:
    assert open_state(
        Channel("never", hours=(Hours((), "09:00", "18:00"),)), at("2026-11-24 12:00")
    ) == OpenState("closed")


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)), st.sampled_from(["none", "jp"]))
def test_what_is_said_to_come_comes(naive: datetime, holidays: str) -> None:
    channel = Channel("office", hours=OFFICE.hours, holidays=holidays)
    now = naive.replace(tzinfo=TOKYO)
    state = open_state(channel, now)
    turn = state.until if state.kind == "open" else state.opens
    assert turn is not None
    assert turn > now
    assert open_state(channel, turn).kind != state.kind
    assert open_state(channel, turn - timedelta(microseconds=1)).kind == state.kind
