"""Counts on their way to the database: added up in memory and written together, off the reader's time.

The first count after a flush starts a clock; when it has run, everything added since is written in one
transaction by a thread of its own. An idle process has no thread and holds no connection.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from threading import Lock, Timer

from django.conf import settings
from django.db import DataError, IntegrityError, connection
from django.utils.timezone import localdate

from ground.incidents import in_a_line
from insights.writing import Key, catch_all

logger = logging.getLogger(__name__)

# So many numbers wait at most, 12 MB of them; beyond it, what is there already goes on growing, and searches count without
# their text.
MOST_KEYS = 20_000
LONGEST_PAUSE = 30  # seconds until the next attempt at most, while the database is away
SECONDS_AT_STOP = 10  # for which a process that ends tries to write its last counts; servers kill it after 30
_ROWS_IN_A_LINE = 200

Days = dict[date, dict[Key, int]]
Write = Callable[[Mapping[Key, int], date], None]


class StillWriting(Exception):
    """Another thread is writing what was added before, and does not come to an end."""


class Buffer:
    """Numbers by day and key, safe to add to from any thread."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self.forget()

    def forget(self) -> None:
        """Begin empty: after a fork, what is here is the parent's to write."""
        self._lock = Lock()
        self._flushing = Lock()
        self._counts: Days = {}
        self._under_way: Days = {}  # what is being written
        self._unfit = 0  # how many were not counted at all, for there was no room
        self._clock: Timer | None = None
        self._failures = 0  # attempts at writing, since the last one that was none
        self._is_stopping = False

    def add(self, key: Key) -> None:
        """Add one to `key` today."""
        day = localdate()
        with self._lock:
            self._grow(day, key, 1)
            self._start_clock()

    def _grow(self, day: date, key: Key, n: int) -> None:
        counts = self._counts.setdefault(day, {})
        fitting: Key | None = key
        if key not in counts and self._size() >= MOST_KEYS:
            fitting = catch_all(key)
        if fitting is None:
            self._unfit += n
        else:
            counts[fitting] = counts.get(fitting, 0) + n

    def _size(self) -> int:
        return sum(len(counts) for counts in self._counts.values())

    def _start_clock(self) -> None:
        if self._clock is None and settings.COUNTS_WRITTEN_EVERY and not self._is_stopping:
            # Twice as long after each failure; beyond ten of them the number would only grow.
            pause = settings.COUNTS_WRITTEN_EVERY * 2 ** min(self._failures, 10)
            self._clock = Timer(min(pause, LONGEST_PAUSE), self._flush_in_thread)
            self._clock.daemon = True
            self._clock.start()

    def flush(self, *, patience: float = -1) -> None:
        """Write what was added; waits for a flush under way (for `patience` seconds: StillWriting).

        When it cannot be written, it is kept for the next flush and the error is raised.
        """
        if not self._flushing.acquire(timeout=patience):
            raise StillWriting("an earlier attempt has not come to its end")
        try:
            self._flush()
        finally:
            self._flushing.release()

    def _flush(self) -> None:
        with self._lock:
            days, self._counts = self._counts, {}
            self._under_way = days
            self._clock = None
        try:
            for day in sorted(days):
                self._write_day(days[day], day)
                del days[day]
        finally:  # also where the process is told to end in the middle of it
            if days:
                self._put_back(days)
        self._tell_written()

    def _write_day(self, counts: Mapping[Key, int], day: date) -> None:
        try:
            self._write(counts, day)
        except (DataError, IntegrityError):
            # It never will be: kept, it would be in the way of all that comes after it.
            logger.exception("The database refuses counts.")
            _tell_counts(counts, day)

    def _put_back(self, days: Days) -> None:
        with self._lock:
            self._failures += 1
            newer, self._counts, self._under_way = self._counts, days, {}
            for day, counts in newer.items():
                for key, n in counts.items():
                    self._grow(day, key, n)
            self._start_clock()

    def _tell_written(self) -> None:
        with self._lock:
            failures, self._failures = self._failures, 0
            unfit, self._unfit = self._unfit, 0
        if failures:
            logger.warning("Counts are written again; attempts that failed: %d.", failures)
        _tell_unfit(unfit)

    def _flush_in_thread(self) -> None:
        try:
            self.flush()
        except Exception as error:  # whatever it is, counting goes on
            if self._failures == 1:
                logger.warning("Counts cannot be written now (%s); they wait in memory.", in_a_line(error))
        finally:
            connection.close()  # this thread's own

    def flush_at_stop(self, seconds: float = SECONDS_AT_STOP) -> None:
        """Write what was added, before the process ends; what cannot be written is told to the log, with its numbers."""
        self._is_stopping = True  # no clock from now on: a process that ends can have no new threads
        end = time.monotonic() + seconds
        pause = 0.2
        while error := self._attempt(end):
            if time.monotonic() + pause > end:
                logger.error("The last counts could not be written: %s", in_a_line(error))
                self._tell_unwritten()
                return
            time.sleep(pause)
            pause = min(2 * pause, 1)

    def _tell_unwritten(self) -> None:
        with self._lock:
            for day, counts in (*self._under_way.items(), *self._counts.items()):
                _tell_counts(counts, day)
            _tell_unfit(self._unfit)

    def _attempt(self, end: float) -> Exception | None:
        try:
            connection.close()  # this thread's may have been broken off in the middle of something
            self.flush(patience=max(end - time.monotonic(), 0))
        except Exception as error:
            return error
        finally:
            with suppress(Exception):
                connection.close()
        return None


def _tell_unfit(unfit: int) -> None:
    if unfit:
        logger.error("%d counts are lost: more than %d different ones waited.", unfit, MOST_KEYS)


def _tell_counts(counts: Mapping[Key, int], day: date) -> None:
    """Leave the numbers in the log; of searches without their texts, which are not kept for ever."""
    rows: dict[Key, int] = {}
    for key, n in counts.items():
        told = catch_all(key) or key
        rows[told] = rows.get(told, 0) + n
    lines = [[table.__name__, *values, n] for (table, *values), n in rows.items()]
    for first in range(0, len(lines), _ROWS_IN_A_LINE):
        told_now = json.dumps(lines[first : first + _ROWS_IN_A_LINE], ensure_ascii=False)
        logger.error("Counts of %s that were not written: %s", day, told_now)
