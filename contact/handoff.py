"""The hand-off pack: what a customer was asked, answered and tried, ready to be given to a person.

A plain value and its text; who builds it (the guides) and who shows it (pages, mail) live elsewhere. Nothing in
it identifies anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ground.text import Text


@dataclass(frozen=True, slots=True)
class Passed:
    """A question with the answer given. `tried` is the line of a remedy: then the answer says how it went."""

    question: Text
    answer: Text
    tried: Text


@dataclass(frozen=True, slots=True)
class HandOff:
    """A way as a support agent needs it. `link` opens the same place in each language; `code`, if any, is the short form of the way."""

    guide: Text
    place: Text
    passed: tuple[Passed, ...]
    revision: int
    at: datetime
    link: Text
    code: str

    @property
    def tried(self) -> tuple[Passed, ...]:
        """The remedies among what was passed."""
        return tuple(passed for passed in self.passed if passed.tried)

    @property
    def answered(self) -> tuple[Passed, ...]:
        """The plain questions among what was passed."""
        return tuple(passed for passed in self.passed if not passed.tried)


_WORDS = {
    "ja": {
        "title": "みちしるべでの確認内容",
        "guide": "ガイド",
        "place": "たどり着いた先",
        "answered": "質問と回答",
        "tried": "試したこと",
        "nothing": "(まだありません)",
        "more": "くわしい状況(いつ・何が・表示された文言など)",
        "code": "コード",
        "link": "同じ場所を開く",
        "made": "作成",
        "revision": "版",
    },
    "en": {
        "title": "What was checked with the guide",
        "guide": "Guide",
        "place": "Arrived at",
        "answered": "Questions and answers",
        "tried": "Already tried",
        "nothing": "(nothing yet)",
        "more": "What happened (when, what, any message shown)",
        "code": "Code",
        "link": "Open the same place",
        "made": "Made",
        "revision": "revision",
    },
}


def as_text(pack: HandOff, language: str) -> str:
    """The pack as plain text in `language`, whichever language was walked in, with a blank to fill in."""
    words = _WORDS[language]
    lines = [
        f"■ {words['title']}",
        f"{words['guide']}: {pack.guide.get(language)} ({words['revision']} {pack.revision})",
        f"{words['place']}: {pack.place.get(language)}",
        "",
        f"● {words['answered']}",
        *(_lines(pack.answered, language) or [words["nothing"]]),
        "",
        f"● {words['tried']}",
        *(_tried_lines(pack.tried, language) or [words["nothing"]]),
        "",
        f"● {words['more']}",
        "",
        "",
        *([f"{words['code']}: {pack.code}"] if pack.code else []),
        f"{words['link']}: {pack.link.get(language)}",
        f"{words['made']}: {pack.at:%Y-%m-%d %H:%M %Z}",
    ]
    return "\n".join(lines)


def _lines(passed: tuple[Passed, ...], language: str) -> list[str]:
    return [f"- {one.question.get(language)} → {one.answer.get(language)}" for one in passed]


def _tried_lines(passed: tuple[Passed, ...], language: str) -> list[str]:
    return [f"- {one.tried.get(language)} → {one.answer.get(language)}" for one in passed]


def subject(pack: HandOff, language: str) -> str:
    """The subject of a mail that carries the pack."""
    return f"{pack.guide.get(language)}: {pack.place.get(language)}"
