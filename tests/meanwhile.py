"""Two at once: what somebody else does, in a connection of their own, in the middle of one's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from django.db import connection

T = TypeVar("T")

two_at_once = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
)


def meanwhile(act: Callable[[], T]) -> Future[T]:
    """Begin `act`; back once it has ended or waits for the caller. Ask for its result after one's own commit."""
    session: Future[int] = Future()
    with connection.cursor() as cursor:
        pool = ThreadPoolExecutor(1)
        doing = pool.submit(_elsewhere, act, session)
        pool.shutdown(wait=False)
        waits = False
        while not waits and not wait([doing], timeout=0.01).done:
            cursor.execute("SELECT pg_backend_pid() = ANY(pg_blocking_pids(%s))", [session.result()])
            (waits,) = cursor.fetchone()
    return doing


def _elsewhere(act: Callable[[], T], session: Future[int]) -> T:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            session.set_result(cursor.fetchone()[0])
        return act()
    finally:
        connection.close()


@contextmanager
def before_deletion(act: Callable[[], T]) -> Iterator[None]:
    """Whoever deletes rows in here finds `act` begun just before, as `meanwhile` does; at the end it has ended."""
    others: list[Future[T]] = []

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("DELETE") and not others:
            others.append(meanwhile(act))
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield
    (other,) = others
    other.result()


def once(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, do: Callable[[], object]) -> None:
    """`do` something right after the next call of `name`, and never again."""
    original = getattr(owner, name)

    def called(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(owner, name, original)
        answer = original(*arguments, **named)
        do()
        return answer

    monkeypatch.setattr(owner, name, called)
