"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

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
