"""Between an entry's rows and its value: `compile_entries` reads, `write_article` writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from faq.article import TEXTS, Article
from faq.models import Category, Entry, EntryAlias, RelatedEntry
from ground.text import LANGUAGES, Text, tidy

_SAME = (
    "keywords_ja", "keywords_en", "phrases", "helper", "most_asked", "facts_as_of",
    "last_checked", "next_check", "source", "editor_note",
)  # fmt: skip


def compile_entry(entry: Entry) -> Article:
    """The draft of `entry` as a value; up to three queries."""
    values: dict[str, Any] = {name: Text.of(entry, name) for name in TEXTS}
    values |= {name: _frozen(getattr(entry, name)) for name in _SAME}
    return Article(
        slug=entry.slug,
        category=entry.category.slug,
        **values,
        related=tuple(row.other.slug for row in entry.related_rows.all()),
        aliases=tuple(alias.slug for alias in entry.aliases.all()),
    )


def compile_entries(slugs: Iterable[str]) -> dict[str, Article]:
    """The drafts of the entries of these slugs; four queries."""
    rows = Entry.objects.filter(slug__in=list(slugs)).select_related("category")
    return {row.slug: compile_entry(row) for row in rows.prefetch_related("related_rows__other", "aliases")}


@transaction.atomic
def write_article(article: Article) -> Entry:
    """Create or change the draft rows of `article`; customers see it once it is published.

    Its category must exist. Related entries are left to `write_related`, since they may come later.
    """
    entry = Entry.objects.select_for_update().filter(slug=article.slug).first() or Entry(slug=article.slug)
    entry.category = Category.objects.get(slug=article.category)
    for name in TEXTS:
        for language in LANGUAGES:
            setattr(entry, f"{name}_{language}", getattr(getattr(article, name), language))
    for name in _SAME:
        value = getattr(article, name)
        setattr(entry, name, list(value) if isinstance(value, tuple) else value)
    if entry.most_asked is not None:
        Entry.objects.filter(most_asked=entry.most_asked).exclude(pk=entry.pk).update(most_asked=None)
    entry.save()
    entry.aliases.exclude(slug__in=article.aliases).delete()
    for slug in article.aliases:
        EntryAlias.objects.update_or_create(slug=slug, defaults={"entry": entry})
    return entry


@transaction.atomic
def write_related(article: Article) -> None:
    """Name the related entries of `article`, in its order; all of them must exist."""
    entry = Entry.objects.get(slug=article.slug)
    others = {other.slug: other for other in Entry.objects.filter(slug__in=article.related)}
    entry.related_rows.all().delete()
    RelatedEntry.objects.bulk_create(
        RelatedEntry(entry=entry, other=others[slug], position=number)
        for number, slug in enumerate(article.related)
    )


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(tidy(str(item)) for item in value)
    return tidy(value) if isinstance(value, str) else value
