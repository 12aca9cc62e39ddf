"""Text into words: Japanese by Sudachi (short units, normalised form), English by a light stemmer.

Terms hold letters and digits of any script and nothing else, so that every engine can be given them as they are.
When they come out differently, or Sudachi's dictionary is replaced, `rebuild_search` has to run.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sudachipy import Dictionary, Morpheme, SplitMode
from sudachipy.sudachipy import Tokenizer

MAX_LINE = 4000
_HELPERS = {"助詞", "助動詞", "補助記号", "空白", "接頭辞"}
_WEAK = {"副詞", "感動詞", "連体詞", "代名詞", "形状詞", "接続詞", "動詞", "形容詞"}


def _listed(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_EMPTY, _FILLERS = _listed("empty_words.txt"), _listed("fillers.txt")
# Fillers without which a phrase still says what it means.
_PARTICLES = frozenset(("in", "up", "out", "off"))
_SAME = dict.fromkeys(("t", "cant", "cannot", "dont", "doesnt", "didnt", "wont", "isnt"), "not")
_NOT = frozenset(["ない", "ず", "ぬ"])
_NUMERIC_NOUN = "数詞"
_LATIN = re.compile(r"[a-z0-9]+\Z")
_OUTSIDE = re.compile(r"[\W_]+")
_RUN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{4,}|[ァ-ヶヽヾーｦ-ﾟ]{3,}")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """A word. `start` and `end` are its place in the text as it was given.

    `reading` is how it is said, in hiragana (for Latin letters the word itself). `weak` marks verbs, adverbs and
    the like, whose absence from an answer says little; `filler` what people say around their trouble, which is
    not searched for by itself.
    """

    term: str
    start: int
    end: int
    reading: str
    weak: bool = False

    @property
    def filler(self) -> bool:
        """Whether it carries no meaning by itself."""
        return self.term in _FILLERS

    @property
    def needed(self) -> bool:
        """Whether a phrase says something else without it: 払えない without the “not”."""
        return self.filler and self.term not in _PARTICLES


def normalise(text: str) -> str:
    """`text` with one width, one case and single spaces; control characters and direction marks are gone."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(text.split())


def squeeze(text: str) -> str:
    """Only the letters and digits of `text`, in one width and case: what of a message can be compared."""
    return _OUTSIDE.sub("", unicodedata.normalize("NFKC", text).lower())


def hiragana(text: str) -> str:
    """`text` with its katakana as hiragana."""
    return text.translate(_KATAKANA_TO_HIRAGANA)


def _tokenizer() -> Tokenizer:
    # A tokenizer serves one thread at a time.
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer(SplitMode.A)
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary(dict="small")


def terms(text: str) -> list[str]:
    """The terms of `text` that carry meaning, in order, repeated as they are."""
    return [word.term for word in words(text) if not word.filler]


def words(text: str) -> Iterator[Word]:
    """The words of `text`, in order, without particles and endings."""
    for start, line in _lines(text):
        pending: list[Morpheme] = []
        for morpheme in _tokenizer().tokenize(line):
            if _is_latin(morpheme) and (not pending or pending[-1].end() == morpheme.begin()):
                pending.append(morpheme)
                continue
            yield from _latin(pending, start)
            pending = [morpheme] if _is_latin(morpheme) else []
            if not pending:
                yield from _japanese(morpheme, start)
        yield from _latin(pending, start)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # Sudachi refuses very long input; a piece of a text without line ends may split a word, which does no harm.
    position = 0
    for line in text.splitlines(keepends=True):
        for offset in range(0, len(line), MAX_LINE):
            yield position + offset, line[offset : offset + MAX_LINE]
        position += len(line)


def _is_latin(morpheme: Morpheme) -> bool:
    text: str = morpheme.surface()
    if text.isascii():
        return text.isalnum()
    return "０" <= text[0] <= "ｚ" and bool(_LATIN.match(normalise(text)))


def _latin(parts: list[Morpheme], start: int) -> Iterator[Word]:
    """One word of letters and digits standing together: EC2 is one, though Sudachi finds two."""
    if parts:
        word = "".join(unicodedata.normalize("NFKC", part.surface()).lower() for part in parts)
        word = _SAME.get(word, word)
        if word not in _EMPTY and (len(word) > 1 or not word.isdigit()):
            yield Word(stem(word), start + parts[0].begin(), start + parts[-1].end(), word)


def _japanese(morpheme: Morpheme, start: int) -> Iterator[Word]:
    kind = morpheme.part_of_speech()
    term = squeeze(morpheme.normalized_form())
    if kind[0] == "助動詞" and term in _NOT:
        term = "無い"
    elif kind[0] in _HELPERS:
        return
    if not term or term in _EMPTY or (kind[1] == _NUMERIC_NOUN and len(term) == 1):
        return
    if _LATIN.match(term):
        term = stem(term)
    elif kind[0] == "動詞" and term not in _FILLERS:
        term = _as_noun(term, morpheme.dictionary_form(), kind[4])
    reading = hiragana(morpheme.reading_form())
    place = start + morpheme.begin(), start + morpheme.end()
    yield Word(term, *place, reading, weak=kind[0] in _WEAK)


_U_TO_I = str.maketrans("うくぐすつぬぶむる", "いきぎしちにびみり")
_E_ROW = frozenset("えけげせぜてでねへべめれ")


def _as_noun(verb: str, dictionary_form: str, conjugation: str) -> str:
    """The form in which a verb is a noun too: 支払う and 支払い, 忘れる and 忘れ are one term.

    A potential (取れる) counts as its verb (取る), which is what Sudachi's normalised form is.
    """
    potential = verb[-2:] != dictionary_form[-2:] and dictionary_form[-2:-1] in _E_ROW
    if conjugation.startswith(("上一段", "下一段")) and verb.endswith("る") and not potential:
        return verb[:-1]
    return verb[:-1] + verb[-1].translate(_U_TO_I)


def runs(text: str) -> list[str]:
    """The words of `text` that people mistype: Latin words and runs of katakana, in one width and case."""
    found = (normalise(run) for run in _RUN.findall(text))
    return list(dict.fromkeys(run for run in found if len(run) >= 3))


_ENDINGS = (
    ("fications", "fy"), ("fication", "fy"), ("ations", ""), ("ation", ""), ("ating", ""), ("ated", ""), ("ates", ""),
    ("ate", ""), ("ments", ""), ("ment", ""), ("ities", "ity"), ("ied", "y"), ("ies", "y"), ("ings", ""), ("ing", ""),
    ("ed", ""), ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("ches", "ch"), ("xes", "x"), ("es", "e"), ("s", ""),
    ("ly", ""),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """An English word without its ending: cancelled, cancels and canceling are one; short words stay."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiosz":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
