"""Where the guides are kept while they are measured: files, and a PostgreSQL cluster that is thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg

# As in `make test-postgres`; the last command says where the cluster is and keeps it until its input ends.
_CLUSTER = ["pg_virtualenv", "-t", "-o", "log_min_messages=panic", "-o", "synchronous_commit=off"]
_STAY = ["sh", "-c", 'echo "postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/"; cat']


class Databases(Protocol):
    """Makes an empty database for a guide of `size` steps and gives its URL."""

    def __call__(self, size: int) -> str: ...


def sqlite_in(folder: Path) -> Databases:
    """SQLite files in `folder`."""
    return lambda size: f"sqlite:///{folder / f'{size}.sqlite3'}"


@contextmanager
def postgres() -> Iterator[Databases | None]:
    """A PostgreSQL cluster for as long as the context lasts; None where there is no `pg_virtualenv`."""
    if shutil.which("pg_virtualenv") is None:
        yield None
        return
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603 - constants
        [*_CLUSTER, *_STAY], env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as cluster:
        assert cluster.stdout
        said = iter(cluster.stdout.readline, "")
        url = next((line.strip() for line in said if line.startswith("postgres://")), "")

        def create(size: int) -> str:
            with psycopg.connect(f"{url}postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE bench_{size:d}")
            return f"{url}bench_{size}"

        try:
            yield create if url else None
        finally:
            cluster.communicate()  # its input ends, and with it the cluster; it still has something to say
