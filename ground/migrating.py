"""One `migrate` at a time for each database: machines that start together do not both make its tables."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from typing import Any

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

# PostgreSQL's advisory locks are numbers; this one is "michi" in letters.
_NUMBER = 0x6D69636869
# Seconds between two tries. Waiting inside the database would end with its time limits.
_AGAIN = 0.2


@contextmanager
def alone(database: BaseDatabaseWrapper, when_waiting: Callable[[], object]) -> Iterator[None]:
    """Wait until nobody else is in here for the same database; `when_waiting` is called once, if somebody is.

    Whoever dies inside leaves nobody waiting. A database in memory is nobody else's.
    """
    if database.vendor == "postgresql":
        lock = _advisory(database, when_waiting)
    else:
        lock = _file(database, when_waiting)
    with lock:
        yield


@contextmanager
def _advisory(database: BaseDatabaseWrapper, when_waiting: Callable[[], object]) -> Iterator[None]:
    """A lock of the session: it outlasts transactions and ends with the connection."""
    with database.cursor() as cursor:

        def is_taken() -> bool:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_NUMBER])
            return not cursor.fetchone()[0]

        _until_free(is_taken, when_waiting)
    try:
        yield
    finally:
        # A connection that broke off has no lock any more.
        with suppress(Error), database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_NUMBER])


@contextmanager
def _file(database: Any, when_waiting: Callable[[], object]) -> Iterator[None]:
    """A lock on a file beside the database, which need not be there yet; the file is gone afterwards.

    Where no file can be written, no database can be either: Django will say so.
    """
    path = f"{os.path.realpath(database.settings_dict['NAME'])}-migrate"
    if database.is_in_memory_db() or not os.access(os.path.dirname(path), os.W_OK):
        yield
        return
    held: list[int] = []

    def is_taken() -> bool:
        handle = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
        held[:] = [handle]
        try:
            flock(handle, LOCK_EX | LOCK_NB)
            # Whoever was here before has deleted the file, perhaps between our opening it and our lock.
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return False
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(handle)
        return True

    _until_free(is_taken, when_waiting)
    try:
        yield
    finally:
        with suppress(OSError):
            os.unlink(path)
        os.close(held[0])


def _until_free(is_taken: Callable[[], bool], when_waiting: Callable[[], object]) -> None:
    if is_taken():
        when_waiting()
        while is_taken():
            time.sleep(_AGAIN)
