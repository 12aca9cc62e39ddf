"""Whether a channel is open: a pure function of the channel and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import jpholiday

from contact.channel import DAYS, Channel

_LOOK_AHEAD = 21  # days; longer than any closure a calendar of weekdays and holidays can make


@dataclass(frozen=True, slots=True)
class OpenState:
    """`open` until `until`, `closed` until `opens`, `always` open, or `unknown`; times in the channel's zone."""

    kind: Literal["open", "closed", "always", "unknown"]
    until: datetime | None = None
    opens: datetime | None = None


def open_state(channel: Channel, now: datetime) -> OpenState:
    """Whether `channel` is open at `now` (an aware time), and until or from when."""
    if channel.always:
        return OpenState("always")
    if not channel.hours:
        return OpenState("unknown")
    here = now.astimezone(ZoneInfo(channel.timezone))
    for day in range(_LOOK_AHEAD):
        for opens, closes in _spans(channel, here.date() + timedelta(days=day)):
            if opens <= here < closes:
                return OpenState("open", until=closes)
            if here < opens:
                return OpenState("closed", opens=opens)
    return OpenState("closed")


def _spans(channel: Channel, day: date) -> list[tuple[datetime, datetime]]:
    zone = ZoneInfo(channel.timezone)
    special = [row for row in channel.special_days if row.day == day.isoformat()]
    if special:
        return sorted((_at(day, row.opens, zone), _at(day, row.closes, zone)) for row in special if row.opens)
    if channel.holidays == "jp" and jpholiday.is_holiday(day):
        return []
    name = DAYS[day.weekday()]
    return sorted(
        (_at(day, row.opens, zone), _at(day, row.closes, zone)) for row in channel.hours if name in row.days
    )


def _at(day: date, clock: str, zone: ZoneInfo) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(hours=hour, minutes=minute)
