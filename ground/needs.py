"""Whether something may be taken off the site: who knows what would be missed says so.

The rooms register in their `AppConfig.ready`, since a room does not know those above it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

# How many places a refusal names.
SHOWN = 20


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something leads to what is to go: its name for an editor, and where it is edited."""

    name: str
    url: str


class StillNeeded(Exception):
    """Customers would miss it; the message says where, and what to do.

    `answers` would be left with nothing to show; from `places` a choice or a link would lead to nothing.
    """

    def __init__(self, answers: Collection[str], places: Sequence[Place] = ()) -> None:
        self.answers, self.places = sorted(answers), list(places)
        super().__init__(" ".join(self.sentences()))

    def sentences(self) -> Sequence[str | SafeString]:
        """What is said, as HTML where places are linked."""
        return [*self._left_empty(), *self._led_there()]

    def _left_empty(self) -> list[str]:
        if not self.answers:
            return []
        text = gettext(
            "Still needed: these answers would be left with nothing to show: %(answers)s. Give each a text, or"
            " another entry or channel, publish its guide, and try again."
        )
        return [text % {"answers": ", ".join(self.answers[:SHOWN])}]

    def _led_there(self) -> list[SafeString]:
        if not self.places:
            return []
        text = gettext(
            "Still needed: customers are led here from {places}. Lead them elsewhere, publish that, and try again."
        )
        shown = [(place.url, place.name) for place in self.places[:SHOWN]]
        return [format_html(text, places=format_html_join(", ", '<a href="{}">{}</a>', shown))]


# Gets slugs, former ones too; gives the names of the answers that show nothing else.
Finder = Callable[[Collection[str]], Collection[str]]
# Gets the same; gives the places that lead to one of them, but for those in what has these slugs itself.
Leader = Callable[[Collection[str]], Iterable[Place]]

_finders: dict[str, Finder] = {}
_leaders: dict[str, list[Leader]] = {}


def register(kind: str, finder: Finder) -> None:
    """Let `finder` say which answers would be left with nothing to show without an `entry` or a `channel`."""
    _finders[kind] = finder


def register_leader(kind: str, leader: Leader) -> None:
    """Let `leader` say, beside others, what leads customers to an `entry` or a `guide`."""
    _leaders.setdefault(kind, []).append(leader)


def places_leading(kind: str, slugs: Collection[str]) -> list[Place]:
    """The places that lead customers to those of a kind, but for places in themselves."""
    return sorted({place for leader in _leaders.get(kind, ()) for place in leader(slugs)})


def require_unneeded(kind: str, slugs: Collection[str]) -> None:
    """Raises StillNeeded when customers would miss those of a kind; what only they need themselves does not count."""
    answers = _finders[kind](slugs) if kind in _finders else ()
    places = places_leading(kind, slugs)
    if answers or places:
        raise StillNeeded(answers, places)
