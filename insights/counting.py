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
from insights.writing import write

BUFFER = Buffer(write)
os.register_at_fork(after_in_child=BUFFER.forget)

flush = BUFFER.flush


def count(kind: Kind, *, flow: str, revision: int, step: str = "", choice: str = "") -> None:
    """Something happened at a step of a revision (its number) of a guide."""
    BUFFER.add((StepCount, kind.value, flow, revision, step, choice))


def count_entry(kind: EntryKind, entry: str) -> None:
    """Something happened to the FAQ entry of this slug."""
    BUFFER.add((EntryCount, kind.value, entry))


def count_search(query: str, language: str, results: int) -> None:
    """Somebody searched, and so many results were shown. A query without any text is not counted."""
    if text := search_text(query):
        BUFFER.add((SearchCount, language, text, results > 0))


def write_before_stop() -> None:
    """Have the last counts written whenever the process ends normally: by itself, by Ctrl+C or by SIGTERM.

    Servers that mind SIGTERM themselves end by themselves; where nobody minds it (a bare `runserver`), it would
    end the process on the spot, so it is made to end it in order.
    """
    if not settings.COUNTS_WRITTEN_EVERY:
        return
    atexit.register(BUFFER.flush_at_stop)
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _exit_in_order)


def _exit_in_order(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)
