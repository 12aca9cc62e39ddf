"""Workers come and go under load, and no count goes with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import in_full_only
from tests.faults.counts import COUNTED, ENTRY, GUIDE, KINDS, assert_all_counted, number
from tests.faults.readers import Readers
from tests.faults.site import Site
from tests.waiting import until

Serve = Callable[..., Site]


@pytest.mark.parametrize("kind", [pytest.param("sync", marks=in_full_only), "gthread"])
def test_reloads_under_load_lose_no_count(
    serve: Serve, postgres: Cluster, database: str, is_short: bool, kind: str
):
    site = serve(postgres.url(database), *KINDS[kind])
    readers = read_during_reloads(site, 2 if is_short else 10, (GUIDE, ENTRY) if is_short else tuple(COUNTED))
    assert_all_counted(readers, lambda query: number(postgres, database, query))


@in_full_only
def test_reloads_under_load_lose_no_count_on_sqlite(serve: Serve, sqlite: str):
    readers = read_during_reloads(serve(sqlite, *KINDS["sync"]), 10, tuple(COUNTED))
    with closing(sqlite3.connect(sqlite.removeprefix("sqlite:///"))) as database:
        assert_all_counted(readers, lambda query: database.execute(query).fetchone()[0])


@in_full_only
def test_workers_that_are_replaced_after_some_requests_lose_no_count(
    serve: Serve, postgres: Cluster, database: str
):
    site = serve(postgres.url(database), *KINDS["gthread"], "--max-requests", "20")
    with Readers(site, tuple(COUNTED)) as readers:
        for _ in range(3):
            wait_for_others(site, set(site.workers()))
    site.stop()
    assert_all_counted(readers, lambda query: number(postgres, database, query))


def read_during_reloads(site: Site, times: int, pages: tuple[str, ...]) -> Readers:
    """The pages are read while the site is reloaded so often, and then stopped."""
    with Readers(site, pages) as readers:
        for _ in range(times):
            wait_for_more(site, readers, readers.answered.total() + 50)
            old = set(site.workers())
            site.reload()
            wait_for_others(site, old)
        site.stop()
    assert "Traceback" not in site.log
    return readers


def wait_for_more(site: Site, readers: Readers, number: int) -> None:
    until(lambda: readers.answered.total() >= number, lambda: site.log)


def wait_for_others(site: Site, workers: set[int]) -> None:
    """Until none of these workers is left."""
    until(lambda: not workers & set(site.workers()), lambda: site.log)
