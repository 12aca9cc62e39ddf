"""Several queries that see one state of the database, whatever others commit meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is of the moment of the first query; nothing may be written.

    It waits for nobody, and nobody waits for it. It costs a BEGIN and a COMMIT. Inside a transaction that has begun
    already it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.close_if_health_check_failed()  # `atomic` would, and begin on a connection that knows of nothing
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        kind = _set(connection, transaction_mode="DEFERRED")
    else:
        from psycopg import IsolationLevel  # which SQLite need not load

        kind = _set(connection.connection, isolation_level=IsolationLevel.REPEATABLE_READ, read_only=True)
    with kind, transaction.atomic():
        yield


@contextmanager
def _set(session: Any, **values: Any) -> Iterator[None]:
    """`session` with these attributes, and afterwards with those it had."""
    before = {name: getattr(session, name) for name in values}
    _assign(session, values)
    try:
        yield
    finally:
        if not getattr(session, "closed", False):  # one that broke off is not used again
            _assign(session, before)


def _assign(session: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(session, name, value)
