"""The postman: a thread that works the outbox, so that nobody who asks waits for a mail server.

It is called when an enquiry is stored, stays as long as one waits, and holds no connection while it does nothing. An idle
process has no such thread.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Condition, Lock, Thread
from typing import Any

from django.conf import settings
from django.db import connection

from contact.outbox import delay_after, seconds_until_due, send_waiting

logger = logging.getLogger(__name__)

# Seconds that a process which ends waits for the mail in hand; gunicorn gives it 30.
_STOP = 20
_LEAST_WAIT, _MOST_WAIT = 1.0, 900.0  # seconds between two looks

# Does what is due while it holds the lock, mail by mail; in how many seconds there is more, None when there is none.
Work = Callable[[AbstractContextManager[Any]], float | None]


class Postman:
    """One thread at most, there while there is something to do. Safe to call from any thread."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.forget()

    def forget(self) -> None:
        """Begin anew: after a fork, the thread is the parent's."""
        self._bell = Condition()
        self._is_called = self._is_there = False
        self._hand = Lock()
        self._failures = 0

    def call(self) -> None:
        """There is something to do; returns at once."""
        with self._bell:
            self._is_called = True
            if not self._is_there:
                Thread(target=self._run, name="postman", daemon=True).start()
                self._is_there = True
            self._bell.notify()

    def stop(self) -> None:
        """Let the mail in hand come to its end, `_STOP` seconds at most, and no other begin; for the end of the process."""
        self._hand.acquire(timeout=_STOP)  # and kept

    def _run(self) -> None:
        while True:
            with self._bell:
                self._is_called = False
            wait = self._look()
            with self._bell:
                if self._is_called:
                    continue
                if wait is None:
                    self._is_there = False
                    return
                self._bell.wait(wait)

    def _look(self) -> float | None:
        """Do what is due; how long to wait then."""
        try:
            wait = self._work(self._hand)
            self._failures = 0
        except Exception:  # whatever it is, what waits must not be left alone for good
            self._failures += 1
            wait = delay_after(self._failures).total_seconds()
            logger.exception("The outbox cannot be worked; tried again in %d seconds.", wait)
        finally:
            connection.close()  # this thread's own
        return None if wait is None else min(max(wait, _LEAST_WAIT), _MOST_WAIT)


def _deliver(hand: AbstractContextManager[Any]) -> float | None:
    send_waiting(only_due=True, hand=hand)
    return seconds_until_due()


POSTMAN = Postman(_deliver)
os.register_at_fork(after_in_child=POSTMAN.forget)
atexit.register(POSTMAN.stop)


def call_postman() -> None:
    """Have what waits in the outbox mailed soon, where enquiries are taken."""
    if settings.ENQUIRY_EMAIL and settings.POSTMAN:
        POSTMAN.call()
