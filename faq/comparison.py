"""Two states of an entry side by side, field by field, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from faq.article import TEXTS, Article
from ground.pieces import Piece, item_pieces, pieces
from ground.text import LANGUAGES

_PLAIN = (
    "category",
    "helper",
    "most_asked",
    "facts_as_of",
    "last_checked",
    "next_check",
    "source",
    "editor_note",
)
_LISTS = ("keywords_ja", "keywords_en", "phrases", "related", "aliases")
# Two values of these share no words worth lining up.
_WHOLE = frozenset({"category", "helper", "most_asked", "facts_as_of", "last_checked", "next_check"})

Value = str | tuple[str, ...]


@dataclass(frozen=True)
class FieldChange:
    """A field that reads otherwise now; of a text, in `language`."""

    name: str
    old: Value
    new: Value
    language: str = ""

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Both versions as one sequence, word by word; of a list, item by item."""
        if isinstance(self.old, tuple) and isinstance(self.new, tuple):
            return item_pieces(self.old, self.new)
        old, new = str(self.old), str(self.new)
        if self.name in _WHOLE:
            both: tuple[Piece, Piece] = (("gone", old), ("new", new))
            return tuple(piece for piece in both if piece[1])
        return pieces(old, new)


def compare_articles(old: Article, new: Article) -> tuple[FieldChange, ...]:
    """What changed from `old` to `new`, in the order of a form."""
    found = []
    for name in TEXTS:
        for language in LANGUAGES:
            texts = getattr(getattr(old, name), language), getattr(getattr(new, name), language)
            found.append(FieldChange(name, *texts, language))
    for name in _PLAIN:
        values = (getattr(article, name) for article in (old, new))
        found.append(FieldChange(name, *("" if value is None else str(value) for value in values)))
    for name in _LISTS:
        found.append(FieldChange(name, getattr(old, name), getattr(new, name)))
    return tuple(change for change in found if change.old != change.new)


def behind(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    """The changes to a text of which the other language was left as it was."""
    changed = [(change.name, change.language) for change in changes if change.language]
    names = [name for name, _language in changed]
    return tuple(
        change
        for change in changes
        if change.language and change.old and change.new and names.count(change.name) == 1
    )
