"""A server that says nothing: it takes connections and questions, and its kernel acknowledges them, but nobody answers.

No limit of the server's own and no keep-alive of the network ends that. So whoever waits looks up after a while and asks
whether anybody answers at all; from then on nobody waits, and one at a time tries again.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

PAUSE = 1.0  # seconds between two tries, in which every other page fails at once
_FRESH = 1.0  # seconds for which it is believed that a server which answered still does


class Silence:
    """What the threads of this process know of it together."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._lock = Lock()
        self._next_try: float | None = None
        self._heard = float("-inf")

    @property
    def is_known(self) -> bool:
        """Whether the server was silent when it was tried last."""
        return self._next_try is not None

    def is_found(self, does_answer: Callable[[], bool]) -> bool:
        """Whether the server is silent; of several threads that want to know, one asks by `does_answer`."""
        with self._asking:
            if not self.is_known and monotonic() - self._heard > _FRESH:
                if does_answer():
                    self._heard = monotonic()
                else:
                    self.began()
        return self.is_known

    def may_try(self, seconds: float) -> bool:
        """Whether to try to connect, which may take so many `seconds`: in a silence one thread may after each pause."""
        with self._lock:
            if self._next_try is None:
                return True
            if monotonic() < self._next_try:
                return False
            self._next_try = monotonic() + seconds + PAUSE
            return True

    def began(self) -> None:
        """The server did not answer a try."""
        with self._lock:
            self._next_try = monotonic() + PAUSE

    def ended(self) -> None:
        """The server said something, be it a refusal."""
        with self._lock:
            self._next_try, self._heard = None, monotonic()
