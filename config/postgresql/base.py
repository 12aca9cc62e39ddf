"""The database backend: Django's, whose connections do not wait for ever when `OPTIONS` has a `patience` (seconds)."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from types import SimpleNamespace
from typing import Any, TypeVar

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg.abc import PQGen

from config.postgresql.silence import Silence
from ground.incidents import AWAY, DATABASE

R = TypeVar("R")

SILENCE = Silence()
GLANCE = 1.0  # seconds after which whoever waits looks whether anybody answers
_ASKED_FOR = 2  # seconds that are given to the answer; libpq knows none below two


class Connection(psycopg.Connection[Any]):
    """psycopg's, which gives up after `patience` seconds, and soon where the server answers nobody.

    What was given up is closed: an answer that comes later belongs to nobody. Raises psycopg's OperationalError.
    """

    patience: float = 0
    does_answer: Callable[[], bool]

    def wait(self, gen: PQGen[R], interval: float = 0.1, timeout: float | None = None) -> R:
        """The result of `gen`; all that is asked of a server passes here."""
        if not self.patience or timeout is not None:
            return super().wait(gen, interval, timeout)
        start = monotonic()
        while True:
            try:
                return super().wait(gen, interval, GLANCE)
            except psycopg.errors._WaitTimeout:
                is_silent = SILENCE.is_found(self.does_answer)
                if is_silent or monotonic() - start >= self.patience:
                    self.pgconn.finish()
                    waited = monotonic() - start
                    raise psycopg.OperationalError(f"no answer within {waited:.0f} seconds") from None


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with such connections."""

    Database = SimpleNamespace(**{**vars(psycopg), "connect": Connection.connect})  # type: ignore[assignment]

    def get_connection_params(self) -> dict[str, Any]:
        """What psycopg is told."""
        return {name: value for name, value in super().get_connection_params().items() if name != "patience"}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """A connection; in a silence OperationalError at once, but for the thread whose turn it is to try."""
        patience = float(self.settings_dict["OPTIONS"].get("patience", 0))
        seconds = float(conn_params.get("connect_timeout", _ASKED_FOR))
        if patience and not SILENCE.may_try(seconds):
            raise OperationalError("it answers nobody; it may be frozen, overloaded or cut off.")
        start = monotonic()
        try:
            connection: Connection = super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            # A refusal is quick. (Looking up a name may take longer than psycopg was given, and is as silent.)
            (SILENCE.began if monotonic() - start >= seconds else SILENCE.ended)()
            raise
        SILENCE.ended()
        DATABASE.over(AWAY, "The database answers again.")
        connection.patience = patience
        connection.does_answer = lambda: _answers(conn_params)
        return connection

    def is_usable(self) -> bool:
        """Whether the connection still works; in a silence that is not tried out."""
        return not SILENCE.is_known and super().is_usable()

    def _commit(self) -> None:
        was_open = self.connection is not None and not self.connection.closed
        try:
            super()._commit()  # type: ignore[misc] # not in its stubs
        except OperationalError as error:
            # Sent and not answered: whether it arrived, only the server knows.
            state = getattr(error.__cause__, "sqlstate", None) or ""
            error.is_in_doubt = was_open and (not state or state.startswith("57P"))  # type: ignore[attr-defined]
            raise


def _answers(parameters: dict[str, Any]) -> bool:
    """Whether the server says anything to somebody new, be it a refusal."""
    try:
        psycopg.connect(**{**parameters, "connect_timeout": _ASKED_FOR}).close()
    except psycopg.errors.ConnectionTimeout:
        return False
    except psycopg.OperationalError:
        return True
    return True
