"""Texts of readers as they are kept: one line, of bounded length, without numbers and mail addresses."""

from __future__ import annotations

import re
import unicodedata

from ground.text import DASHES
from insights.models import LONGEST_SEARCH

# All for texts in NFKC: one width, one “@”, and digits without circles. An address begins where nothing of its kind
# stands before it, and what was read is not read again (`++`): else a long word would be gone through from every letter.
_HYPHENS = DASHES.removesuffix("ー")
_LOCAL, _LABEL = rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~{_HYPHENS}]", rf"[a-z0-9{_HYPHENS}]+"
_MAIL = re.compile(
    rf"(?<!{_LOCAL})(?<!{_LOCAL}ー){_LOCAL}++(?:ー{_LOCAL}++)*+@{_LABEL}(?:[.。ー]{_LABEL})*", re.IGNORECASE
)
_OTHER_MAIL = re.compile(r"(?<![^\s@])[^\s@]++@[^\s@]+")
# Four digits or more, whatever people put between them: card, phone and account numbers. An emoji of a digit is one.
_EMOJI = r"[\ufe0e\ufe0f\u20e3]*"
_NUMBER = re.compile(rf"\d(?:{_EMOJI}(?: ?[{DASHES}] ?|[\s().・·•_])?\d){{3,}}{_EMOJI}")
_LONGEST_READ = 4000


def masked(text: str) -> str:
    """`text` with mail addresses as `[mail]` and numbers of four digits or more as `[number]`.

    They are looked for in its NFKC form, for `＠` and `①` are read as easily; a text that has none stays as it is.
    """
    read = unicodedata.normalize("NFKC", text)
    kept = _NUMBER.sub("[number]", _OTHER_MAIL.sub("[mail]", _MAIL.sub("[mail]", read)))
    return text if kept == read else kept


def one_line(text: str) -> str:
    """`text` with every run of white space and of what cannot be printed as a single space."""
    return " ".join("".join(each if each.isprintable() else " " for each in text[:_LONGEST_READ]).split())


def search_text(query: str) -> str:
    """What somebody searched for, so that the same search is the same text; at most 100 characters."""
    text = unicodedata.normalize("NFKC", one_line(query)).casefold()
    return masked(" ".join(text.split()))[:LONGEST_SEARCH].rstrip()
