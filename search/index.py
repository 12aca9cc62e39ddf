"""Keeping the index: `put` replaces what an owner has in it. `search.rebuilding` makes all of it anew.

Rows, counts of words and the engine agree with each other whenever a transaction ends. What one edit costs depends on
the edited document, not on how many there are. A row never changes: what replaces it is another row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from search.counts import BATCH, Counts, lock_index
from search.documents import Document
from search.models import IndexedDocument
from search.rows import Said, rows_of

_COLUMNS = [
    "path", "title", "body", "keywords", "messages", "rank", "title_terms", "key_terms", "body_terms", "title_places", "body_places",
]  # fmt: skip

# A row that is to be, and how its words are said.
Fresh = tuple[IndexedDocument, set[Said]]


@dataclass(frozen=True, slots=True)
class Change:
    """Rows that go, and rows that come in their place."""

    gone: tuple[IndexedDocument, ...]
    fresh: tuple[Fresh, ...]


@transaction.atomic
def put(owner: str, documents: Sequence[Document]) -> None:
    """Make `documents` what `owner` has in the index; an empty list takes it out."""
    fresh = list(rows_of(owner, documents))
    lock_index()
    change = difference(IndexedDocument.objects.filter(owner=owner), fresh)
    counts = Counts()
    for row in change.gone:
        counts.forget(row)
    for row, readings in change.fresh:
        counts.count(row, readings)
    write([change])
    counts.write()


def difference(standing: Iterable[IndexedDocument], fresh: Iterable[Fresh]) -> Change:
    """What makes the rows an owner has those it is to have; rows that say the same stay."""
    before = {(row.kind, row.slug, row.language): row for row in standing}
    new, gone = [], []
    for row, readings in fresh:
        old = before.pop((row.kind, row.slug, row.language), None)
        if old and all(getattr(old, column) == getattr(row, column) for column in _COLUMNS):
            continue
        new.append((row, readings))
        if old:
            gone.append(old)
    return Change((*gone, *before.values()), tuple(new))


def write(changes: Collection[Change]) -> None:
    """Put the changes into the table of rows; the counts are the caller's."""
    gone = [row.pk for change in changes for row in change.gone]
    for start in range(0, len(gone), BATCH):
        IndexedDocument.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    fresh = [row for change in changes for row, _readings in change.fresh]
    IndexedDocument.objects.bulk_create(fresh, batch_size=BATCH)
