"""A worker makes its first search before a reader does; without a database it starts nevertheless."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import in_full_only
from tests.faults.counts import number
from tests.faults.site import Site
from tests.waiting import until

FAILED = "SELECT xact_rollback FROM pg_stat_database WHERE datname = 'unmigrated'"


def has_the_dictionary(worker: int) -> bool:
    """Whether the process has Sudachi's dictionary in its memory."""
    return "sudachidict" in Path(f"/proc/{worker}/maps").read_text()


@pytest.mark.parametrize(
    ("option", "workers"), [("--workers=2", 2), pytest.param("--preload", 1, marks=in_full_only)]
)
def test_every_worker_is_warm_though_nobody_has_searched(
    serve: Callable[..., Site], postgres: Cluster, database: str, option: str, workers: int
):
    site = serve(postgres.url(database), option)
    until(
        lambda: [has_the_dictionary(worker) for worker in site.workers()] == [True] * workers,
        lambda: "they wait for somebody to search",
    )
    assert site.get("/ja/search/?q=%E8%AB%8B%E6%B1%82").status == 200
    site.stop()
    assert "Traceback" not in site.log


@in_full_only
def test_without_tables_it_starts_and_says_nothing_of_searches(serve: Callable[..., Site], postgres: Cluster):
    postgres.sql("postgres", "CREATE DATABASE unmigrated")
    site = serve(postgres.url("unmigrated"), "--workers=1")
    # Its transaction has failed: it was tried.
    until(lambda: number(postgres, "postgres", FAILED))
    assert site.get("/livez").status == 200
    site.stop()
    assert "search" not in site.log
