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
_HELPERS = {"助詞", "助動詞", "補助記号", "空白"}
_PREFIX, _SUFFIX, _VERB, _NUMERAL = "接頭辞", "接尾辞", "動詞", "数詞"
_COUNTER, _COUNTING = "助数詞", "助数詞可能"
# Parts of speech that may be one word with what stands before or after.
_JOINING = (_PREFIX, _VERB, _NUMERAL, _COUNTER, _COUNTING)
_POLITE = frozenset(["御", "第", "約", "各"])
_WEAK = {"副詞", "感動詞", "連体詞", "代名詞", "形状詞", "接続詞", _VERB, "形容詞"}


def _listed(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_EMPTY, _FILLERS = _listed("empty_words.txt"), _listed("fillers.txt")
# Said of the word before them: a phrase may hold them (使い方 is not 使い), nobody searches for them.
_SAID_OF = frozenset("方者人中的")
# Fillers without which a phrase still says what it means.
_UNNEEDED = frozenset(("in", "up", "out", "off", "れる", *"者人中的"))
_SAME = dict.fromkeys(("t", "cant", "cannot", "dont", "doesnt", "didnt", "wont", "isnt"), "not")
# The helpers that change what a word says: 払わない, 停止された.
_CHANGING = {"ない": "無い", "ず": "無い", "ぬ": "無い", "れる": "れる", "られる": "れる"}
_CAN = "出来る"
# What Sudachi's normalised form keeps apart though it is one word.
_ALIKE = {"無し": "なし", "換え": "変え", "替え": "変え", "代え": "変え", "とまり": "止まり"}
_LATIN = re.compile(r"[a-z0-9]+\Z")
_OUTSIDE = re.compile(r"[\W_]+")
_RUN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{4,}|[ァ-ヶヽヾーｦ-ﾟ]{3,}")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_local = threading.local()
_LOADING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word. `start` and `end` are its place in the text as it was given.

    `reading` is how it is said, in hiragana (for Latin letters the word itself). `weak` marks verbs, adverbs and
    the like, whose absence from an answer says little; `filler` what people say around their trouble, which is
    not searched for by itself. `base` is the word without its number or prefix, if it has one: 決済 of 再決済.
    """

    term: str
    start: int
    end: int
    reading: str
    weak: bool = False
    base: str = ""
    kind: str = ""

    @property
    def stands(self) -> bool:
        """Whether it says something without the word after it, as a prefix or a digit does not."""
        return self.kind != _PREFIX and not (self.kind == _NUMERAL and len(self.term) == 1)

    @property
    def filler(self) -> bool:
        """Whether it carries no meaning by itself."""
        return self.term in _FILLERS or self.term in _SAID_OF

    @property
    def needed(self) -> bool:
        """Whether a phrase says something else without it: 払えない without the “not”."""
        return self.filler and self.term not in _UNNEEDED


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


def _dictionary() -> Dictionary:
    # Two threads at the start of a process would both load it.
    with _LOADING:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Dictionary:
    return Dictionary(dict="small")


def terms(text: str) -> list[str]:
    """The terms of `text` that carry meaning, in order, repeated as they are."""
    return [word.term for word in words(text) if not word.filler]


def words(text: str) -> Iterator[Word]:
    """The words of `text`, in order, without particles and endings; what makes one word together is one."""
    before: Word | None = None
    for word in _apart(text):
        if before and (whole := _together(before, word)):
            before = whole
            continue
        if before and before.stands:
            yield before
        before = word
    if before and before.stands:
        yield before


def _together(one: Word, other: Word) -> Word | None:
    """Both as one word, if they are: a number with what it counts, a prefix with its word, 引き with 落とす."""
    if one.end != other.start:
        return None
    term, base = one.term + other.term, "" if other.filler else other.term
    if one.kind == other.kind == _VERB:
        term, base = _as_one(term), ""
    elif one.kind == _NUMERAL and other.kind in {_COUNTER, _COUNTING}:
        base = ""
    elif one.stands or not one.kind:
        return None
    if not term:
        return None
    weak = one.weak or (one.kind == _VERB)
    return Word(term, one.start, other.end, one.reading + other.reading, weak, base)


@lru_cache(maxsize=2000)
def _as_one(verb: str) -> str:
    """The one term Sudachi has for a compound noun; an empty text if it has none. It knows 引き落とし, not 引き落とす."""
    found = _tokenizer().tokenize(verb)
    return squeeze(found[0].normalized_form()) if len(found) == 1 else ""


def spoken(text: str) -> str:
    """How `text` is said, in hiragana."""
    return "".join(_reading(morpheme) for _, line in _lines(text) for morpheme in _tokenizer().tokenize(line))


def _reading(morpheme: Morpheme) -> str:
    # Sudachi knows 日本 by its solemn reading alone.
    return hiragana(morpheme.reading_form()).replace("にっぽん", "にほん")


def _apart(text: str) -> Iterator[Word]:
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
        if word not in _EMPTY:
            place = start + parts[0].begin(), start + parts[-1].end()
            kind = _NUMERAL if word.isdigit() else ""
            yield Word(stem(word), *place, word, weak=bool(kind), kind=kind)


def _japanese(morpheme: Morpheme, start: int) -> Iterator[Word]:
    kind = morpheme.part_of_speech()
    term = squeeze(morpheme.normalized_form())
    if kind[0] == "助動詞" and term in _CHANGING:
        term = _CHANGING[term]
    elif kind[0] in _HELPERS or term in _POLITE:
        return
    if not term or (term in _EMPTY and not (kind[0] == _SUFFIX and term in _SAID_OF)):
        return
    can = False
    if _LATIN.match(term):
        term = stem(term)
    elif kind[0] == _VERB and term not in _FILLERS:
        can = _is_potential(term, morpheme.dictionary_form())
        term = _as_noun(term, kind[4], can=can)
    term = _ALIKE.get(term, term)
    place = start + morpheme.begin(), start + morpheme.end()
    own = next((part for part in kind if part in _JOINING), "")
    weak = kind[0] in _WEAK or own == _NUMERAL
    yield Word(term, *place, _reading(morpheme), weak, kind=own)
    if can:
        yield Word(_CAN, place[1], place[1], "")


_U_TO_I = str.maketrans("うくぐすつぬぶむる", "いきぎしちにびみり")
_E_ROW = frozenset("えけげせぜてでねへべめれ")


def _is_potential(verb: str, dictionary_form: str) -> bool:
    """Whether a verb says that one can: Sudachi's normalised form of 取れる is 取る."""
    return verb[-2:] != dictionary_form[-2:] and dictionary_form[-2:-1] in _E_ROW


def _as_noun(verb: str, conjugation: str, *, can: bool) -> str:
    """The form in which a verb is a noun too: 支払う and 支払い, 忘れる and 忘れ are one term.

    A potential (取れる) counts as its verb (取る) and as “can”.
    """
    if conjugation.startswith(("上一段", "下一段")) and verb.endswith("る") and not can:
        return verb[:-1]
    return verb[:-1] + verb[-1].translate(_U_TO_I)


def runs(text: str) -> list[str]:
    """The words of `text` that people mistype: Latin words and runs of katakana, in one width and case."""
    found = (normalise(run) for run in _RUN.findall(text))
    return list(dict.fromkeys(run for run in found if len(run) >= 3 and run not in _EMPTY | _FILLERS))


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
