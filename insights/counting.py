"""What the rooms above call to count. A call adds to a number in memory; nothing is written while a page is made.

Whether a request counts at all is asked first: `insights.visitors.is_counted`.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
from types import FrameType

from django.conf import settings

from insights.buffer import Buffer
from insights.models import EntryCount, EntryKind, Kind, SearchCount, StepCount
from insights.words import search_text
from insights.writing import KnownSearch, write

BUFFER = Buffer(write)
os.register_at_fork(after_in_child=BUFFER.forget)

flush = BUFFER.flush


def count(kind: Kind, *, flow: str, revision: int, step: str = "", choice: str = "") -> None:
    """Something happened at a step of a revision (its number) of a guide."""
    BUFFER.add((StepCount, kind.value, flow, revision, step, choice))


def count_entry(kind: EntryKind, entry: str) -> None:
    """Something happened to the FAQ entry of this slug."""
    BUFFER.add((EntryCount, kind.value, entry))


def count_search(query: str, language: str, results: int, *, is_flood: bool = False) -> None:
    """Somebody searched, and so many results were shown. A query without any text is not counted.

    In a flood no text is kept that was not searched for before on the day: it counts under the empty text.
    """
    if text := search_text(query):
        BUFFER.add((KnownSearch if is_flood else SearchCount, language, text, results > 0))


def write_before_stop() -> None:
    """Have the last counts written whenever the process ends normally: by itself, by Ctrl+C or by a signal.

    Servers that mind signals themselves end by themselves; where nobody minds SIGTERM (a bare `runserver`) or SIGHUP
    (workers of gunicorn, told to reload along with it), it would end the process on the spot, so it is made to end it
    in order.
    """
    if not settings.COUNTS_WRITTEN_EVERY:
        return
    atexit.register(_write_at_stop)
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _exit_in_order)


def _exit_in_order(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _write_at_stop() -> None:
    """Write the last counts, undisturbed: whoever loses patience tells the process to stop again."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGABRT):
            signal.signal(number, signal.SIG_IGN)
    BUFFER.flush_at_stop()
