"""Lookups for constraints that any program understands which opens the database.

Django's `regex` calls, on SQLite, a function that only Django's own connections have: nothing else can write a row to a
table with such a constraint, so a dump is restored without its rows. These two are written in plain SQL, and mean the
same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, Iterable[Any]]


class _Plain(Lookup):
    """What SQLite's GLOB and a regular expression of PostgreSQL can both say of a whole text.

    `globs` and `pattern` say it of the text on the right. GLOB reads up to a NUL, so there must be none.
    """

    prepare_rhs = False

    def globs(self) -> tuple[tuple[str, str], ...]:
        """All the comparisons with GLOB."""
        raise NotImplementedError

    def pattern(self) -> str:
        """The regular expression between `^` and `$`."""
        raise NotImplementedError

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """All of the comparisons, and no NUL."""
        left, values = self.process_lhs(compiler, connection)
        parts = [f"{left} {operator} %s" for operator, _glob in self.globs()]
        given = [value for _operator, glob in self.globs() for value in (*values, glob)]
        return f"({' AND '.join(parts)} AND instr({left}, char(0)) = 0)", [*given, *values]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """A regular expression for the whole text."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left}::text ~ %s", [*values, f"^{self.pattern()}$"]


@CharField.register_lookup
class Only(_Plain):
    """At least one character, and each of those named, such as `a-z0-9-`."""

    lookup_name = "only"

    def globs(self) -> tuple[tuple[str, str], ...]:
        """One of them at the beginning, and nowhere another."""
        return ("GLOB", f"[{self.rhs}]*"), ("NOT GLOB", f"*[^{self.rhs}]*")

    def pattern(self) -> str:
        """One or more of them."""
        return f"[{self.rhs}]+"


@CharField.register_lookup
class Shape(_Plain):
    """One character after the other, each itself or one of several, such as `[0-9][0-9]:00`."""

    lookup_name = "shape"

    def globs(self) -> tuple[tuple[str, str], ...]:
        """GLOB says it so, too."""
        return (("GLOB", str(self.rhs)),)

    def pattern(self) -> str:
        """And so do regular expressions."""
        return str(self.rhs)
