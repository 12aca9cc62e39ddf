"""A search from beginning to end: understand, retrieve, rank, and say when nothing fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from search import engine
from search.models import IndexState
from search.ranking import Ranked, rank
from search.thesaurus import thesaurus
from search.understanding import Item, Query, understand
from search.vocabulary import Vocabulary

FITS, CLOSE = 0.44, 0.2
# How many documents a word may bring in before the engine looks no further; ranking each costs some microseconds.
ENOUGH = 4000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found, best first. `close` are near misses, for when nothing fits."""

    query: Query
    fitting: tuple[Ranked, ...] = ()
    close: tuple[Ranked, ...] = ()


def find(typed: str, language: str, *, literal: bool = False, partial: bool = False) -> Found:
    """What there is for `typed` in `language`; see `understand` for `literal` and `partial`."""
    state = IndexState.objects.filter(language=language).first()
    vocabulary = Vocabulary.of(language, state)
    known = thesaurus(state.synonyms if state else "")
    query = understand(typed, vocabulary, known, literal=literal, partial=partial)
    ranked = rank(query, _candidates(query, vocabulary), vocabulary)
    fitting = tuple(found for found in ranked if found.coverage >= FITS)
    close = tuple(found for found in ranked if CLOSE <= found.coverage < FITS)
    return Found(query, fitting, close)


def _candidates(query: Query, vocabulary: Vocabulary) -> list[engine.Candidate]:
    """What may answer, at most some hundreds: everything that has any of the words where that is not too much;
    else the best that have all that was asked for, and the best that have any of its rarer words.
    """
    counts = vocabulary.counts(query.rarity)
    items = [_known(item, counts) for item in query.items if item.alternatives]
    if not items:
        return []
    language = vocabulary.language
    terms = {term for item in items for some in item for term in some} | _typed(query, counts)
    rarest = sorted(terms, key=lambda term: (counts[term], term))
    if counts[rarest[-1]] <= engine.ALL:
        found = engine.all_with_any(language, rarest)
        if found is not None:
            return found
    asked = [_minimal(item) for item in items]
    if len(asked) == 1 and counts[rarest[-1]] > ENOUGH:
        heads = engine.best_heads(language, asked[0])
        if len(heads) == engine.LIMIT:
            return heads
    best = {candidate.id: candidate for candidate in engine.best_with_all(language, asked)}
    if len(best) < engine.LIMIT:
        rarer = _until_enough(rarest, lambda term: counts[term])
        best |= {candidate.id: candidate for candidate in engine.best_with_any(language, rarer)}
    return list(best.values())


def _known(item: Item, counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The known terms of the alternatives of `item`, the likeliest first, until they bring in enough documents."""
    known = [tuple(term for term in other.terms if term in counts) for other in item.alternatives]
    return _until_enough(known, lambda terms: min(counts[term] for term in terms))


def _typed(query: Query, counts: Mapping[str, int]) -> set[str]:
    """The known terms that were typed: they count in part too, so each is sought by itself."""
    own = (other for item in query.items for other in item.alternatives if other.weight == 1)
    return {term for other in own for term in other.terms if term in counts}


def _until_enough(things: Sequence[T], count: Callable[[T], int]) -> list[T]:
    """The first of `things` that together have more than enough documents; all, if they have not."""
    kept, total = [], 0
    for thing in things:
        kept.append(thing)
        total += count(thing)
        if total > ENOUGH:
            break
    return kept


def _minimal(alternatives: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """`alternatives` without those that ask for all of another one and more."""
    sets = {frozenset(terms) for terms in alternatives}
    return sorted(tuple(sorted(terms)) for terms in sets if not any(other < terms for other in sets))
