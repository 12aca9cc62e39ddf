"""The first search is made before anybody asks, and nobody hears of it when it cannot be."""

from __future__ import annotations

import logging
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection

from search import synonyms, warming, words
from tests.factories import create_entry
from tests.waiting import until


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "PAUSE", 0)


@pytest.mark.django_db(transaction=True)
def test_it_loads_what_searches_need_and_leaves_no_connection(caplog: pytest.LogCaptureFixture):
    create_entry("receipts")
    words._loaded.cache_clear()
    synonyms._general.cache_clear()
    synonyms.general_alternatives.cache_clear()
    before = sessions()
    warming.warm_up_beside().join(60)
    assert words._loaded.cache_info().currsize == 1
    assert synonyms._general.cache_info().currsize == 1
    assert not caplog.records
    until(lambda: not sessions() - before)  # the server's part of one ends a moment after ours


def sessions() -> set[int]:
    """The sessions of this database, other tests' among them; SQLite has none."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


def test_without_a_database_it_is_silent(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    monkeypatch.setattr(warming, "warm_up", Mock(side_effect=OperationalError("no such table")))
    warming.warm_up_beside().join(60)
    assert not caplog.records


def test_whatever_else_happens_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(warming, "warm_up", Mock(side_effect=ValueError("no dictionary")))
    with caplog.at_level(logging.ERROR):
        warming.warm_up_beside().join(60)
    assert "no dictionary" in caplog.text
