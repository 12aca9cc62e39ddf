"""What is wrong with the server, said in its log once and not for each request that meets it."""

from __future__ import annotations

import logging
from math import inf
from threading import Lock
from time import monotonic

from django.http import HttpResponse


class Incidents:
    """Those of one part (the database, the cache), by their kind; safe to tell from any thread.

    Each process keeps its own: a site of three workers says three times what all three have met.
    """

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._lock = Lock()
        self._said: dict[str, float] = {}

    def met(self, kind: str, text: str, *, again_after: float = 600) -> None:
        """Log `text` as an error, unless that was done within `again_after` seconds and `kind` was not over since."""
        with self._lock:
            now = monotonic()
            if now - self._said.get(kind, -inf) < again_after:
                return
            self._said[kind] = now
        self._logger.error(text)

    def over(self, kind: str, text: str) -> None:
        """Log `text` as a warning, should `kind` have been met."""
        if kind in self._said and self._said.pop(kind, None) is not None:
            self._logger.warning(text)


AWAY = "away"  # the kind of those that its next answer ends
DATABASE = Incidents(logging.getLogger("michishirube.database"))
CACHE = Incidents(logging.getLogger("michishirube.cache"))


def in_a_line(error: BaseException) -> str:
    """What `error` is and says, in one line of the log."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def keep_out_of_log(response: HttpResponse) -> None:
    """Django logs every 5xx, each with the way through the program that led to it: not one that an incident tells of."""
    response._has_been_logged = True  # type: ignore[attr-defined] # Django's own
