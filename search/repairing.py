"""Queries put right: mistyped words, and kana that stands for words the index knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from search.spelling import nearest
from search.synonyms import Thesaurus
from search.vocabulary import Vocabulary, substrings
from search.words import Word, hiragana, runs, terms

# How much of a piece of kana has to be words, for all of it to be taken for words.
COVERED = 0.7
# Nobody writes a longer word without a break.
LONGEST_WORD, LONGEST_KANA = 20, 40
_KANA = re.compile(r"[ぁ-ゖー]{3,}")
# What stands between words and after them; it is left as it is.
_GRAMMAR = frozenset(
    """
    が を に は の と も へ や か で て た し な ば よ ね には では との での から まで より ので のに けど って とか だけ
    する して した します しました された されて される たい たく たくない たかった たいです ない なく なかった
    ません ます ました ませんか たら れば れる られる てる ている ていた ていない てください てほしい です ですか でした だった かった
    くて くない でき できる できない できません わからない わからなく わかりません ください ほしい ほしいです
    """.split()  # noqa: SIM905 - a list of eighty would hide them
)
_LONGEST_GRAMMAR = max(map(len, _GRAMMAR))


def repair(
    text: str, found: Sequence[Word], known: Collection[str], vocabulary: Vocabulary, thesaurus: Thesaurus
) -> str:
    """`text` put right, or as it is; `known` are those of the terms in `found` that lead somewhere.

    Up to four queries, when something is strange.
    """
    better, unknown = _letters(text, vocabulary, thesaurus)
    kana = dict.fromkeys(unknown, 0)
    for match in _KANA.finditer(text):
        inside = [word for word in found if match.start() <= word.start < match.end()]
        if (letters := _understood(text, match.span(), inside, known)) is not None:
            kana[match.group()] = letters
    if kana := {chunk: letters for chunk, letters in kana.items() if len(chunk) <= LONGEST_KANA}:
        written = _written(map(hiragana, kana), vocabulary, thesaurus)
        better |= {chunk: _decoded(hiragana(chunk), letters, written) for chunk, letters in kana.items()}
    for typed, instead in better.items():
        text = text.replace(typed, instead or typed)
    return text


def _understood(
    text: str, span: tuple[int, int], inside: Sequence[Word], known: Collection[str]
) -> int | None:
    """How many letters of a strange piece of kana are known words; None, where nothing is strange about it."""
    meant = [word for word in inside if word.term in known and not word.filler]
    within = {at for word in inside for at in range(word.start, word.end)} if meant else set()
    between = "".join(text[at] for at in range(*span) if at not in within)
    if _is_grammar(between) and all(word.filler or word in meant for word in inside):
        return None
    return sum(word.end - word.start for word in meant)


def _is_grammar(kana: str) -> bool:
    reached = [True]
    for end in range(1, len(kana) + 1):
        starts = range(max(0, end - _LONGEST_GRAMMAR), end)
        reached.append(any(reached[start] and kana[start:end] in _GRAMMAR for start in starts))
    return reached[-1]


def _letters(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> tuple[dict[str, str], list[str]]:
    """Unknown Latin words and runs of katakana with the known words they are near; the katakana near none."""
    typed = [run for run in runs(text) if run not in thesaurus.typed]
    counts = vocabulary.counts({*typed, *(term for run in typed for term in terms(run))})
    strange = [run for run in typed if run not in counts and not _is_known(run, counts, thesaurus)]
    if not strange:
        return {}, []
    near = [*vocabulary.near(strange), *((word, 0) for word in thesaurus.near(strange))]
    better = {run: meant for run in strange if (meant := nearest(run, near))}
    return better, [run for run in strange if run not in better and not run.isascii()]


def _is_known(run: str, counts: Mapping[str, int], thesaurus: Thesaurus) -> bool:
    return all(term in counts or thesaurus.knows(term) for term in terms(run))


def _written(chunks: Iterable[str], vocabulary: Vocabulary, thesaurus: Thesaurus) -> dict[str, str]:
    """How pieces of `chunks` are written, where they are words."""
    pieces = {piece for chunk in chunks for piece in substrings(chunk, LONGEST_WORD)} - _GRAMMAR
    said = vocabulary.said(pieces)
    counts = vocabulary.counts({word for words in said.values() for word in words})
    written = {piece: thesaurus.readings[piece] for piece in pieces if piece in thesaurus.readings}
    return written | {
        piece: max(words, key=lambda word: counts.get(word, 0)) for piece, words in said.items()
    }


def _decoded(kana: str, understood: int, written: Mapping[str, str]) -> str:
    """`kana` as known words, where they make up most of it, and more letters than are `understood` as it is."""
    # best[i] is the best reading of the first i letters: its worth, how many letters are words and how many
    # stand between them, its parts.
    best: list[tuple[int, int, int, tuple[str, ...]]] = [(0, 0, 0, ())]
    for end in range(1, len(kana) + 1):
        worth, words, between, parts = best[end - 1]
        options = [(worth, words, between, (*parts, kana[end - 1]))]
        for start in range(max(0, end - LONGEST_WORD), end):
            piece, length = kana[start:end], end - start
            worth, words, between, parts = best[start]
            # Squared: one long word rather than two short ones.
            if word := written.get(piece):
                options.append((worth + length**2, words + length, between, (*parts, word)))
            elif piece in _GRAMMAR:
                options.append((worth + length**2, words, between + length, (*parts, piece)))
        best.append(max(options, key=lambda option: option[:2]))
    _, words, between, parts = best[-1]
    return "".join(parts) if words > understood and words >= COVERED * (len(kana) - between) else ""
