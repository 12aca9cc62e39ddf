"""Queries put right: mistyped words, and kana that stands for words the index knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from search.spelling import allowed, nearest
from search.synonyms import Thesaurus
from search.vocabulary import Vocabulary, substrings
from search.words import Word, hiragana, runs, terms

# How much of a piece of kana has to be words, for all of it to be taken for words.
COVERED = 0.7
_KANA = re.compile(r"[ぁ-ゖー]{3,}")


def repair(
    text: str, found: Sequence[Word], known: Collection[str], vocabulary: Vocabulary, thesaurus: Thesaurus
) -> str:
    """`text` put right, or as it is; `known` are those of the terms in `found` that lead somewhere.

    Up to three queries, when something is strange.
    """
    text = _mend_letters(text, vocabulary, thesaurus)
    chunks = [
        match.group()
        for match in _KANA.finditer(text)
        if any(
            word.term not in known and not word.filler
            for word in found
            if match.start() <= word.start < match.end()
        )
    ]
    if chunks:
        said = vocabulary.said({part for chunk in chunks for part in substrings(hiragana(chunk))})
        for chunk in chunks:
            text = text.replace(chunk, _read(chunk, said, thesaurus))
    return text


def _mend_letters(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> str:
    typed = [run for run in runs(text) if allowed(run) and run not in thesaurus.typed]
    counts = vocabulary.counts({*typed, *(term for run in typed for term in terms(run))})
    strange = [run for run in typed if run not in counts and not _is_known(run, counts, thesaurus)]
    if strange:
        near = [*vocabulary.near(strange), *((word, 0) for word in thesaurus.near(strange))]
        for run in strange:
            if better := nearest(run, near):
                text = text.replace(run, better)
    return text


def _is_known(run: str, counts: Mapping[str, int], thesaurus: Thesaurus) -> bool:
    return all(term in counts or thesaurus.knows(term) for term in terms(run))


def _read(chunk: str, said: Mapping[str, Sequence[str]], thesaurus: Thesaurus) -> str:
    """The kana `chunk` as known words, where they make up most of it; else as it is."""
    # best[i] is the best reading of the first i letters: its quality, how many letters are words, its parts.
    best: list[tuple[int, int, list[str]]] = [(0, 0, [])]
    for end in range(1, len(chunk) + 1):
        quality, covered, parts = best[end - 1]
        options = [(quality, covered, [*parts, chunk[end - 1]])]
        for start in range(end - 1):
            piece = chunk[start:end]
            if word := next(iter(said.get(piece, ())), "") or thesaurus.readings.get(piece, ""):
                quality, covered, parts = best[start]
                # Squared: one long word rather than two short ones.
                options.append((quality + len(piece) ** 2, covered + len(piece), [*parts, word]))
        best.append(max(options, key=lambda option: option[:2]))
    _, covered, parts = best[-1]
    return "".join(parts) if covered >= COVERED * len(chunk) else chunk
