"""What a query asks for: words put right, kana read as words, synonyms beside them.

A query becomes items, one for each thing that is asked for; each item may be met by its own words or by others
that stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from search.repairing import repair
from search.synonyms import Alternative, Thesaurus, general_alternatives
from search.vocabulary import Vocabulary
from search.words import Word, normalise, runs, terms, words

MAX_LENGTH, MAX_ITEMS, ENDINGS = 300, 24, 12
SAME_SOUND, BEGINS_SO, WITHOUT_PREFIX = 0.7, 0.8, 0.7
# How much an unknown verb or adverb matters, against an unknown noun.
WEAK = 0.3
_KANA_AT_END = re.compile(r"[ぁ-ゖー]{2,}\Z")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked for. The first alternative is what was typed; `mass` is how much it matters."""

    alternatives: tuple[Alternative, ...]
    weak: bool = False
    mass: float = 0.0


@dataclass(frozen=True)
class Query:
    """A query as it is understood: `rarity` says how much it says that a document has a term; `unknown`
    the same of a word no document has.

    `repaired` is the query with its mistyped words put right, if there were any.
    """

    text: str
    items: tuple[Item, ...]
    rarity: Mapping[str, float]
    repaired: str = ""
    unknown: float = 0.0

    @cached_property
    def mass(self) -> float:
        """How much all that is asked for matters."""
        return sum(item.mass for item in self.items)


def understand(
    typed: str, vocabulary: Vocabulary, thesaurus: Thesaurus, *, literal: bool = False, partial: bool = False
) -> Query:
    """The meaning of `typed`.

    With `literal` it is taken letter for letter; with `partial` its last word may go on, so that kana at its end
    is no word yet.
    """
    text, repaired = normalise(typed)[:MAX_LENGTH], ""
    found = list(words(text))
    items = _items(text, found, thesaurus)
    counts = vocabulary.counts({*_terms_of(items), *runs(text)})
    if not literal and not (partial and _KANA_AT_END.search(text)):
        known = {term for item in items if _is_met(item, counts) for term in item.alternatives[0].terms}
        if (better := repair(text, found, known, vocabulary, thesaurus)) != text:
            text = repaired = better
            found = list(words(text))
            items = _items(text, found, thesaurus)
            counts = vocabulary.counts(_terms_of(items))
    items = _with_same_sound(items, found, counts, vocabulary)
    if partial:
        items = _with_endings(items, text, found, vocabulary, thesaurus)
    counts = vocabulary.counts(_terms_of(items))
    rarity = {term: vocabulary.rarity(count) for term, count in counts.items()}
    unknown = vocabulary.rarity(0)
    weighed = tuple(_weighed(item, rarity, unknown) for item in items[:MAX_ITEMS])
    return Query(text, weighed, rarity, repaired, unknown)


def _terms_of(items: Sequence[Item]) -> set[str]:
    return {term for item in items for other in item.alternatives for term in other.terms}


def _is_met(item: Item, counts: Mapping[str, int]) -> bool:
    return any(all(term in counts for term in other.terms) for other in item.alternatives)


def _items(text: str, found: Sequence[Word], thesaurus: Thesaurus) -> list[Item]:
    """One item for each word, or for the words that together have synonyms."""
    items, start = [], 0
    while start < len(found):
        length, others = _phrase(found, start, thesaurus)
        if not length:
            length, others = _general(text, found, start)
        part = found[start : start + length]
        if not others and part[0].base:
            others = [Alternative((part[0].base,), WITHOUT_PREFIX)]
        own = Alternative(tuple(word.term for word in part if not word.filler), 1.0)
        if alternatives := (own, *others) if own.terms else tuple(others):
            items.append(Item(alternatives, weak=all(word.weak for word in part)))
        start += length
    return items


def _phrase(found: Sequence[Word], start: int, thesaurus: Thesaurus) -> tuple[int, list[Alternative]]:
    """The longest phrase from `start` on, or one that begins within it and reaches further."""
    sought = [word.term for word in found]
    length, others = thesaurus.longest_match(sought, start)
    for later in range(1, length):
        further, more = thesaurus.longest_match(sought, start + later)
        if any(not word.filler for word in found[start + length : start + later + further]):
            length, others = later + further, more
    return length, others


def _general(text: str, found: Sequence[Word], start: int) -> tuple[int, list[Alternative]]:
    for length in range(min(3, len(found) - start), 0, -1):
        part = found[start : start + length]
        if not all(word.filler for word in part) and (
            others := general_alternatives(text[part[0].start : part[-1].end])
        ):
            return length, list(others)
    return 1, []


def _with_same_sound(
    items: Sequence[Item], found: Sequence[Word], counts: Mapping[str, int], vocabulary: Vocabulary
) -> list[Item]:
    """A word nobody uses may be a slip of kana conversion: beside it, known words that are said alike."""
    readings: dict[tuple[str, ...], str] = {
        (word.term,): word.reading for word in found if not word.term.isascii()
    }
    strange = {
        item: reading
        for item in items
        if len(reading := readings.get(item.alternatives[0].terms, "")) > 2 and not _is_met(item, counts)
    }
    said = vocabulary.said(set(strange.values())) if strange else {}
    return [_beside(item, said.get(strange.get(item, ""), ()), SAME_SOUND) for item in items]


def _beside(item: Item, others: Iterable[str], weight: float) -> Item:
    more = tuple(Alternative(key, weight) for other in others if (key := tuple(terms(other))))
    return replace(item, alternatives=(*item.alternatives, *more)) if more else item


def _with_endings(
    items: Sequence[Item], text: str, found: Sequence[Word], vocabulary: Vocabulary, thesaurus: Thesaurus
) -> list[Item]:
    """What was typed last also as the beginning of longer words."""
    kana = _KANA_AT_END.search(text)
    start = kana.start() if kana else found[-1].start if found else len(text)
    begun = text[start:]
    if len(begun) < 2:
        return list(items)
    # Two letters begin too much: only the commonest word is likely enough.
    most = (len(begun) - 1) ** 2
    ends = vocabulary.said_beginning(begun, most) if kana else vocabulary.beginning(begun)
    others = [Alternative((end,) if not kana else tuple(terms(end)), BEGINS_SO) for end in ends]
    for reading, word in thesaurus.readings.items() if most > 1 else ():
        if reading.startswith(begun) or word.startswith(begun):
            others.append(Alternative(tuple(terms(word)), BEGINS_SO))
    before = _items(text, [word for word in found if word.start < start], thesaurus)
    last = _items(text, [word for word in found if word.start >= start], thesaurus)
    own = [other for item in last for other in item.alternatives]
    alternatives = (*own, *(other for other in others[:ENDINGS] if other.terms))
    return [*before, Item(alternatives)] if alternatives else before


def _weighed(item: Item, rarity: Mapping[str, float], unknown: float) -> Item:
    """`item` without alternatives no document has, and with how much it matters."""
    own = item.alternatives[0]
    best: dict[tuple[str, ...], Alternative] = {}
    for other in sorted(item.alternatives, key=lambda other: -other.weight):
        if all(term in rarity for term in other.terms):
            best.setdefault(other.terms, other)
    kept = tuple(best.values())
    if own in kept or not kept:
        partly = () if kept or not any(term in rarity for term in own.terms) else (own,)
        mass = max((rarity.get(term, unknown) for term in own.terms), default=unknown)
        mass *= 1 if kept or not item.weak else WEAK
        return replace(item, alternatives=kept or partly, mass=mass)
    if any(term in rarity for term in own.terms):
        kept = (own, *kept)
    mass = max(other.weight * rarity[term] for other in kept for term in other.terms if term in rarity)
    return replace(item, alternatives=kept, mass=mass)
