"""Texts of readers as they are kept: one line, of bounded length, without numbers and mail addresses."""

from __future__ import annotations

import re
import unicodedata

from insights.models import LONGEST_SEARCH

_MAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+[@＠][a-z0-9.-]+", re.IGNORECASE)
_OTHER_MAIL = re.compile(r"[^\s@＠]+[@＠][^\s@＠]+")
# Four digits or more, whatever people put between them: card, phone and account numbers.
_NUMBER = re.compile(r"\d(?:[\s().・‐-―ー-]?\d){3,}")
_LONGEST_READ = 4000


def masked(text: str) -> str:
    """`text` with mail addresses as `[mail]` and numbers of four digits or more as `[number]`."""
    text = _OTHER_MAIL.sub("[mail]", _MAIL.sub("[mail]", text))
    return _NUMBER.sub("[number]", text)


def one_line(text: str) -> str:
    """`text` with every run of white space and of what cannot be printed as a single space."""
    return " ".join("".join(each if each.isprintable() else " " for each in text[:_LONGEST_READ]).split())


def search_text(query: str) -> str:
    """What somebody searched for, so that the same search is the same text; at most 100 characters."""
    text = unicodedata.normalize("NFKC", one_line(query)).casefold()
    return masked(" ".join(text.split()))[:LONGEST_SEARCH].rstrip()
