"""How long a page waits for the database; commands wait as long as it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_CONNECTING = 3  # seconds; a server that is there takes none


def limit_waiting(databases: Iterable[dict[str, Any]], seconds: int) -> None:
    """Have statements to `databases` (as in settings) end after `seconds`, waiting for a lock included; 0: never.

    To be called by what serves pages, before the first of them.
    """
    for database in databases if seconds else ():
        options = database["OPTIONS"]
        if database["ENGINE"].endswith("sqlite3"):
            options["timeout"] = seconds
        elif database["ENGINE"] == "config.postgresql":
            # Half for locks, so that the log tells them from slow statements. The address's own options come later: they win.
            limits = f"-c statement_timeout={seconds}s -c lock_timeout={seconds * 500}"
            options["options"] = f"{limits} {options.get('options', '')}".strip()
            options["connect_timeout"] = min(_CONNECTING, int(options["connect_timeout"]))
            options["patience"] = seconds + 1  # the server's own word comes first, and keeps the connection
