"""Sentences of the plain core, as values: English until a shell says them in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass


def _(text: str) -> str:
    """Mark `text` for translation."""
    return text


LANGUAGE_NAMES = {"ja": _("Japanese"), "en": _("English")}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong and what to do: `text` with its `%(…)s` filled from `details`, and from `words`.

    `words` are filled in translated, details as they are; `ground.wording.said` does so.
    """

    text: str
    details: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.text % dict(self.details + self.words)
