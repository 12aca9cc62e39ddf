"""The entries as search finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faq.article import Article
from faq.models import Entry
from ground.text import LANGUAGES, Text
from search.documents import Document, plain
from search.index import put


def index_entry(entry: Entry) -> None:
    """Let search know `entry` as customers read it now, under today's slug."""
    put(_owner(entry.pk), [_document(entry.slug, entry.live.content)] if entry.live else [])


def live_entries() -> Iterator[tuple[str, list[Document]]]:
    """All live entries, each under its owner."""
    rows = Entry.objects.published().order_by("pk").values_list("pk", "slug", "live__content")
    for pk, slug, content in rows.iterator(chunk_size=500):
        yield _owner(pk), [_document(slug, content)]


def _owner(pk: int) -> str:
    return f"entry {pk}"


def _document(slug: str, content: Mapping[str, Any]) -> Document:
    article = Article.from_dict(content)
    return Document(
        kind="entry",
        slug=slug,
        path=f"faq/entry/{slug}/",
        title=article.title,
        body=Text(**{code: plain(content["html"][code]) for code in LANGUAGES}),
        aside=Text(**{code: plain(content["notice_html"][code]) for code in LANGUAGES}),
        keywords_ja=article.keywords_ja,
        keywords_en=article.keywords_en,
        messages=article.phrases,
        rank=article.most_asked,
    )
