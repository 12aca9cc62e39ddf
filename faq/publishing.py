"""Putting entries before customers: one transaction, one immutable revision each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from faq.article import Article
from faq.compiler import compile_entry
from faq.findable import index_entry
from faq.links import Places, named_in, published_guides
from faq.markdown import render, render_inline
from faq.models import Entry, EntryAlias, EntryRevision
from faq.validation import ArticleProblem, article_problems, blocking, markdown_of
from ground.append_only import restoring
from ground.needs import require_unneeded
from ground.text import LANGUAGES
from tools.registry import HELPERS

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class EntryNotPublishable(Exception):
    """What stands in the way: `found`, and the same as English sentences in `problems`."""

    def __init__(self, slug: str, found: list[ArticleProblem]) -> None:
        self.found = found
        self.problems = [f"{slug}: {problem}" for problem in found]
        super().__init__(" ".join(self.problems))


def rendered(article: Article) -> dict[str, Any]:
    """`article` as the content of a revision: its plain values and its HTML in both languages."""
    content = article.as_dict()
    content["html"] = {language: render(article.answer.get(language), language) for language in LANGUAGES}
    content["notice_html"] = {
        language: render_inline(article.notice.get(language), language) for language in LANGUAGES
    }
    return content


def published_entries(slugs: Collection[str]) -> set[str]:
    """Those of `slugs` by which a published entry is found, today's or former; two queries, none for no slug."""
    if not slugs:
        return set()
    today = Entry.objects.published().filter(slug__in=slugs).values_list("slug", flat=True)
    former = EntryAlias.objects.filter(slug__in=slugs, entry__live__isnull=False)
    return {*today, *former.values_list("slug", flat=True)}


def places_for(articles: Iterable[Article]) -> Places:
    """What is published of what `articles` link to, as if they were published themselves."""
    articles = list(articles)
    entries, guides = named_in(text for article in articles for text in markdown_of(article))
    own = {slug for article in articles for slug in (article.slug, *article.aliases)}
    return Places({*own, *published_entries(entries - own)}, published_guides(guides))


def problems_of(article: Article, places: Places | None = None) -> list[ArticleProblem]:
    """Everything that keeps `article` from being published, and advice; `places` are looked up unless given."""
    return list(article_problems(article, HELPERS, places or places_for([article])))


@transaction.atomic
def publish_entry(
    entry: Entry, *, author: User | None, note: str = "", places: Places | None = None
) -> EntryRevision:
    """Make the draft of `entry` what customers read; the live revision itself when nothing has changed.

    Raises EntryNotPublishable when a text is missing or a link cannot work; `places` are what it may link to, for
    somebody who publishes more with it.
    """
    entry = _locked(entry.pk)
    article = compile_entry(entry)
    if found := blocking(problems_of(article, places)):
        raise EntryNotPublishable(article.slug, found)
    return _make_live(entry, rendered(article), author, note)


def _locked(pk: int) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",)).select_related("live", "category")
    return rows.order_by("pk").get(pk=pk)


@dataclass
class Published:
    """What became of entries that were to be published together."""

    revisions: list[tuple[Entry, EntryRevision]] = field(default_factory=list)
    refused: list[tuple[Entry, EntryNotPublishable]] = field(default_factory=list)


@transaction.atomic
def publish_entries(entries: Iterable[Entry], *, author: User | None) -> Published:
    """As `publish_entry` for each, but they may link to each other; those that cannot be published are refused."""
    rows = {entry.pk: entry for entry in entries}
    drafts = {pk: compile_entry(_locked(pk)) for pk in sorted(rows)}
    done = Published()
    while True:
        places = places_for(drafts.values())
        found = {pk: problems for pk in drafts if (problems := blocking(problems_of(drafts[pk], places)))}
        for pk, problems in found.items():
            done.refused.append((rows[pk], EntryNotPublishable(drafts.pop(pk).slug, problems)))
        # What was refused is not there for the others to link to.
        if not found:
            break
    for pk in (pk for pk in rows if pk in drafts):
        done.revisions.append((rows[pk], publish_entry(rows[pk], author=author, places=places)))
    return done


class EntryMoved(Exception):
    """Somebody changed the draft, or published, after the editor looked."""


def draft_mark(article: Article, live: int | None) -> str:
    """Stands for a draft beside its live revision: another one means that somebody changed either."""
    text = json.dumps(article.as_dict(), ensure_ascii=False, sort_keys=True)
    return f"{live or 0}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@transaction.atomic
def publish_as_seen(entry: Entry, mark: str, *, author: User | None, note: str = "") -> EntryRevision:
    """As `publish_entry`, of the draft that `mark` stands for. Raises EntryMoved when it is another by now."""
    row = Entry.objects.select_for_update(of=("self",)).select_related("category").get(pk=entry.pk)
    if draft_mark(compile_entry(row), row.live_id) != mark:
        raise EntryMoved
    return publish_entry(row, author=author, note=note)


@transaction.atomic
def restore_entry(revision: EntryRevision, *, author: User | None) -> EntryRevision:
    """Publish an old revision of an entry anew; its draft stays as it is.

    Raises EntryNotPublishable when it could not be published today, such as for a link to what is gone.
    """
    entry = _locked(revision.entry_id)
    article = Article.from_dict(revision.content)
    if found := blocking(problems_of(article)):
        raise EntryNotPublishable(entry.slug, found)
    return _make_live(entry, rendered(article), author, restoring(revision.number))


def same_for_readers(live: EntryRevision, article: Article) -> bool:
    """Whether `live` says what `article` does, but for slugs that were changed since: links to those go on working."""
    content = rendered(article)
    if live.content == content:
        return True
    named = live.content.get("related", [])
    today = dict(EntryAlias.objects.filter(slug__in=named).values_list("slug", "entry__slug"))
    unnamed = {"slug": "", "aliases": []}
    before = {**live.content, "related": [today.get(slug, slug) for slug in named], **unnamed}
    now = {"related": [], **content, **unnamed}
    return bool(before == now)


def _make_live(entry: Entry, content: dict[str, Any], author: User | None, note: str) -> EntryRevision:
    if entry.live and entry.live.content == content:
        return entry.live
    last = EntryRevision.objects.filter(entry=entry).aggregate(last=Max("number"))["last"] or 0
    revision = EntryRevision.objects.create(
        entry=entry,
        number=last + 1,
        content=content,
        facts_as_of=content.get("facts_as_of", ""),
        last_checked=content.get("last_checked", ""),
        note=note,
        author=author,
    )
    revision.is_new = True
    entry.live = revision
    entry.save(update_fields=["live"])
    index_entry(entry)
    return revision


@transaction.atomic
def withdraw_entries(entries: Iterable[Entry]) -> int:
    """Take entries off the site; their drafts and revisions stay. Returns how many were live.

    Raises StillNeeded when a live answer would be left with nothing to show, or when customers are led to one of them
    by a link elsewhere; all of them stay then.
    """
    live = Entry.objects.published().filter(pk__in=[entry.pk for entry in entries])
    withdrawn = list(live.select_for_update().order_by("pk"))
    former = EntryAlias.objects.filter(entry__in=withdrawn).values_list("slug", flat=True)
    require_unneeded("entry", {*(entry.slug for entry in withdrawn), *former})
    live.update(live=None)
    for entry in withdrawn:
        entry.live = None
        index_entry(entry)
    return len(withdrawn)
