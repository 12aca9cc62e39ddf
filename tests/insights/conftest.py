"""Counts start at nothing in every test, and are read after a flush."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from insights.counting import BUFFER


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    BUFFER.forget()
    cache.clear()
    yield
    BUFFER.forget()
