"""The counts beside the rows of the index: known words, readings and lengths; and the lock of whoever writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from ground.text import LANGUAGES
from search.models import IndexedDocument, IndexState, Reading, Vocable
from search.rows import Said
from search.words import runs

BATCH = 500
LONGEST = 200
_LENGTHS = ("documents", "title_length", "body_length")

# SQLite and PostgreSQL say it alike; the ORM cannot add to a row that is there already.
_ADD = """INSERT INTO search_vocable (language, text, head, tail, documents) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (language, text) DO UPDATE SET documents = search_vocable.documents + excluded.documents"""


def lock_index() -> None:
    """Wait until nobody else writes to the index, and let nobody else until the transaction ends.

    Readers do not wait. Whoever locks rows of content as well locks those first.
    """
    rows = IndexState.objects.select_for_update().order_by("language")
    if len(rows) < len(LANGUAGES):
        new = [IndexState(language=language) for language in sorted(LANGUAGES)]
        IndexState.objects.bulk_create(new, ignore_conflicts=True)
        list(rows.all())


class Counts:
    """How the known words, the readings and the lengths change with the documents that come and go."""

    def __init__(self) -> None:
        self._vocables: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
        self._state = {language: Counter(dict.fromkeys(_LENGTHS, 0)) for language in LANGUAGES}
        self._readings: set[Said] = set()

    def count(self, row: IndexedDocument, readings: Iterable[Said]) -> None:
        """`row` comes, with how its words are said."""
        self._add(row, 1)
        self._readings.update((said[:LONGEST], word[:LONGEST]) for said, word in readings if said != word)

    def forget(self, row: IndexedDocument) -> None:
        """`row` goes."""
        self._add(row, -1)

    def _add(self, row: IndexedDocument, step: int) -> None:
        title, body = row.title_terms.split(), row.body_terms.split()
        known = {
            *title,
            *body,
            *row.key_terms.split(),
            *runs("\n".join([row.title, row.body, *row.keywords])),
        }
        self._vocables[row.language].update(dict.fromkeys(known, step))
        change = (step, step * len(title), step * len(body))
        self._state[row.language].update(dict(zip(_LENGTHS, change, strict=True)))

    def subtract_stored(self) -> list[int]:
        """Take away what the database counts already, so that `write` makes it what is counted here.

        Returns the keys of the readings that nobody counted.
        """
        for state in IndexState.objects.all():
            for name in _LENGTHS:
                self._state[state.language][name] -= getattr(state, name)
        vocables = Vocable.objects.order_by().values_list("language", "text", "documents")
        for language, text, documents in vocables.iterator():
            self._vocables[language][text] -= documents
        unknown = []
        for pk, *reading in Reading.objects.order_by().values_list("pk", "text", "term").iterator():
            if (said := tuple(reading)) in self._readings:
                self._readings.remove(said)
            else:
                unknown.append(pk)
        return unknown

    def write(self) -> None:
        """Put it into the database, whose index is locked."""
        for language in LANGUAGES:
            if any(self._state[language].values()):
                IndexState.objects.filter(language=language).update(
                    **{name: F(name) + step for name, step in self._state[language].items()}
                )
            self._write_vocables(language)
        fresh = [Reading(text=said, head=said[:2], term=word) for said, word in sorted(self._readings)]
        Reading.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)

    def _write_vocables(self, language: str) -> None:
        steps = sorted((text, step) for text, step in self._vocables[language].items() if step)
        rows = [(language, text, text[:2], text[-2:], step) for text, step in steps if len(text) <= LONGEST]
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)
        gone = [text for text, step in steps if step < 0]
        for start in range(0, len(gone), BATCH):
            chosen = Vocable.objects.filter(language=language, text__in=gone[start : start + BATCH])
            chosen.filter(documents__lte=0).delete()
