"""Keeping the index: `put` replaces what an owner has in it, `rebuild` makes all of it anew.

Both leave the rows, the counts of words and the engine agreeing with each other, in one transaction. What one
edit costs depends on the edited document, not on how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction
from django.db.models import F

from ground.text import LANGUAGES, Text
from search.documents import Document, live_documents
from search.models import IndexedDocument, IndexState, Reading, Vocable
from search.words import Word, runs, spoken, terms, words

# How something is said, and how it is written.
Said = tuple[str, str]

_BATCH = 500
_COLUMNS = [
    "path", "title", "body", "keywords", "messages", "rank", "title_terms", "key_terms", "body_terms", "title_places", "body_places",
]  # fmt: skip

# SQLite and PostgreSQL say it alike; the ORM cannot add to a row that is there already.
_ADD = """INSERT INTO search_vocable (language, text, head, tail, documents) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (language, text) DO UPDATE SET documents = search_vocable.documents + excluded.documents"""


@transaction.atomic
def put(owner: str, documents: Sequence[Document]) -> None:
    """Make `documents` what `owner` has in the index; an empty list takes it out."""
    before = {(row.kind, row.slug, row.language): row for row in IndexedDocument.objects.filter(owner=owner)}
    counts = _Counts()
    new, changed = [], []
    for row, readings in _rows(owner, documents):
        old = before.pop((row.kind, row.slug, row.language), None)
        if old and all(getattr(old, column) == getattr(row, column) for column in _COLUMNS):
            continue
        counts.count(row, readings)
        if old:
            counts.forget(old)
            row.pk = old.pk
            changed.append(row)
        else:
            new.append(row)
    for old in before.values():
        counts.forget(old)
    IndexedDocument.objects.filter(pk__in=[old.pk for old in before.values()]).delete()
    for row in changed:
        row.save(update_fields=_COLUMNS)
    IndexedDocument.objects.bulk_create(new, batch_size=_BATCH)
    counts.write()


@transaction.atomic
def rebuild() -> int:
    """Build the index anew from everything that is live. Returns how many documents there are."""
    for model in (IndexedDocument, Vocable, Reading):
        model._default_manager.all().delete()
    IndexState.objects.update(documents=0, title_length=0, body_length=0)
    counts = _Counts()
    rows = (
        counts.count(row, readings)
        for owner, documents in live_documents()
        for row, readings in _rows(owner, documents)
    )
    while batch := list(islice(rows, _BATCH)):
        IndexedDocument.objects.bulk_create(batch)
    counts.write()
    return IndexedDocument.objects.count()


def _rows(owner: str, documents: Iterable[Document]) -> Iterable[tuple[IndexedDocument, set[Said]]]:
    for document in documents:
        for language in LANGUAGES:
            yield _row(owner, document, language)


def _row(owner: str, document: Document, language: str) -> tuple[IndexedDocument, set[Said]]:
    """The row of `document` in `language`, and how its words are said.

    What the document says in the other language is found as if it stood in the body: people mix them.
    """
    title, body = document.title.get(language), document.body.get(language)
    own, other = document.keywords_ja, document.keywords_en
    if language != "ja":
        own, other = other, own
    keys = "\n".join([*own, *document.messages])
    title_words, body_words, key_words = _meant(title), _meant(body), _meant(keys)
    beside = terms("\n".join([document.aside.get(language), _other(document.title, language), *other]))
    row = IndexedDocument(
        owner=owner,
        kind=document.kind,
        slug=document.slug,
        language=language,
        path=document.path,
        title=title,
        body=body,
        keywords=list(own),
        messages=list(document.messages),
        rank=document.rank,
        title_terms=" ".join(_terms(title_words)),
        key_terms=" ".join(_terms(key_words)),
        body_terms=" ".join([*_terms(body_words), *beside]),
        title_places=_places(title_words),
        body_places=_places(body_words),
    )
    return row, {
        *_said(title, title_words, shortest=2),
        *_said(keys, key_words, shortest=2),
        *_said(body, body_words, shortest=3),
        *((spoken(key), key) for key in own if not key.isascii()),
    }


def _said(text: str, found: list[Word], shortest: int) -> Iterator[Said]:
    """How the words of `text` are said; short verbs and short words of the body sound like too much."""
    for word in found:
        if len(word.reading) >= (max(shortest, 3) if word.weak else shortest) and not word.term.isascii():
            yield word.reading, text[word.start : word.end]


def _meant(text: str) -> list[Word]:
    return [word for word in words(text) if not word.filler]


def _terms(found: list[Word]) -> Iterator[str]:
    """The terms of the words, and what they are without their numbers and prefixes."""
    return (term for word in found for term in (word.term, word.base) if term)


def _other(text: Text, language: str) -> str:
    return text.ja if language == "en" else text.en


def _places(found: list[Word]) -> str:
    """Where each of their terms stands."""
    return " ".join(f"{word.start}-{word.end}" for word in found for term in (word.term, word.base) if term)


class _Counts:
    """How the known words, the readings and the lengths change with the documents that come and go."""

    def __init__(self) -> None:
        self._vocables: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
        self._state: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
        self._readings: set[Said] = set()

    def count(self, row: IndexedDocument, readings: Iterable[Said]) -> IndexedDocument:
        """`row` comes, with how its words are said. Returns the row."""
        self._add(row, 1)
        self._readings.update((said, written) for said, written in readings if said != written)
        return row

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
        change = {"documents": step, "title_length": step * len(title), "body_length": step * len(body)}
        self._state[row.language].update(change)

    def write(self) -> None:
        """Put it into the database; rows are touched in one order, so that two writers cannot block each other."""
        for language in LANGUAGES:
            if any(change := self._state[language].values()) or change:
                IndexState.objects.get_or_create(language=language)
                IndexState.objects.filter(language=language).update(
                    **{name: F(name) + step for name, step in self._state[language].items()}
                )
            self._write_vocables(language)
        fresh = [
            Reading(text=said[:200], head=said[:2], term=written[:200])
            for said, written in sorted(self._readings)
        ]
        Reading.objects.bulk_create(fresh, batch_size=_BATCH, ignore_conflicts=True)

    def _write_vocables(self, language: str) -> None:
        steps = sorted((text, step) for text, step in self._vocables[language].items() if step)
        rows = [(language, text, text[:2], text[-2:], step) for text, step in steps if len(text) <= 200]
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)
        gone = [text for text, step in steps if step < 0]
        for start in range(0, len(gone), _BATCH):
            chosen = Vocable.objects.filter(language=language, text__in=gone[start : start + _BATCH])
            chosen.filter(documents__lte=0).delete()
