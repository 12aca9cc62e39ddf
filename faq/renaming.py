"""Giving an entry another slug: the old one is kept, so that its links go on working."""

from __future__ import annotations

from django.db import transaction

from faq.findable import index_entry
from faq.models import Entry, EntryAlias
from ground.fields import SlugTaken


def require_free_entry_slug(slug: str, entry: Entry) -> None:
    """Raises SlugTaken when another entry has, or had, `slug`; `entry` may be one that is not saved yet."""
    others = Entry.objects.exclude(pk=entry.pk)
    if owner := others.filter(slug=slug).first() or others.filter(aliases__slug=slug).first():
        raise SlugTaken(slug, owner)


@transaction.atomic
def rename_entry(entry: Entry, slug: str) -> None:
    """Give `entry` the slug `slug`, at once and for customers too; its old slug redirects from then on.

    Raises SlugTaken when another entry has, or had, it.
    """
    if slug == entry.slug:
        return
    require_free_entry_slug(slug, entry)
    entry.aliases.filter(slug=slug).delete()
    EntryAlias.objects.create(slug=entry.slug, entry=entry)
    entry.slug = slug
    entry.save(update_fields=["slug"])
    index_entry(entry)
