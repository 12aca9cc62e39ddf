"""Adds counts to the database: rows that are there grow, the others are made.

Django's `bulk_create(update_conflicts=…)` can replace a number but not add to it, hence a statement of our own.

Processes write at the same time. Whoever writes takes tables by their names, then rows by their keys (by Python's order,
whatever the database's is), and texts of searches one writer after the other: nobody waits for another in a circle.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction

from insights.models import EntryCount, SearchCount, StepCount

T = TypeVar("T")
Table = type[StepCount] | type[EntryCount] | type[SearchCount]
# The table, then the values of its `KEY`.
Key = tuple[Any, ...]

SEARCHES_A_DAY = 2000  # different texts that are kept; whatever strangers type, the table stays small
_ROWS_AT_ONCE = 500
# What PostgreSQL says of a transaction it ended for another's sake: serialization failure, deadlock. A lock that was not
# had in time is none of these: who waited once for it waits no longer here, but writes with the next counts.
_IN_THE_WAY = {"40001", "40P01"}
_PAUSES = (0.05, 0.2, 0.5, 1)  # seconds, about, until it is tried again
_SEARCHES = 5_290_173_812_406_113_001  # the name of a lock of PostgreSQL; any number that nobody else takes


class KnownSearch:
    """In a key in the place of `SearchCount`: a search that brings in no new text.

    Where its text was not searched for before on the day, it counts under the empty one.
    """


def write(counts: Mapping[Key, int], day: date) -> None:
    """Add `counts` to those of `day`, all or nothing.

    Raises Django's OperationalError or InterfaceError when the database cannot be reached or does not take them now.
    """
    in_turn(lambda: _write(counts, day))


def catch_all(key: Key) -> Key | None:
    """The key under which something counts for which there is no room of its own; None where there is none."""
    table, *values = key
    if table in (SearchCount, KnownSearch):
        language, _text, found = values
        return (SearchCount, language, "", found)
    return None


def in_turn(act: Callable[[], T]) -> T:
    """What `act` returns, a transaction that writes counts; done again, after a pause, where others are in its way.

    Within a transaction it is done once: only the whole can be done again.
    """
    for pause in () if connection.in_atomic_block else _PAUSES:
        try:
            with transaction.atomic():
                return act()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in _IN_THE_WAY:
                raise
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - so that two do not meet again
    with transaction.atomic():
        return act()


def hold_searches() -> None:
    """Wait until nobody else changes which texts are kept, and have nobody do so until the transaction ends."""
    if connection.vendor == "postgresql":  # SQLite lets one transaction write at a time
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEARCHES])


def _write(counts: Mapping[Key, int], day: date) -> None:
    tables: dict[Table, dict[Key, int]] = defaultdict(dict)
    known_searches: dict[Key, int] = {}
    for (table, *key), n in counts.items():
        rows = known_searches if table is KnownSearch else tables[table]
        rows[tuple(key)] = n
    if known_searches:
        tables.setdefault(SearchCount, {})
    for table in sorted(tables, key=lambda table: table._meta.db_table):
        if table is SearchCount:
            _add_searches(tables[table], known_searches, day)
        else:
            _add(table, tables[table], day)


def _add(table: Table, rows: Mapping[Key, int], day: date) -> None:
    ordered = sorted(rows.items())
    for first in range(0, len(ordered), _ROWS_AT_ONCE):
        _add_at_once(table, ordered[first : first + _ROWS_AT_ONCE], day)


def _add_at_once(table: Table, rows: Iterable[tuple[Key, int]], day: date) -> None:
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


def _add_searches(searches: Mapping[Key, int], known_searches: Mapping[Key, int], day: date) -> None:
    """Add both, and see to it that the day has no more than `SEARCHES_A_DAY` different texts."""
    hold_searches()
    rows = defaultdict(int, searches)
    today = SearchCount.objects.filter(day=day)
    known = {text for _language, text, _found in searches}
    if known_searches:
        texts = {text for _language, text, _found in known_searches}
        known.update(today.filter(text__in=texts).values_list("text", flat=True))
    for (language, text, found), n in known_searches.items():
        rows[language, text if text in known else "", found] += n
    _add(SearchCount, rows, day)
    if today.exclude(text="").count() > SEARCHES_A_DAY:
        _fold(day)


def _fold(day: date) -> None:
    """Put texts of `day` together under the empty one, all but the most searched and the newest, half each.

    So a flood of texts is washed out by what comes after it, and never takes the place of what many search for.
    """
    rows = list(SearchCount.objects.filter(day=day).exclude(text="").order_by("-pk"))
    newest = SEARCHES_A_DAY - SEARCHES_A_DAY // 2
    older = sorted(rows[newest:], key=lambda row: -row.n)
    folded = older[SEARCHES_A_DAY - newest :]
    sums: dict[Key, int] = defaultdict(int)
    for row in folded:
        sums[row.language, "", row.found] += row.n
    for first in range(0, len(folded), _ROWS_AT_ONCE):
        SearchCount.objects.filter(pk__in=[row.pk for row in folded[first : first + _ROWS_AT_ONCE]]).delete()
    _add(SearchCount, sums, day)
