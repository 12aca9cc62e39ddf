"""The words the index knows, looked up in the database; each method is one query."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from search.models import IndexState, Reading, Vocable

MOST, MOST_SAID = 400, 900


@dataclass(frozen=True)
class Vocabulary:
    """The known words of a language, with what an average document is like; lasts for one search."""

    language: str
    documents: int = 0
    title_length: float = 1.0
    body_length: float = 1.0
    _counted: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, state: IndexState | None) -> Vocabulary:
        """As `state` has it."""
        if state is None or not state.documents:
            return cls(language)
        count = state.documents
        return cls(language, count, max(state.title_length / count, 1), max(state.body_length / count, 1))

    def rarity(self, count: int) -> float:
        """How much it says that a document has a word which `count` documents have."""
        return (
            math.log(1 + (self.documents - count + 0.5) / (count + 0.5)) if count <= self.documents else 0.01
        )

    def counts(self, texts: Collection[str]) -> dict[str, int]:
        """In how many documents each of `texts` stands; what stands in none is left out.

        One query, or none where all of them were asked for before.
        """
        if unasked := sorted(set(texts) - self._counted.keys())[:MOST]:
            rows = Vocable.objects.filter(language=self.language, text__in=unasked).order_by()
            self._counted.update(dict.fromkeys(unasked, 0))
            self._counted.update(rows.values_list("text", "documents"))
        return {text: count for text in texts if (count := self._counted.get(text, 0))}

    def near(self, typed: Collection[str]) -> list[tuple[str, int]]:
        """Known words that begin or end as one of `typed` does, with in how many documents they stand."""
        alike = Q(head__in=[text[:2] for text in typed]) | Q(tail__in=[text[-2:] for text in typed])
        rows = Vocable.objects.filter(alike, language=self.language).order_by()
        return list(rows.values_list("text", "documents"))

    def beginning(self, typed: str) -> list[str]:
        """The commonest known words that begin with `typed`, at least two letters."""
        rows = Vocable.objects.filter(language=self.language, head=typed[:2], text__startswith=typed)
        return list(rows.order_by("-documents", "text").values_list("text", flat=True)[:8])

    def said(self, readings: Collection[str]) -> dict[str, list[str]]:
        """The words that are said as one of `readings`, by reading."""
        found = defaultdict(list)
        rows = Reading.objects.filter(text__in=sorted(readings)[:MOST_SAID]).order_by("text", "term")
        for reading, term in rows.values_list("text", "term"):
            found[reading].append(term)
        return found

    def said_beginning(self, reading: str, most: int) -> list[str]:
        """The commonest words whose reading begins with `reading`, at least two letters; two queries."""
        rows = Reading.objects.filter(head=reading[:2], text__startswith=reading).order_by("text", "term")
        found = dict.fromkeys(rows.values_list("term", flat=True)[:MOST])
        counts = self.counts(found)
        return sorted(found, key=lambda word: -counts.get(word, 0))[:most]


def substrings(text: str, longest: int) -> Iterable[str]:
    """Every piece of `text` of two letters or more."""
    for start in range(len(text)):
        for end in range(start + 2, min(start + longest, len(text)) + 1):
            yield text[start:end]
