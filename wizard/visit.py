"""One reader at one step of a guide: everything a page is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wizard.live import Beside, Live, LiveGuide
from wizard.runtime import Position
from wizard.trail import Answer, Answers, Place, address


@dataclass(frozen=True)
class Visit:
    """One reader at one step: everything a page is made of.

    `damaged`: where the answers do not fit, whether that is the link's fault and not a change of the guide.
    `bar` is HTML above the page that marks a preview.
    """

    position: Position
    live: Live
    beside: Beside
    language: str
    now: datetime
    origin: str
    path: str
    whole_guide: bool = False
    damaged: bool = False
    bar: str = ""

    @property
    def guide(self) -> LiveGuide:
        """The guide the step belongs to."""
        return self.live.guides[self.position.place.flow]

    def address(self, place: Place, answers: Iterable[Answer] = (), language: str = "") -> str:
        """The address of `place` with `answers`, ready for an attribute."""
        return address(language or self.language, place, answers).replace("&", "&amp;")

    @property
    def answers(self) -> Answers:
        """All answers given, those beyond this step too."""
        return (*self.position.trail, *self.position.later)
