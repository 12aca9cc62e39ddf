"""One text in both languages, and what a slug is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("ja", "en")
# `\Z`, since `$` lets a line break follow.
SLUG_LETTERS = "a-z0-9-"
SLUG_PATTERN = rf"^[{SLUG_LETTERS}]+\Z"
MAX_SLUG = 80
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Spaces, and characters that take no ink: alone they are no text.
_BLANK = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]*\\Z"
)
# With the halves of a pair of UTF-16: alone they are no characters, and no database and no file holds them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# What people type for a hyphen: dashes, minus, rules, the long vowel mark. For a class of a pattern: “-” comes first.
DASHES = "-‐‑‒–—―−⁃─━ー"
_DASH = dict.fromkeys(map(ord, DASHES.removesuffix("ー")), "-")
_LONG_VOWEL_MARK = re.compile(r"(?<=[0-9A-Za-z])ー(?=[0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Japanese and English; an empty string is a text not written yet."""

    ja: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.ja or self.en)

    def get(self, language: str) -> str:
        """The text in `language`, or in the other one when that is missing."""
        return (self.en or self.ja) if language == "en" else (self.ja or self.en)

    def missing(self) -> tuple[str, ...]:
        """The languages in which it is not written."""
        return tuple(language for language in LANGUAGES if is_blank(getattr(self, language)))

    def as_dict(self) -> dict[str, str]:
        """`{"ja": …, "en": …}` without what is empty."""
        return {language: getattr(self, language) for language in LANGUAGES if getattr(self, language)}

    @classmethod
    def from_dict(cls, data: Mapping[str, str] | None) -> Text:
        """The inverse of `as_dict`; None gives the empty text."""
        return cls(**data) if data else cls()

    @classmethod
    def of(cls, row: object, name: str) -> Text:
        """The text in the columns `<name>_ja` and `<name>_en` of `row`, tidy."""
        return cls(*(tidy(getattr(row, f"{name}_{language}")) for language in LANGUAGES))


def script_language(text: str) -> str:
    """The language `text` is read in by its script: Japanese where there are kana or kanji, English otherwise."""
    return "ja" if JAPANESE.search(text) else "en"


def tidy(text: str) -> str:
    """`text` as it is kept everywhere: line ends as \\n, no control characters, no white space at either end."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def plain(text: str) -> str:
    """`text` as a keyboard without Japanese types it: one width, “-” for dashes, and nothing that cannot be seen."""
    text = unicodedata.normalize("NFKC", text).translate(_DASH)
    return "".join(each for each in _LONG_VOWEL_MARK.sub("-", text) if unicodedata.category(each) != "Cf")


def is_blank(text: str) -> bool:
    """Whether `text` shows a reader nothing."""
    return _BLANK.match(text) is not None


def is_slug(text: str) -> bool:
    """Whether `text` can be part of an address."""
    return len(text) <= MAX_SLUG and re.match(SLUG_PATTERN, text) is not None
