"""How much room a text takes where no browser lays it out: a drawing made on the server."""

from __future__ import annotations

import re
import unicodedata

# A line does not begin with these, nor end with those.
NOT_FIRST = frozenset(
    "、。，．・：；？！?!,.:;)]}）］｝」』】〉》〕’”…ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々%％"
)
NOT_LAST = frozenset("([{（［｛「『【〈《〔‘“")
_UNIT = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9_'’-]+|\s+|.")


def columns(text: str) -> int:
    """The width of `text` in half-width columns: a Japanese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def wrap(text: str, width: int, *, lines: int = 2) -> list[str]:
    """`text` in at most `lines` lines of about `width` columns, with an ellipsis where it does not fit.

    Words of Latin letters stay whole where they can; Japanese breaks anywhere a printed page would.
    """
    found = [""]
    units = _units(text, width)
    for number, unit in enumerate(units):
        if columns(found[-1] + unit) <= width or not found[-1] or unit[0] in NOT_FIRST:
            found[-1] += unit if found[-1] else unit.lstrip()
        elif len(found) < lines:
            moved = found[-1][-1] if found[-1][-1] in NOT_LAST and len(found[-1]) > 1 else ""
            found[-1] = found[-1].removesuffix(moved).rstrip()
            found.append(moved + unit.lstrip())
        elif "".join(units[number:]).strip():
            found[-1] = _cut(found[-1], width)
            break
    return [line.rstrip() for line in found]


def _units(text: str, width: int) -> list[str]:
    """What is not broken: words that fit into a line, single characters."""
    units: list[str] = []
    for unit in _UNIT.findall(" ".join(text.split())):
        units += [unit] if columns(unit) <= width else list(unit)
    return units


def _cut(line: str, width: int) -> str:
    while line and columns(line) > width - 2:
        line = line[:-1]
    return f"{line.rstrip()}…"
