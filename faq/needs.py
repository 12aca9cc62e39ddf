"""What the published entries link to: what is asked before an entry or a guide is withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext

from faq.article import Article
from faq.links import named_in
from faq.models import Entry
from faq.validation import markdown_of
from ground.needs import Place


def entries_linking_to_entries(slugs: Collection[str]) -> Iterator[Place]:
    """The published entries, but for those of `slugs`, with a link to one of these."""
    for entry, article in _holding([f"entry:{slug}" for slug in slugs]):
        if entry.slug not in slugs and named_in(markdown_of(article))[0] & set(slugs):
            yield _place(entry)


def entries_linking_to_guides(slugs: Collection[str]) -> Iterator[Place]:
    """The published entries with a link to one of the guides `slugs`, or to a step of it."""
    for entry, article in _holding([f"guide:{slug}" for slug in slugs]):
        if any(flow in slugs for flow, _step in named_in(markdown_of(article))[1]):
            yield _place(entry)


def _holding(links: Collection[str]) -> Iterator[tuple[Entry, Article]]:
    """The published entries in which one of `links` stands somewhere, with what they say."""
    held = Q(pk__in=())
    for link in links:
        held |= Q(stored__contains=link)
    rows = Entry.objects.published().annotate(stored=Cast("live__content", TextField())).filter(held)
    for entry in rows.select_related("live"):
        if entry.live is not None:
            yield entry, Article.from_dict(entry.live.content)


def _place(entry: Entry) -> Place:
    name = gettext("the FAQ entry %(slug)s") % {"slug": entry.slug}
    return Place(name, reverse("admin:faq_entry_change", args=[entry.pk]))
