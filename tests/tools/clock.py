"""Times and days for the tests of the helpers, and how hypothesis makes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import settings
from hypothesis import strategies as st

from tools.dates import JAPAN

# A busy machine is no failure.
unhurried = settings(deadline=None, max_examples=150)


def jst(text: str) -> datetime:
    """A time on a clock in Japan, such as `2026-04-01 08:59`."""
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


def utc(text: str) -> datetime:
    """A time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
days = st.dates(date(2004, 1, 1), date(2096, 12, 31))
months = days.map(lambda found: found.replace(day=1))
# The places where counting goes wrong: new years, leap days, first mornings of months, on either side of midnight.
edges = st.sampled_from(
    [
        utc(f"{year}-{rest}")
        for year in (2023, 2024, 2025, 2028, 2096)
        for rest in (
            "01-01 00:00",
            "02-28 23:59:59",
            "03-01 00:00",
            "12-31 14:59:59",
            "12-31 15:00",
            "12-31 23:59:59",
        )
    ]
    + [utc("2024-02-29 00:00"), utc("2024-02-29 15:00"), utc("2028-02-29 23:59:59")]
)
moments = st.one_of(st.datetimes(datetime(2004, 1, 1), datetime(2096, 12, 31), timezones=st.just(UTC)), edges)
