"""A database that fails in tests, and the page that says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import connection

from tests.html import Element, read

AWAY = "Our database does not answer. The fault is on our side."
FULL, BUSY = "cannot store anything", "too busy"


@contextmanager
def failing(error: Exception, cause: Exception | None = None) -> Iterator[None]:
    """Every statement raises `error`, as the driver's `cause`."""

    def fail(*_: object) -> NoReturn:
        raise error from cause

    with connection.execute_wrapper(fail):
        yield


def of_sqlite(code: int, text: str = "") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


def refusal(response: Any) -> Element:
    """The page of a refusal, once all is there that every refusal has."""
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "no-store" in response["Cache-Control"]
    assert "HX-Request" in response["Vary"]
    shown = read(response)
    assert shown.one("a.brand").text
    assert shown.one("meta", name="robots")["content"] == "noindex"
    return shown
