"""Problems in the reader's language: the one place where the plain core meets gettext."""

from __future__ import annotations

from django.utils.translation import gettext

from faq.links import LINK_REASONS
from ground.sentences import LANGUAGE_NAMES
from wizard.problems import FIELDS, MESSAGES, Problem

_TRANSLATED = {"field": FIELDS, "language": LANGUAGE_NAMES, "reason": LINK_REASONS}


def sentence(problem: Problem) -> str:
    """The sentence of `problem` in the active language: what is wrong and what to do."""
    details = dict(problem.details)
    for name, words in _TRANSLATED.items():
        if details.get(name) in words.values():
            details[name] = gettext(details[name])
    return gettext(MESSAGES[problem.code]) % details
