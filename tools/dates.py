"""Days, months and moments as the helpers count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def in_japan(moment: datetime) -> datetime:
    """`moment` (an aware time) on a clock in Japan."""
    return moment.astimezone(JAPAN)


def day_in_japan(moment: datetime) -> date:
    """The date in Japan at `moment` (an aware time)."""
    return in_japan(moment).date()


def utc_midnight(day: date) -> datetime:
    """The moment at which `day` begins in UTC."""
    return datetime.combine(day, time(), UTC)


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
