"""The hand-off pack: what a customer was asked, answered and tried, ready to be given to a person.

A plain value and its text; who builds it (the guides) and who shows it (pages, mail) live elsewhere. Nothing in
it identifies anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from urllib.parse import quote

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


_LINE_END = "%0D%0A"  # in a mailto: address (RFC 6068)
_LONGEST_SUBJECT = 60  # characters: in Japanese each takes nine in an address, and the code must find room
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
        "rest": "(長いため、続きは上のコードかリンクでご覧ください)",
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
        "rest": "(The rest is behind the code and the link above.)",
    },
}


def as_text(pack: HandOff, language: str) -> str:
    """The pack as plain text in `language`, whichever language was walked in, with a blank to fill in."""
    blank = ["", f"● {_WORDS[language]['more']}", "", ""]
    return "\n".join([*_story(pack, language), *blank, *_place(pack, language)])


def as_mail(pack: HandOff, language: str, most: int) -> str:
    """The query of a `mailto:` address with subject and text, of at most `most` characters, percent-encoded.

    Where the text is too long for that, it ends earlier and says so: the code and the link before it lead to the rest.
    """
    begun = f"subject={quote(subject(pack, language)[:_LONGEST_SUBJECT])}&body="
    lines = [*_place(pack, language), "", *_story(pack, language)]
    written = [len(quote(line)) + len(_LINE_END) for line in lines]
    if len(begun) + sum(written) > most:
        rest = _WORDS[language]["rest"]
        room = most - len(begun) - len(quote(rest))
        fitting = sum(length <= room for length in accumulate(written))
        lines = [*lines[:fitting], rest]
    return begun + _LINE_END.join(map(quote, lines))


def _place(pack: HandOff, language: str) -> list[str]:
    words = _WORDS[language]
    return [
        *([f"{words['code']}: {pack.code}"] if pack.code else []),
        f"{words['link']}: {pack.link.get(language)}",
        f"{words['made']}: {pack.at:%Y-%m-%d %H:%M %Z}",
    ]


def _story(pack: HandOff, language: str) -> list[str]:
    words = _WORDS[language]
    return [
        f"■ {words['title']}",
        f"{words['guide']}: {pack.guide.get(language)} ({words['revision']} {pack.revision})",
        f"{words['place']}: {pack.place.get(language)}",
        "",
        f"● {words['answered']}",
        *(_lines(pack.answered, language) or [words["nothing"]]),
        "",
        f"● {words['tried']}",
        *(_tried_lines(pack.tried, language) or [words["nothing"]]),
    ]


def _lines(passed: tuple[Passed, ...], language: str) -> list[str]:
    return [f"- {one.question.get(language)} → {one.answer.get(language)}" for one in passed]


def _tried_lines(passed: tuple[Passed, ...], language: str) -> list[str]:
    return [f"- {one.tried.get(language)} → {one.answer.get(language)}" for one in passed]


def subject(pack: HandOff, language: str) -> str:
    """The subject of a mail that carries the pack."""
    return f"{pack.guide.get(language)}: {pack.place.get(language)}"
