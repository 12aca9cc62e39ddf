"""Counts on their way to the database: added up in memory and written together, off the reader's time.

The first count after a flush starts a clock; when it has run, everything added since is written in one
transaction by a thread of its own. An idle process has no thread and holds no connection.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock, Timer

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.utils.timezone import localdate

from insights.writing import Key

logger = logging.getLogger(__name__)

# What is added while the database is away; beyond it, only what is there already goes on growing.
MOST_KEYS = 20_000

Write = Callable[[Mapping[Key, int], date], None]


class Buffer:
    """Numbers by key, safe to add to from any thread."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self.forget()

    def forget(self) -> None:
        """Begin empty: after a fork, what is here is the parent's to write."""
        self._lock = Lock()
        self._flushing = Lock()
        self._counts: dict[Key, int] = {}
        self._clock: Timer | None = None

    def add(self, key: Key) -> None:
        """Add one to `key`."""
        with self._lock:
            counts = self._counts
            if key in counts:
                counts[key] += 1
            elif len(counts) < MOST_KEYS:
                counts[key] = 1
            if self._clock is None:
                self._start_clock()

    def _start_clock(self) -> None:
        if settings.COUNTS_WRITTEN_EVERY:
            self._clock = Timer(settings.COUNTS_WRITTEN_EVERY, self._flush_in_thread)
            self._clock.daemon = True
            self._clock.start()

    def flush(self, day: date | None = None) -> None:
        """Write what was added (as counts of `day`, today if not given); waits for a flush under way.

        When the database does not answer, the counts are kept for the next flush and its error is raised.
        """
        with self._flushing:
            with self._lock:
                counts, self._counts = self._counts, {}
                self._clock = None
            if not counts:
                return
            try:
                self._write(counts, day or localdate())
            except (OperationalError, InterfaceError):
                self._put_back(counts)
                raise

    def _put_back(self, counts: dict[Key, int]) -> None:
        with self._lock:
            for key, n in self._counts.items():
                counts[key] = counts.get(key, 0) + n
            self._counts = counts
            if self._clock is None:
                self._start_clock()

    def _flush_in_thread(self) -> None:
        try:
            self.flush()
        except Error:
            logger.exception("Counts could not be written.")
        finally:
            connection.close()  # this thread's own

    def flush_at_stop(self) -> None:
        """Write what was added, before the process ends; what cannot be written is said, not raised."""
        try:
            self.flush()
        except Error:
            logger.exception("The last counts could not be written.")
