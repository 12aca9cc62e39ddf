"""Queries with the entries that answer them, and how well what was found agrees with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search.finding import find
from search.showing import show


@dataclass(frozen=True)
class Judged:
    """A query; without `expected`, nothing here answers it."""

    query: str
    expected: tuple[str, ...]
    language: str


def judged(name: str) -> list[Judged]:
    """The queries in the file `name` beside this one."""
    rows = json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return [Judged(row["query"], tuple(row["expected"]), row["lang"]) for row in rows]


def found_slugs(query: Judged) -> list[str]:
    """The last parts of the addresses on the result page, in order."""
    shown = show(find(query.query, query.language), query.language)
    return [result.url.rstrip("/").rpartition("/")[2] for result in shown.results]


@dataclass(frozen=True)
class Scores:
    """`mrr` is the mean of one by the place of the first right answer among ten; `first` and `five` are the shares
    of queries with a right one at the first place and among the first five.
    """

    mrr: float
    first: float
    five: float
    wrongly_empty: list[str]
    wrongly_answered: list[str]


def scores(queries: Sequence[Judged]) -> Scores:
    """How well `queries` are answered."""
    found = {query: found_slugs(query) for query in queries}
    places = [
        next((place for place, slug in enumerate(slugs[:10], 1) if slug in query.expected), 0)
        for query, slugs in found.items()
        if query.expected
    ]
    return Scores(
        mrr=sum(1 / place for place in places if place) / len(places),
        first=sum(place == 1 for place in places) / len(places),
        five=sum(1 <= place <= 5 for place in places) / len(places),
        wrongly_empty=[query.query for query, slugs in found.items() if query.expected and not slugs],
        wrongly_answered=[query.query for query, slugs in found.items() if slugs and not query.expected],
    )
