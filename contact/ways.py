"""What this room asks of the room that knows ways, without knowing that room: their words, and to be noted."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

Worder = Callable[[str, HttpRequest], str]
_worders: list[Worder] = []


def register_worder(worder: Worder) -> None:
    """Let `worder` turn a short code into the hand-off text in the active language; called once, at start."""
    _worders[:] = [worder]


def handoff_text(code: str, request: HttpRequest) -> str:
    """The hand-off text of the way `code` stands for; empty when nobody can read it."""
    return _worders[0](code, request) if code and _worders else ""


Noter = Callable[[HttpRequest], None]
_noters: list[Noter] = []


def register_noter(noter: Noter) -> None:
    """Let `noter` know of everybody who comes to the channels; called once, at start."""
    _noters[:] = [noter]


def note_arrival(request: HttpRequest) -> None:
    """Somebody looks at the channels; whoever registered may count where they came from."""
    for noter in _noters:
        noter(request)
