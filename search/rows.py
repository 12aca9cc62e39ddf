"""Documents as the index holds them: a row in each language, and how its words are said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ground.text import LANGUAGES, Text
from search.documents import Document
from search.models import IndexedDocument
from search.words import Word, spoken, terms, words

# How something is said, and how it is written.
Said = tuple[str, str]


def rows_of(owner: str, documents: Iterable[Document]) -> Iterator[tuple[IndexedDocument, set[Said]]]:
    """Each of `documents` in each language, not saved, with how its words are said."""
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
