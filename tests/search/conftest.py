"""The shipped content, live and searched, for the modules that judge what is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.shipped import load_shipped_pack


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The shipped pack, live for all tests of a module; they only read, or change what a test's end undoes."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped_pack()
        yield
        transaction.set_rollback(True)
