"""Ordering candidates: a pure function of the query and their texts, the same on every database."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from search.engine import Candidate
from search.synonyms import Alternative
from search.understanding import Item, Query
from search.vocabulary import Vocabulary
from search.words import squeeze

# What a term is worth in the title, among the keywords, in the body.
TITLE, KEYS, BODY = 4.0, 3.0, 0.5
# No word counts for more than this part of what its item matters.
BOUND = 0.8
IN_TITLE, A_KEYWORD, MOST_ASKED, MESSAGE = 1.3, 1.3, 1.1, 100.0
MESSAGE_LENGTH = 6
LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score. `coverage` is how much of the query it speaks of, from 0 to 1; `matched` are
    its terms that made the score; `is_message`, that the query is a message it explains, or half of one.
    """

    document: Candidate
    score: float
    coverage: float
    matched: frozenset[str]
    is_message: bool = False


def rank(query: Query, candidates: Iterable[Candidate], vocabulary: Vocabulary) -> list[Ranked]:
    """`candidates`, best first."""
    typed = squeeze(query.text)
    items = [_Wanted(item) for item in query.items]
    found = sorted((_by_words(query, items, candidate, vocabulary) for candidate in candidates), key=_order)
    found[:LOOKED_AT] = [_by_texts(typed, ranked) for ranked in found[:LOOKED_AT]]
    entries = (ranked.document for ranked in found[:LOOKED_AT] if ranked.document.kind == "entry")
    titles = [title for entry in entries if typed in (title := squeeze(entry.title))]
    for place, ranked in enumerate(found):
        if _is_message(typed, ranked.document, titles):
            score = ranked.score + MESSAGE
            found[place] = replace(ranked, score=score, coverage=1.0, is_message=True)
    return sorted(found, key=_order)


def _order(ranked: Ranked) -> tuple[float, str, str]:
    # Rounded, so that the last bit of a sum never decides.
    return -round(ranked.score, 6), ranked.document.kind, ranked.document.slug


class _Wanted:
    """An item of a query, its alternatives by their first term: most documents have none of most of them."""

    def __init__(self, item: Item) -> None:
        self.mass, self.bound = item.mass, item.mass * BOUND
        # What was typed may be there in part, so it is looked at by each of its terms.
        self._by_term: dict[str, list[Alternative]] = defaultdict(list)
        for other in item.alternatives:
            for term in set(other.terms) if other.weight == 1 else other.terms[:1]:
                self._by_term[term].append(other)

    def among(self, terms: Iterable[str]) -> Iterator[Alternative]:
        """The alternatives a document with `terms` may have, perhaps repeated."""
        for term in terms:
            yield from self._by_term.get(term, ())


def _by_words(query: Query, items: Sequence[_Wanted], candidate: Candidate, vocabulary: Vocabulary) -> Ranked:
    weights = _weights(query, candidate, vocabulary)
    score = met = 0.0
    matched: set[str] = set()
    for item in items:
        value = share = 0.0
        counted: Sequence[str] = ()
        for other in item.among(weights):
            part, here = _met(other, weights, query)
            if here:
                worth = sum([min(query.rarity[term], item.bound) * weights[term] for term in here])
                worth *= part / math.sqrt(len(other.terms))
                if worth > value:
                    value, counted = worth, here
                share = max(share, part)
        matched.update(counted)
        score += value
        met += item.mass * share
    coverage = met / query.mass if query.mass else 0.0
    return Ranked(candidate, score * math.sqrt(coverage), coverage, frozenset(matched))


def _met(other: Alternative, weights: Mapping[str, float], query: Query) -> tuple[float, Sequence[str]]:
    """To what part a document has the alternative, and which of its terms.

    What was typed counts in part too; what only stands for it, as a whole or not at all.
    """
    if len(other.terms) == 1:
        return (other.weight, other.terms) if other.terms[0] in weights else (0.0, ())
    here = [term for term in other.terms if term in weights]
    if len(here) == len(other.terms):
        return other.weight, here
    if not here or other.weight < 1:
        return 0.0, ()
    asked = sum([query.rarity.get(term, query.unknown) for term in other.terms])
    return sum([query.rarity[term] for term in here]) / asked, here


def _weights(query: Query, candidate: Candidate, vocabulary: Vocabulary) -> dict[str, float]:
    """The terms of the query that `candidate` has, with how much each is what it speaks of."""
    title, keys, body = _counted(candidate.title_terms, candidate.key_terms, candidate.body_terms)
    title_norm = 0.1 + 0.9 * sum(title.values()) / vocabulary.title_length
    body_norm = 0.5 + 0.5 * sum(body.values()) / vocabulary.body_length
    found = {}
    for term in query.rarity:
        frequency = TITLE / title_norm if term in title else 0.0
        if term in keys:
            frequency += KEYS
        if term in body:
            frequency += BODY * body[term] / body_norm
        if frequency:
            found[term] = 4 * frequency / (3 + frequency)
    return found


@lru_cache(maxsize=2048)
def _counted(*texts: str) -> tuple[Counter[str], ...]:
    return tuple(Counter(text.split()) for text in texts)


def _by_texts(typed: str, ranked: Ranked) -> Ranked:
    """`ranked` with what only a look at its texts shows; too little to bring up anything from far below."""
    document, factor = ranked.document, 1.0
    if len(typed) > 1 and typed in squeeze(document.title):
        factor *= IN_TITLE
    if typed in map(squeeze, json.loads(document.keywords)):
        factor *= A_KEYWORD
    if document.rank is not None:
        factor *= MOST_ASKED
    return replace(ranked, score=ranked.score * factor) if factor > 1 else ranked


def _is_message(typed: str, document: Candidate, titles: Iterable[str]) -> bool:
    """Whether `typed` holds a message of `document`, or is half of one and not what a title is about.

    `titles` are those with `typed` in them; one that quotes the whole message is about the message.
    """
    if document.messages == "[]" or len(typed) < MESSAGE_LENGTH:
        return False
    for message in map(squeeze, json.loads(document.messages)):
        if len(message) >= MESSAGE_LENGTH and message in typed:
            return True
        if typed in message and len(typed) * 2 >= len(message):
            return all(message in title or title == squeeze(document.title) for title in titles)
    return False
