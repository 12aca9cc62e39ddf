"""Migrations that the code has and the database lacks, at the cost of one small query."""

from __future__ import annotations

from functools import lru_cache

from django.db import Error, ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Name = tuple[str, str]


def pending_migrations() -> list[Name]:
    """App and name of each. Raises Django's database errors when the database does not answer."""
    try:
        recorded = {*MigrationRecorder(connection).migration_qs.values_list("app", "name")}
    except Error as error:
        if not _has_no_tables(error):
            raise
        recorded = set()
    return [
        name
        for name, replaced in _migrations().items()
        if name not in recorded and not (replaced and replaced <= recorded)
    ]


def _has_no_tables(error: Error) -> bool:
    """Whether the database is there, and empty."""
    return isinstance(error, ProgrammingError) or "no such table" in str(error)


@lru_cache(maxsize=1)
def _migrations() -> dict[Name, set[Name]]:
    """All migrations of the code that runs, each with those it stands for: read once, as the code is."""
    loader = MigrationLoader(None)
    return {name: {*migration.replaces} for name, migration in loader.disk_migrations.items()}
