"""Bars over time as numbers a template draws with: no script, no inline style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext

from insights.periods import Period
from insights.showing import shown
from insights.tables import Table, number, words

# The height of the bars, with room for words above and below them.
WIDTH, HEAD, HEIGHT, FOOT = 720, 18, 160, 22


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of `lower` with `upper` on top; `words` is what it stands for."""

    x: float
    width: float
    lower_y: float
    lower_height: float
    upper_y: float
    upper_height: float
    words: str


@dataclass(frozen=True)
class Plot:
    """Bars with the words around them. `series` names the lower and, if there is one, the upper part."""

    title: str
    series: tuple[str, ...]
    bars: list[Bar]
    most: str
    first: str
    last: str
    by_day: Mapping[date, int | tuple[int, int]]
    period: Period
    width: int = WIDTH
    ground: int = HEAD + HEIGHT
    height: int = HEAD + HEIGHT + FOOT

    def days(self) -> Table:
        """The same figures with a row for each day, oldest first; its file is called “days”."""
        rows = []
        for day in self.period.cut(1):
            pair = _sums(self.by_day, day)[: len(self.series)]
            rows.append((words(day.first.isoformat()), *map(number, pair)))
        return Table("days", self.title, (gettext("Day"), *self.series), rows)


def plot(
    title: str, series: tuple[str, ...], by_day: Mapping[date, int | tuple[int, int]], period: Period
) -> Plot:
    """Bars for the stretches of `period`. What is shown as “<5” has the height of 5."""
    stretches = period.stretches()
    sums = [_sums(by_day, stretch) for stretch in stretches]
    drawn = [tuple(_drawn(n) for n in pair) for pair in sums]
    most = max((sum(pair) for pair in drawn), default=0) or 1
    step = WIDTH / len(stretches)
    bars = []
    for index, (stretch, pair, heights) in enumerate(zip(stretches, sums, drawn, strict=True)):
        lower, upper = (HEIGHT * n / most for n in heights)
        bars.append(
            Bar(
                x=round(index * step + step * 0.1, 2),
                width=round(step * 0.8, 2),
                lower_y=round(HEAD + HEIGHT - lower, 2),
                lower_height=round(lower, 2),
                upper_y=round(HEAD + HEIGHT - lower - upper, 2),
                upper_height=round(upper, 2),
                words=f"{_days(stretch)}: {', '.join(_named(series, pair))}",
            )
        )
    return Plot(
        title,
        series,
        bars,
        shown(most if any(map(sum, sums)) else 0),
        _day(period.first),
        _day(period.last),
        by_day,
        period,
    )


def _sums(by_day: Mapping[date, int | tuple[int, int]], stretch: Period) -> tuple[int, int]:
    lower = upper = 0
    for offset in range(stretch.days):
        n = by_day.get(date.fromordinal(stretch.first.toordinal() + offset), 0)
        first, second = n if isinstance(n, tuple) else (n, 0)
        lower, upper = lower + first, upper + second
    return lower, upper


def _drawn(n: int) -> int:
    return max(n, settings.INSIGHTS_SMALLEST) if n else 0


def _named(series: Sequence[str], pair: tuple[int, int]) -> list[str]:
    return [f"{name} {shown(n)}" for name, n in zip(series, pair, strict=False)]


def _days(stretch: Period) -> str:
    if stretch.days == 1:
        return _day(stretch.first)
    return f"{_day(stretch.first)} – {_day(stretch.last)}"


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
