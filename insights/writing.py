"""Adds counts to the database: rows that are there grow, the others are made.

Django's `bulk_create(update_conflicts=…)` can replace a number but not add to it, hence a statement of our own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction

from insights.models import EntryCount, SearchCount, StepCount

Table = type[StepCount] | type[EntryCount] | type[SearchCount]
# The table, then the values of its `KEY`.
Key = tuple[Any, ...]

SEARCHES_A_DAY = 2000  # different texts that are kept; whatever strangers type, the table stays small
_ROWS_AT_ONCE = 500


@transaction.atomic
def write(counts: Mapping[Key, int], day: date) -> None:
    """Add `counts` to those of `day`, all or nothing."""
    tables: dict[Table, dict[Key, int]] = defaultdict(dict)
    for (table, *key), n in counts.items():
        tables[table][tuple(key)] = n
    if SearchCount in tables:
        tables[SearchCount] = _bounded(tables[SearchCount], day)
    for table, rows in tables.items():
        # Always in the same order, so that two processes never wait for each other in a circle.
        ordered = sorted(rows.items())
        for first in range(0, len(ordered), _ROWS_AT_ONCE):
            _add(table, ordered[first : first + _ROWS_AT_ONCE], day)


def _add(table: Table, rows: Iterable[tuple[Key, int]], day: date) -> None:
    name = connection.ops.quote_name(table._meta.db_table)
    columns = ("day", *table.KEY)
    written_day = connection.ops.adapt_datefield_value(day)
    values: list[Any] = [value for key, n in rows for value in (written_day, *key, n)]
    one = f"({', '.join(['%s'] * (len(columns) + 1))})"
    every = ", ".join([one] * (len(values) // (len(columns) + 1)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({', '.join(columns)}, n) VALUES {every} "  # noqa: S608 - names of our own columns
            f"ON CONFLICT ({', '.join(columns)}) DO UPDATE SET n = {name}.n + excluded.n",
            values,
        )


def _bounded(searches: dict[Key, int], day: date) -> dict[Key, int]:
    """`searches` with new texts beyond the day's bound put together under the empty text."""
    today = SearchCount.objects.filter(day=day)
    room = SEARCHES_A_DAY - today.count()
    if len(searches) <= room:
        return searches
    texts = list({text for _language, text, _found in searches})
    known = set(today.filter(text__in=texts).values_list("text", flat=True))
    bounded: dict[Key, int] = defaultdict(int)
    for (language, text, found), n in searches.items():
        if text not in known and text:
            text = text if room > 0 else ""
            room -= 1
        bounded[language, text, found] += n
    return bounded
