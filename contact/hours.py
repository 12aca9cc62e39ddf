"""Whether a channel is open: a pure function of the channel and the time.

Hours are what the clock on the channel's wall shows, on a day when that clock is changed too. Moments are compared in
UTC: Python compares two times in one zone by their clocks, whatever lies between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Literal
from zoneinfo import ZoneInfo

import jpholiday

from contact.channel import DAYS, Channel

LOOK_AHEAD = 366  # days; a change that is further off is no news
_Span = tuple[str, str]
_ALL_DAY: list[_Span] = [("00:00", "24:00")]
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OpenState:
    """`open` until `until`, `closed` until `opens`, `always` open, or `unknown`; times in the channel's zone.

    `until` and `opens` are the next change, however many spans meet before it. `closed` without `opens` is closed for
    longer than `LOOK_AHEAD`, `always` is open for longer than that.
    """

    kind: Literal["open", "closed", "always", "unknown"]
    until: datetime | None = None
    opens: datetime | None = None


def open_state(channel: Channel, now: datetime) -> OpenState:
    """Whether `channel` is open at `now` (an aware time), and until or from when."""
    if channel.always and not channel.special_days and channel.holidays == "none":
        return OpenState("always")
    calendar = _Calendar(channel)
    now = now.astimezone(UTC)
    if not calendar.is_known(now):
        return OpenState("unknown")
    change = calendar.next_change(now)
    if calendar.is_open(now):
        return OpenState("open", until=change) if change else OpenState("always")
    return OpenState("closed", opens=change)


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    """The spans of a day in order, those that touch or overlap as one."""
    joined: list[_Span] = []
    for opens, closes in sorted(spans):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


class _Calendar:
    """A channel's days, each with its spans."""

    def __init__(self, channel: Channel) -> None:
        self._zone = ZoneInfo(channel.timezone)
        self._holidays = channel.holidays
        self._week = [
            _ALL_DAY
            if channel.always
            else _joined((row.opens, row.closes) for row in channel.hours if name in row.days)
            for name in DAYS
        ]
        self._special: dict[str, list[_Span]] = defaultdict(list)
        for row in channel.special_days:
            more = [(row.opens, row.closes)] if row.opens else []
            self._special[row.day] = _joined([*self._special[row.day], *more])
        self._has_hours = channel.always or bool(channel.hours) or any(self._special.values())

    def is_known(self, moment: datetime) -> bool:
        """Whether there are hours, or it is a day of rest at least."""
        return self._has_hours or moment.astimezone(self._zone).date().isoformat() in self._special

    def is_open(self, moment: datetime) -> bool:
        """Whether the clock on the wall is within a span of its day."""
        here = moment.astimezone(self._zone)
        clock = f"{here:%H:%M}"
        return any(opens <= clock < closes for opens, closes in self._spans(here.date()))

    def next_change(self, now: datetime) -> datetime | None:
        """When it closes if it is open at `now`, and opens if it is closed; None for not within `LOOK_AHEAD`."""
        is_open = self.is_open(now)
        unchanging = _ALL_DAY if is_open else []
        today = now.astimezone(self._zone).date()
        for day in (today + timedelta(days=days) for days in range(LOOK_AHEAD + 1)):
            spans = self._spans(day)
            if spans == unchanging:
                continue  # without a closer look: a channel may be closed, or open, for months
            for moment in self._moments(day, spans):
                if moment > now and self.is_open(moment) is not is_open:
                    return moment.astimezone(self._zone)
        return None

    def _spans(self, day: date) -> list[_Span]:
        special = self._special.get(day.isoformat())
        if special is not None:
            return special
        spans = self._week[day.weekday()]
        if spans and self._holidays == "jp" and jpholiday.is_holiday(day):
            return []
        return spans

    def _moments(self, day: date, spans: list[_Span]) -> list[datetime]:
        """All moments of `day` at which it may open or close, its beginning included and its end not."""
        clocks = {"00:00", *chain.from_iterable(spans)} - {"24:00"}
        found = {self._moment(day, clock, fold) for clock in clocks for fold in (0, 1)}
        return sorted(found | self._clock_changes(day))

    def _moment(self, day: date, clock: str, fold: int) -> datetime:
        """The first or (`fold` 1) the second time on `day` that the clock shows `clock`."""
        here = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=self._zone, fold=fold)
        return here.astimezone(UTC)

    def _clock_changes(self, day: date) -> set[datetime]:
        """When the clock is put forward or back on `day`, if it is: it may skip the times at which spans begin."""
        begins, ends = self._moment(day, "00:00", 0), self._moment(day + timedelta(days=1), "00:00", 0)
        before = self._offset(begins)
        if self._offset(ends) == before:
            return set()
        minutes = range((ends - begins) // _MINUTE)
        at = bisect_left(minutes, 1, key=lambda minute: self._offset(begins + minute * _MINUTE) != before)
        return {begins + at * _MINUTE}

    def _offset(self, moment: datetime) -> timedelta | None:
        return moment.astimezone(self._zone).utcoffset()
