"""An SQLite as statements, made into another one without Django."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

# Python dumps the rows of a virtual table twice: as its own, which it cannot have before the schema is read anew, and as
# those of the tables behind it.
_VIRTUAL = 'INSERT INTO "search_fts" '


def restore(statements: Iterable[str], file: Path) -> sqlite3.Connection:
    """A plain connection to the new database in `file`."""
    made = sqlite3.connect(file, isolation_level=None)
    for statement in statements:
        if not statement.startswith(_VIRTUAL):
            made.execute(statement)
    made.close()
    return sqlite3.connect(file)
