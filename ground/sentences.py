"""Sentences of the plain core, as values: English until a shell says them in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass


def marked(text: str) -> str:
    """`text`, marked for translation (imported as `_`): whoever shows it translates it.

    Django's `gettext_noop` would bring Django into the plain core.
    """
    return text


_ = marked
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
