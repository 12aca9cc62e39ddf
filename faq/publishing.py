"""Putting entries before customers: one transaction, one immutable revision each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from faq.article import Article
from faq.compiler import compile_entry
from faq.findable import index_entry
from faq.markdown import render, render_inline
from faq.models import Entry, EntryAlias, EntryRevision
from faq.validation import ArticleProblem, article_problems
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


@transaction.atomic
def publish_entry(entry: Entry, *, author: User | None, note: str = "") -> EntryRevision:
    """Make the draft of `entry` what customers read; the live revision itself when nothing has changed.

    Raises EntryNotPublishable when a text is missing or a link cannot work.
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("live", "category").get(pk=entry.pk)
    article = compile_entry(entry)
    if found := list(article_problems(article, HELPERS)):
        raise EntryNotPublishable(article.slug, found)
    return _make_live(entry, rendered(article), author, note)


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
    """Publish an old revision of an entry anew; its draft stays as it is."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("live").get(pk=revision.entry_id)
    content = rendered(Article.from_dict(revision.content))
    return _make_live(entry, content, author, restoring(revision.number))


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

    Raises StillNeeded when a live answer would be left with nothing to show; all of them stay then.
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
