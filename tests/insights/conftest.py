"""Counts start at nothing in every test, are read after a flush, and all belong to one day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache

from insights.counting import BUFFER


@pytest.fixture(autouse=True)
def _nothing_counted(noon: datetime) -> Iterator[None]:
    BUFFER.forget()
    cache.clear()
    yield
    BUFFER.forget()
