"""Retrieval by the database's own full-text engine: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL.

Both are given the same terms, made by `search.words`, and both live in the transaction that publishes: what is
live is found at once and in every process, and what is rolled back never is. They only choose the candidates;
`search.ranking` orders them, so that the order does not depend on the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LIMIT = 200
ALL = 400

_COLUMNS = "language, title_terms, key_terms, body_terms"
_INTO = f"INSERT INTO search_fts(rowid, {_COLUMNS}) VALUES (new.id, new.language, new.title_terms, new.key_terms, new.body_terms);"  # noqa: S608 - constants
_OUT_OF = f"INSERT INTO search_fts(search_fts, rowid, {_COLUMNS}) VALUES ('delete', old.id, old.language, old.title_terms, old.key_terms, old.body_terms);"  # noqa: S608 - constants
_CREATE = {
    "sqlite": [
        f"""CREATE VIRTUAL TABLE search_fts USING fts5(
            {_COLUMNS}, content='search_indexeddocument', content_rowid='id', tokenize='ascii', detail=column)""",
        f"CREATE TRIGGER search_fts_insert AFTER INSERT ON search_indexeddocument BEGIN {_INTO} END",
        f"CREATE TRIGGER search_fts_delete AFTER DELETE ON search_indexeddocument BEGIN {_OUT_OF} END",
        f"CREATE TRIGGER search_fts_update AFTER UPDATE ON search_indexeddocument BEGIN {_OUT_OF} {_INTO} END",
    ],
    "postgresql": [
        """ALTER TABLE search_indexeddocument ADD COLUMN tokens tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', title_terms), 'A')
            || setweight(to_tsvector('simple', key_terms), 'B')
            || setweight(to_tsvector('simple', body_terms), 'D')) STORED""",
        """ALTER TABLE search_indexeddocument ADD COLUMN heads tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', title_terms), 'A')
            || setweight(to_tsvector('simple', key_terms), 'B')) STORED""",
        "CREATE INDEX search_tokens ON search_indexeddocument USING gin (tokens)",
        "CREATE INDEX search_heads ON search_indexeddocument USING gin (heads)",
    ],
}
_DROP = {
    "sqlite": [
        "DROP TRIGGER search_fts_insert",
        "DROP TRIGGER search_fts_delete",
        "DROP TRIGGER search_fts_update",
        "DROP TABLE search_fts",
    ],
    "postgresql": ["ALTER TABLE search_indexeddocument DROP COLUMN tokens, DROP COLUMN heads"],
}
_FOUND = """SELECT d.id, d.kind, d.slug, d.path, d.title, d.keywords, d.messages, d.rank, d.title_terms, d.key_terms, d.body_terms
    FROM search_indexeddocument d JOIN ("""
# Where to look: everywhere, or in titles, keywords and messages alone.
_MATCHING = {
    "sqlite": "SELECT rowid AS id FROM search_fts WHERE search_fts MATCH %s",
    "postgresql": "SELECT id FROM search_indexeddocument, CAST(%s AS tsquery) query WHERE {where} @@ query AND language = %s",
}
_BEST_FIRST = {
    "sqlite": "ORDER BY bm25(search_fts, 0, 5, 4, 1), rowid",
    "postgresql": "ORDER BY ts_rank('{{0.2, 0.4, 0.8, 1.0}}', {where}, query, 1) DESC, id",
}
_EVERYWHERE = {"sqlite": "{title_terms key_terms body_terms}", "postgresql": "tokens"}
_HEADS = {"sqlite": "{title_terms key_terms}", "postgresql": "heads"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may answer a query, with its terms. `keywords` and `messages` are JSON text."""

    id: int
    kind: str
    slug: str
    path: str
    title: str
    keywords: str
    messages: str
    rank: int | None
    title_terms: str
    key_terms: str
    body_terms: str


def create(editor: BaseDatabaseSchemaEditor) -> None:
    """Set the engine up beside the table of documents; for the migration."""
    for statement in _CREATE[editor.connection.vendor]:
        editor.execute(statement)


def drop(editor: BaseDatabaseSchemaEditor) -> None:
    """The inverse of `create`."""
    for statement in _DROP[editor.connection.vendor]:
        editor.execute(statement)


def best_with_all(language: str, items: Sequence[Iterable[Sequence[str]]]) -> list[Candidate]:
    """The best documents that have every item; of an item any alternative, of an alternative every term."""
    wanted = [_join("or", [_join("and", terms) for terms in item]) for item in items]
    return _find(language, _join("and", wanted), _EVERYWHERE, _BEST_FIRST[connection.vendor], LIMIT)


def best_heads(language: str, item: Iterable[Sequence[str]]) -> list[Candidate]:
    """The best documents that have the item in their titles, keywords or messages; for the commonest words."""
    wanted = _join("or", [_join("and", terms) for terms in item])
    return _find(language, wanted, _HEADS, _BEST_FIRST[connection.vendor], LIMIT)


def best_with_any(language: str, terms: Iterable[str]) -> list[Candidate]:
    """The best documents that have any of `terms`."""
    return _find(language, _join("or", terms), _EVERYWHERE, _BEST_FIRST[connection.vendor], LIMIT)


def all_with_any(language: str, terms: Iterable[str]) -> list[Candidate] | None:
    """All documents that have any of `terms`, if they are not too many to be ranked; cheaper than the best."""
    found = _find(language, _join("or", terms), _EVERYWHERE, "", ALL + 1)
    return found if len(found) <= ALL else None


def _join(operator: str, parts: Iterable[str]) -> str:
    """`parts` (terms, or what this returned) as one expression of the engine's language."""
    signs = {"sqlite": {"and": " AND ", "or": " OR "}, "postgresql": {"and": " & ", "or": " | "}}
    quote = {"sqlite": '"', "postgresql": "'"}[connection.vendor]
    # A term is letters and digits: there is nothing in it to escape.
    joined = signs[connection.vendor][operator].join(
        part if part.startswith(("(", quote)) else f"{quote}{part}{quote}" for part in parts
    )
    return f"({joined})"


def _find(language: str, expression: str, places: dict[str, str], order: str, limit: int) -> list[Candidate]:
    where = places[connection.vendor]
    matching = f"{_MATCHING[connection.vendor]} {order} LIMIT %s"
    if connection.vendor == "sqlite":
        values: list[str | int] = [f'language : "{language}" AND {where} : {expression}', limit]
    else:
        values = [expression, language, limit]
        matching = matching.format(where=where)
    with connection.cursor() as cursor:
        cursor.execute(f"{_FOUND}{matching}) found ON d.id = found.id", values)
        return [Candidate(*row) for row in cursor.fetchall()]
