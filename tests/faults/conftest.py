"""A checkout to serve from, a PostgreSQL to serve it from, and servers that are gone at the end of their test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster, cluster, find_tool
from tests.faults.site import Site, must, served_checkout
from tests.packs import write_pack

LENGTH = os.environ.get("FAULTS", "")
in_full_only = pytest.mark.skipif(LENGTH == "short", reason="in full only")
collect_ignore_glob = [] if LENGTH else ["test_*.py"]

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def is_short() -> bool:
    """Whether each proof is to be as short as it may be (CI), not as long as it should be."""
    return LENGTH == "short"


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project on a server: its static files collected, a small content pack beside it."""
    copy = served_checkout(tmp_path_factory.mktemp("served"))
    write_pack(copy / "content")
    return copy


@pytest.fixture(scope="session")
def postgres(checkout: Path) -> Iterator[Cluster]:
    """A PostgreSQL whose database `template` holds the small pack, published."""
    if find_tool("initdb") is None:
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    with cluster() as made:
        made.sql("postgres", "CREATE DATABASE template")
        must(checkout, made.url("template"), "migrate", "-v0")
        must(checkout, made.url("template"), "load_content", "content", "--publish")
        yield made


@pytest.fixture
def database(postgres: Cluster) -> str:
    """A database of this test's own, with the small pack live: its name in the cluster."""
    name = f"test{next(_NUMBERS)}"
    postgres.copy("template", name)
    return name


@pytest.fixture(scope="session")
def sqlite_template(checkout: Path) -> Path:
    """An SQLite with the small pack, published; to be copied."""
    file = checkout.parent / "template.sqlite3"
    must(checkout, f"sqlite:///{file}", "migrate", "-v0")
    must(checkout, f"sqlite:///{file}", "load_content", "content", "--publish")
    return file


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    """An SQLite of this test's own, with the small pack live: what `DATABASE_URL` says of it."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'db.sqlite3')}"


@pytest.fixture
def serve(checkout: Path) -> Iterator[Callable[..., Site]]:
    """`serve(url, *options of gunicorn, **environment)`: a site that answers."""
    sites: list[Site] = []

    def started(url: str, *options: str, **more: str) -> Site:
        site = Site(checkout, url, *options, **more)
        sites.append(site)
        site.wait()
        return site

    yield started
    for site in sites:
        site.kill()
