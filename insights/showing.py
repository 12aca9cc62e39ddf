"""Numbers as editors see them. Counts from 1 to 4 are shown as “<5”, so that no figure stands for one person."""

from __future__ import annotations

from django.conf import settings

NOTHING = "–"


def shown(n: int) -> str:
    """A count: exact from `INSIGHTS_SMALLEST` on, and 0 as 0."""
    return f"<{settings.INSIGHTS_SMALLEST}" if 0 < n < settings.INSIGHTS_SMALLEST else f"{n:,}"


def share(part: int, whole: int) -> str:
    """`part` of `whole` in percent; nothing where the whole is too small, a bound where the part is."""
    smallest = max(settings.INSIGHTS_SMALLEST, 1)
    if whole < smallest:
        return NOTHING
    if 0 < part < smallest:
        return f"<{-(-100 * smallest // whole)}%"
    return f"{percent(part, whole)}%"


def percent(part: int, whole: int) -> int:
    """`part` of `whole` as a whole number of percent, at most 100."""
    return min(round(100 * part / whole), 100)


def change(now: int, before: int) -> str:
    """How much more or less than before, in percent; nothing where one of the two is too small to be shown."""
    smallest = max(settings.INSIGHTS_SMALLEST, 1)
    if now < smallest or before < smallest:
        return NOTHING
    return _signed(round(100 * (now - before) / before)) + "%"


def change_of_share(now: tuple[int, int], before: tuple[int, int]) -> str:
    """The difference of two shares, each (part, whole), in points."""
    smallest = max(settings.INSIGHTS_SMALLEST, 1)
    if min(*now, *before) < smallest:
        return NOTHING
    return _signed(percent(*now) - percent(*before))


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "±0"
