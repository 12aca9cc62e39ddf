"""What the server itself has trouble with when a page fails: told from errors that are faults of the program."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.db import DatabaseError, Error, InterfaceError, OperationalError

from config.pending import pending_migrations


class Kind(Enum):
    """What is the matter, as far as it makes a difference to whoever asks."""

    AWAY = "away"
    FULL = "full"  # it can be read, and takes in nothing
    BUSY = "busy"  # somebody else's change, or too much work for one page
    BEHIND = "behind"  # the program is newer than its tables


@dataclass(frozen=True, slots=True)
class Trouble:
    """One that was met. `text` is a sentence for the log; `is_in_doubt`: what was sent may have been saved."""

    kind: Kind
    text: str
    is_in_doubt: bool = False


_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
# By SQLSTATE, or the first letters of it.
_POSTGRESQL = {
    "531": Kind.FULL,
    "25006": Kind.FULL,
    "57014": Kind.BUSY,
    "55P03": Kind.BUSY,
    "40": Kind.BUSY,
    "53": Kind.AWAY,
    "57P": Kind.AWAY,
    "58": Kind.AWAY,
    "08": Kind.AWAY,
    "28": Kind.AWAY,
    "3D": Kind.AWAY,
    "XX001": Kind.AWAY,
    "XX002": Kind.AWAY,
}
# By the primary result code; those not here are faults of a statement.
_SQLITE = {
    sqlite3.SQLITE_FULL: Kind.FULL,
    sqlite3.SQLITE_READONLY: Kind.FULL,
    sqlite3.SQLITE_BUSY: Kind.BUSY,
    sqlite3.SQLITE_LOCKED: Kind.BUSY,
    sqlite3.SQLITE_PROTOCOL: Kind.BUSY,
    sqlite3.SQLITE_IOERR: Kind.AWAY,
    sqlite3.SQLITE_CANTOPEN: Kind.AWAY,
    sqlite3.SQLITE_CORRUPT: Kind.AWAY,
    sqlite3.SQLITE_NOTADB: Kind.AWAY,
    sqlite3.SQLITE_NOMEM: Kind.AWAY,
    sqlite3.SQLITE_PERM: Kind.AWAY,
    sqlite3.SQLITE_AUTH: Kind.AWAY,
}
_MISSING = {"42P01", "42703", "3F000"}  # tables, columns, schemas
_SAID = {
    Kind.AWAY: "The database cannot be used",
    Kind.FULL: "Nothing can be stored",
    Kind.BUSY: "The database took too long",
}


def find_trouble(error: BaseException | None) -> Trouble | None:
    """What trouble of the server is behind `error`; None for a fault of the program, which waiting does not mend."""
    for each in _chain(error):
        if isinstance(each, OSError) and each.errno in _FULL_DISK:
            return _trouble(Kind.FULL, each)
        if isinstance(each, DatabaseError | InterfaceError) and (found := _of_database(each)):
            return found
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """`error`, what caused it, and what was being handled when it came."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _of_database(error: DatabaseError | InterfaceError) -> Trouble | None:
    driver = error.__cause__
    if isinstance(driver, sqlite3.Error):
        code = getattr(driver, "sqlite_errorcode", None)
        kind = _SQLITE.get(code & 0xFF) if code is not None else None
        is_missing = "no such table" in str(driver) or "no such column" in str(driver)
    else:
        state = str(getattr(driver, "sqlstate", None) or "")
        kind = next((kind for start, kind in _POSTGRESQL.items() if state and state.startswith(start)), None)
        # Without a state it is no word of the server's: the connection broke, or there was none.
        if not state and (isinstance(error, OperationalError) or "closed" in str(error)):
            kind = Kind.AWAY
        is_missing = state in _MISSING
    if kind:
        return _trouble(kind, error)
    return _behind() if is_missing else None


def _trouble(kind: Kind, error: BaseException) -> Trouble:
    text = f"{_SAID[kind]}: {str(error).partition(chr(10))[0]}"
    return Trouble(kind, text, getattr(error, "is_in_doubt", False))


def _behind() -> Trouble | None:
    """Whether a table is missing because migrations are."""
    try:
        count = len(pending_migrations())
    except Error:
        return None
    return Trouble(Kind.BEHIND, f"{count} migrations to apply: run manage.py migrate.") if count else None
