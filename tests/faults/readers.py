"""Readers who look at pages without a pause, and remember what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from http.client import HTTPException
from itertools import count
from threading import Event, Lock, Thread
from types import TracebackType

from tests.faults.site import Site

_NAMES = count(1)


class Readers:
    """`with Readers(site, paths) as readers:`; at its end nobody reads any more, and `answered` says how often each path was.

    `failed` says how often something else came than a page, or was broken off: whether that was counted nobody knows.
    """

    def __init__(self, site: Site, paths: Sequence[str], number: int = 4) -> None:
        self.answered: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self._site = site
        self._paths = paths
        self._lock = Lock()
        self._over = Event()
        self._threads = [Thread(target=self._read, args=(first,)) for first in range(number)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, first: int) -> None:
        at = first
        while not self._over.is_set():
            path = self._paths[at % len(self._paths)]
            at += 1
            try:
                came: bool = (
                    self._site.get(path, User_Agent=f"Mozilla/5.0 (reader {next(_NAMES)})").status == 200
                )
            except ConnectionRefusedError:
                self._over.wait(0.1)
                continue
            except (OSError, HTTPException):
                came = False
            with self._lock:
                (self.answered if came else self.failed)[path] += 1
