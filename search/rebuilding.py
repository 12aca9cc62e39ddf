"""Building the index anew, beside a site that goes on reading it and publishing into it.

All work is done on a snapshot, which keeps nobody waiting. What differs is written in one short transaction: readers have
the whole old index until they have the whole new one. What somebody published in between is in the index already, and
newer than the snapshot, so it stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from ground.snapshot import snapshot
from search.counts import BATCH, Counts, lock_index
from search.documents import live_documents
from search.index import Change, Fresh, difference, write
from search.models import IndexedDocument, Reading
from search.rows import rows_of

# The keys of the rows of each owner: as long as they are the same, its rows are, too.
Held = Mapping[str, frozenset[int]]


@dataclass(slots=True)
class _Plan:
    """The way from what the index held to what it should hold."""

    held: Held
    changes: dict[str, Change] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    unknown_readings: list[int] = field(default_factory=list)


def rebuild() -> int:
    """Build the index anew from everything that is live. Returns how many documents there are."""
    with snapshot():
        plan = _planned()
    return _carried_out(plan)


def _planned() -> _Plan:
    plan = _Plan(_held())
    lost = set(plan.held)
    owners = ((owner, list(rows_of(owner, documents))) for owner, documents in live_documents())
    while batch := dict(islice(owners, BATCH)):
        _compare(plan, batch)
        lost -= batch.keys()
    _compare(plan, dict.fromkeys(lost, []))
    plan.unknown_readings = plan.counts.subtract_stored()
    return plan


def _compare(plan: _Plan, wanted: Mapping[str, list[Fresh]]) -> None:
    """Note what is to be done for the owners of `wanted`, and count what they will have."""
    standing: defaultdict[str, list[IndexedDocument]] = defaultdict(list)
    for row in _rows_of(sorted(wanted)):
        standing[row.owner].append(row)
    for owner, fresh in wanted.items():
        for row, readings in fresh:
            plan.counts.count(row, readings)
        change = difference(standing[owner], fresh)
        if change.gone or change.fresh:
            plan.changes[owner] = change


def _rows_of(owners: list[str]) -> Iterator[IndexedDocument]:
    for start in range(0, len(owners), BATCH):
        yield from IndexedDocument.objects.filter(owner__in=owners[start : start + BATCH])


@transaction.atomic
def _carried_out(plan: _Plan) -> int:
    lock_index()
    now = _held()
    for owner in [owner for owner in plan.changes if now.get(owner) != plan.held.get(owner)]:
        newer = plan.changes.pop(owner)
        for row, _readings in newer.fresh:
            plan.counts.forget(row)
        for row in newer.gone:
            plan.counts.count(row, ())
    if now == plan.held:  # otherwise somebody may have come to know them
        _forget(plan.unknown_readings)
    write(plan.changes.values())
    plan.counts.write()
    return IndexedDocument.objects.count()


def _forget(readings: list[int]) -> None:
    for start in range(0, len(readings), BATCH):
        Reading.objects.filter(pk__in=readings[start : start + BATCH]).delete()


def _held() -> Held:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for owner, pk in IndexedDocument.objects.order_by().values_list("owner", "pk"):
        found[owner].add(pk)
    return {owner: frozenset(keys) for owner, keys in found.items()}
