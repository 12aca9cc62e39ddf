"""Words for one thing: the groups editors keep, and a general dictionary behind them.

The general one is Sudachi's synonym dictionary (see `search/data/NOTICE.txt`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from search.words import runs, spoken, squeeze, terms, words

GENERAL = Path(__file__).parent / "data" / "general_synonyms.tsv"
ONE_WAY, BOTH_WAYS, FROM_DICTIONARY = 0.9, 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Group:
    """`words` find each other; with `finds`, each of them finds those instead."""

    words: tuple[str, ...]
    finds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in lists: its first word."""
        return self.words[0] if self.words else ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that may stand for others; all of them together. `weight` is at most 1."""

    terms: tuple[str, ...]
    weight: float


class Thesaurus:
    """The editors' groups, ready to be looked up by the terms of a query, fillers among them."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._found: dict[tuple[str, ...], list[Alternative]] = defaultdict(list)
        self.readings: dict[str, str] = {}
        self.typed: set[str] = set()
        for group in groups:
            self._add(group)
        self._longest = max(map(len, self._found), default=0)

    def _add(self, group: Group) -> None:
        weight = ONE_WAY if group.finds else BOTH_WAYS
        others = [
            Alternative(key, weight) for word in group.finds or group.words if (key := _searchable(word))
        ]
        for word in group.words:
            if key := tuple(part.term for part in words(word)):
                found = self._found[key]
                found += [other for other in others if other.terms != key and other not in found]
        for word in group.words:
            self.typed.update(runs(word))
            reading = spoken(word)
            # 引かれてる begins as 引かれる does.
            for said, written in ((reading, word), (reading.removesuffix("る"), word.removesuffix("る"))):
                if len(said) > 2:
                    self.readings.setdefault(said, written)

    def __len__(self) -> int:
        return len(self._found)

    def knows(self, term: str) -> bool:
        """Whether `term` by itself is a word of some group."""
        return (term,) in self._found

    def near(self, typed: Collection[str]) -> list[str]:
        """Words of the groups that begin or end as one of `typed` does."""
        heads, tails = {word[:2] for word in typed}, {word[-2:] for word in typed}
        return sorted(word for word in self.typed if word[:2] in heads or word[-2:] in tails)

    def longest_match(self, sought: Sequence[str], start: int) -> tuple[int, list[Alternative]]:
        """How many terms from `start` on are a word of some group, at most; and what may stand for them."""
        for length in range(min(self._longest, len(sought) - start), 0, -1):
            if found := self._found.get(tuple(sought[start : start + length])):
                return length, found
        return 0, []


def _searchable(phrase: str) -> tuple[str, ...]:
    """The terms to search for in place of `phrase`; none, where its one term says something else than it.

    払えない is found by, but does not look for 払い; 支払いが通らない may look for its two terms.
    """
    said = list(words(phrase))
    key = tuple(word.term for word in said if not word.filler)
    return key if len(key) > 1 or not any(word.needed for word in said) else ()


@lru_cache(maxsize=1)
def _general() -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for line in GENERAL.read_text(encoding="utf-8").splitlines():
        group = tuple(word.removeprefix("~") for word in line.split("\t"))
        for word in line.split("\t"):
            if not word.startswith("~"):
                table[squeeze(word)].append(group)
    return table


@lru_cache(maxsize=4096)
def general_alternatives(text: str) -> tuple[Alternative, ...]:
    """What the general dictionary has for `text`, a word or a few."""
    own = tuple(terms(text))
    found = {}
    for group in _general().get(squeeze(text), ()):
        for word in group:
            key = tuple(terms(word))
            if key and key != own:
                found[key] = Alternative(key, FROM_DICTIONARY)
    return tuple(found.values())
