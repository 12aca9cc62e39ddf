"""Where the sentences of the plain core meet gettext."""

from __future__ import annotations

from django.utils.translation import gettext

from ground.sentences import Sentence


def said(sentence: Sentence) -> str:
    """`sentence` in the active language."""
    words = {name: gettext(word) for name, word in sentence.words}
    return gettext(sentence.text) % {**dict(sentence.details), **words}
