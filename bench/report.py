"""The findings as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import django

from bench.measure import Cost, can_count

AIMS = {"page": 0.60, "fragment": 0.40, "304": 0.25}
_KINDS = ("page", "fragment", "304", "answer", "first")
_SERVED = ("floor", "page", "fragment", "304")
_EXPLAINED = """\
A *floor* is an ordinary view that renders the same templates to a page of the same size behind the same middlewares,
from constants, without a database (`bench/floor.py`). The other columns are ratios to it, measured in the same run:
the *page* of a question with two answers before it, its *fragment* and its *304*, one query each; an *answer* that
shows an FAQ entry, two queries; and pages read for the *first* time in a process.

Cost is {unit} inside the process.
What a database server does is not in it, nor the writing of counts, which a thread does every few seconds.
Requests per second are those of gunicorn while its clients share the machine with it: they compare the columns.
"""


@dataclass(frozen=True)
class Row:
    """One guide in one database: seconds to make it, costs by kind, requests a second by kind."""

    database: str
    size: int
    made: dict[str, float]
    costs: dict[str, Cost]
    answered: dict[str, float]

    def cost(self, kind: str) -> float:
        """What a request of that kind costs, in whichever unit the table has."""
        cost = self.costs[kind]
        return cost.instructions or cost.seconds

    def ratio(self, kind: str) -> float:
        """The same in floors."""
        return self.cost(kind) / self.cost("floor")


def report(rows: list[Row], skipped: list[str], count: int) -> str:
    """One table, what it says about the aims, and what was left out."""
    unit = "CPU instructions (callgrind)" if can_count() else "processor time (the median of many rounds)"
    versions = (
        f"Python {platform.python_version()}, Django {django.__version__}, {count} requests of each kind, "
        f"{os.cpu_count()} cores, {date.today().isoformat()}."
    )
    said = [*_against_aims(rows), *_by_database(rows), *skipped, versions]
    lines = ["# What a page costs", "", _EXPLAINED.format(unit=unit), *_table(rows), ""]
    return "\n".join([*lines, *(f"- {line}" for line in said), ""])


def _table(rows: list[Row]) -> Iterator[str]:
    unit, scale = ("million instructions", 1e6) if can_count() else ("ms", 1e-3)
    kinds = " | ".join(_KINDS)
    rates = " | ".join(f"{kind}/s" for kind in _SERVED)
    yield f"| database | steps | floor, {unit} | {kinds} | {rates} |"
    yield "|---|" + "--:|" * (2 + len(_KINDS) + len(_SERVED))
    aims = " | ".join(f"≤ {AIMS[kind]:.2f}" if kind in AIMS else "" for kind in _KINDS)
    yield f"| *aim* | | 1 | {aims} |" + " |" * len(_SERVED)
    for row in rows:
        ratios = " | ".join(f"{row.ratio(kind):.3f}" if kind in row.costs else "–" for kind in _KINDS)
        rates = " | ".join(f"{row.answered[kind]:,.0f}" for kind in _SERVED)
        yield f"| {row.database} | {row.size:,} | {row.cost('floor') / scale:.2f} | {ratios} | {rates} |"


def _against_aims(rows: list[Row]) -> Iterator[str]:
    for kind, aim in AIMS.items():
        worst = max(row.ratio(kind) for row in rows)
        verdict = "met" if worst <= aim else "missed"
        yield f"{kind}: {worst:.3f} of the floor at most; the aim is {aim:.2f}: **{verdict}**."


def _by_database(rows: list[Row]) -> Iterator[str]:
    for database in dict.fromkeys(row.database for row in rows):
        of_one = [row for row in rows if row.database == database]
        small, large = of_one[0], of_one[-1]
        if small is not large:
            times = ", ".join(f"{kind} ×{large.cost(kind) / small.cost(kind):.3f}" for kind in AIMS)
            yield f"{database}, {large.size:,} steps against {small.size:,}: {times}."
        if can_count():
            floor = large.costs["floor"].seconds
            ratios = ", ".join(f"{kind} {large.costs[kind].seconds / floor:.2f}" for kind in AIMS)
            yield f"{database}, processor time instead (the kernel's part is in it, and noise): {ratios}."
        seconds = "{writing:.0f} s to write and {publishing:.0f} s to publish".format(**large.made)
        yield f"{database}: the guide of {large.size:,} steps took {seconds}."
