"""Databases that are made from a template, one for each chapter: what a hostile form stores meets no other."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from tests.faults.cluster import Cluster

TEMPLATE = "template"


class Databases(Protocol):
    """Where databases are kept; a `name` is what Django's settings call `NAME`."""

    def url(self, database: str) -> str:
        """What `DATABASE_URL` says of it."""

    def copy(self, database: str) -> str:
        """A new one like the template; its name."""

    def drop(self, name: str) -> None:
        """Take it away."""


class Files:
    """SQLite, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, database: str) -> Path:
        return self._folder / f"{database}.sqlite3"

    def url(self, database: str) -> str:
        """What `DATABASE_URL` says of it."""
        return f"sqlite:///{self._path(database)}"

    def copy(self, database: str) -> str:
        """A new one like the template, which nobody has open; its name."""
        return str(shutil.copy(self._path(TEMPLATE), self._path(database)))

    def drop(self, name: str) -> None:
        """Take it away, with what SQLite keeps beside it."""
        for end in ("", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)


class Postgres:
    """PostgreSQL of our own."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        cluster.sql("postgres", f"CREATE DATABASE {TEMPLATE}")

    def url(self, database: str) -> str:
        """What `DATABASE_URL` says of it."""
        return self._cluster.url(database)

    def copy(self, database: str) -> str:
        """A new one like the template, which nobody has open; its name."""
        self._cluster.copy(TEMPLATE, database)
        return database

    def drop(self, name: str) -> None:
        """Take it away, whoever still looks at it."""
        with suppress(Exception):
            self._cluster.sql("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')
