"""Two versions of a text, word by word.

Japanese has no spaces: a word is taken to be a run of one kind of character (kanji, hiragana, katakana, Latin
letters and digits), which is where a reader sees a change too.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
Piece = tuple[Kind, str]
_WORD = re.compile(
    r"[一-鿿々〆ヶ]+|[ぁ-ゖゝゞ]+|[ァ-ヺー]+|[A-Za-zÀ-ÖØ-öø-ÿ0-9_]+(?:['’.-][A-Za-z0-9_]+)*|\s+|.", re.DOTALL
)
# Above this many comparisons of words, words that fill more than 1% of a text are no longer lined up.
_MANY = 4_000_000


def words_of(text: str) -> list[str]:
    """`text` cut into words; joined they are the text again."""
    return _WORD.findall(text)


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """`old` and `new` as one sequence: what is in both, what is gone and what is new."""
    return _pieces(words_of(old), words_of(new), "")


def item_pieces(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Piece, ...]:
    """As `pieces`, for two lists: a piece for each item."""
    found = _pieces(list(old), list(new), "\n")
    return tuple((kind, item) for kind, text in found for item in text.split("\n"))


def _pieces(old: list[str], new: list[str], glue: str) -> tuple[Piece, ...]:
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    found: list[tuple[Kind, list[str]]] = [("same", old[:head])]
    matcher = SequenceMatcher(None, left, right, autojunk=len(left) * len(right) > _MANY)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(("same", left[a:b]))
        else:
            found += [("gone", left[a:b]), ("new", right[c:d])]
    found.append(("same", old[len(old) - tail :]))
    return tuple((kind, glue.join(words)) for kind, words in _joined(found))


def _shared(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    length = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        length += 1
    return length


def _joined(found: list[tuple[Kind, list[str]]]) -> list[tuple[Kind, list[str]]]:
    """Neighbours of one kind as one, and nothing empty."""
    joined: list[tuple[Kind, list[str]]] = []
    for kind, words in found:
        if words and joined and joined[-1][0] == kind:
            joined[-1][1].extend(words)
        elif words:
            joined.append((kind, list(words)))
    return joined
