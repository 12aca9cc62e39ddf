"""Whether something may be taken off the site: the rooms above, unknown here, say what would be missed.

They register in their `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.utils.translation import gettext

# How many answers a refusal names.
SHOWN = 20


class StillNeeded(Exception):
    """Answers that customers can open would be left with nothing to show; the message says which, and what to do."""

    def __init__(self, answers: Collection[str]) -> None:
        text = gettext(
            "Still needed: these answers would be left with nothing to show: %(answers)s. Give each a text, or"
            " another entry or channel, publish its guide, and try again."
        )
        super().__init__(text % {"answers": ", ".join(sorted(answers)[:SHOWN])})


# Gets slugs, former ones too; gives the names of the answers that show nothing else.
Finder = Callable[[Collection[str]], Collection[str]]

_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Let `finder` say which answers would be left with nothing to show without an `entry` or a `channel`."""
    _finders[kind] = finder


def require_unneeded(kind: str, slugs: Collection[str]) -> None:
    """Raises StillNeeded when customers would miss those of a kind."""
    if kind in _finders and (answers := _finders[kind](slugs)):
        raise StillNeeded(answers)
