"""The days a page of insights looks at, and the same number of days before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# What editors may choose; the first is a month.
CHOICES = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """As many days, up to the day before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def stretches(self) -> list[Period]:
        """It cut into what one bar of a plot stands for: days, weeks or months of 30 days; the last one ends it."""
        return self.cut(1 if self.days <= 31 else 7 if self.days <= 100 else 30)

    def cut(self, length: int) -> list[Period]:
        """It cut into stretches of `length` days, oldest first; the first may be shorter."""
        cut = []
        last = self.last
        while last >= self.first:
            first = max(last - timedelta(days=length - 1), self.first)
            cut.append(Period(first, last))
            last = first - timedelta(days=1)
        return cut[::-1]


def period_until(today: date, days: int) -> Period:
    """The last `days` days, today included."""
    return Period(today - timedelta(days=days - 1), today)


def days_from(text: str) -> int:
    """The choice an address names; a month for anything else."""
    return next((days for days in CHOICES if text == str(days)), CHOICES[0])
