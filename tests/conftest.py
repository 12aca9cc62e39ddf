"""What all tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from ground.incidents import DATABASE
from tests.shipped import load_shipped_pack

# Playwright keeps an event loop in the main thread, even after its own tests: without this, Django takes
# every later database query there for a mistake and raises SynchronousOnlyOperation.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# No deadline: a slow machine is no failure. The same examples every time: a red run can be repeated.
settings.register_profile("project", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("project")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Each test begins in English: a request leaves its language behind, and tests come in any order."""
    with translation.override("en"):
        yield


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is noon in Japan all the time: no midnight comes between what a test writes and what a page reads."""
    now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


@pytest.fixture
def visitor() -> Client:
    """A browser that is shown the page of an error, as everybody's is; Django's raises what broke."""
    return Client(raise_request_exception=False)


@pytest.fixture
def nothing_said() -> Iterator[None]:
    """The log has said nothing of the database yet, whatever another test did to it."""
    DATABASE._said.clear()
    yield
    DATABASE._said.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, with nobody left in it when PostgreSQL is asked to drop it.

    A browser that is closed in the middle of a request leaves a server's thread, and so a session, behind.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what undoes itself, as on a fresh database; then what empties the database afterwards; the shipped content last.

    So nobody misses what migrations wrote, nobody else finds the shipped content, and nothing empties it.
    """
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """Let the collector of garbage look no more at what is there to stay: a twentieth of the time went into that."""
    gc.collect()
    gc.freeze()


def _turn(item: pytest.Item) -> int:
    names = getattr(item, "fixturenames", ())
    if "shipped" in names:
        return 2
    marker = item.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    return int(commits or "transactional_db" in names or "live_server" in names)


@pytest.fixture(scope="session")
def shipped(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The shipped content, live: for tests that only read it, or change what their end undoes.

    Loading takes seconds, so it is done once for all of them. They carry the mark `django_db`.
    """
    with django_db_blocker.unblock():
        load_shipped_pack()
        yield
        call_command("flush", verbosity=0, interactive=False)
