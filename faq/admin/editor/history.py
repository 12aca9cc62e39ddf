"""The history of an entry: every revision, looked at, compared, restored. Nothing in it can be changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext

from faq.admin.editor.desk import PUBLISH, page, require, restore_and_tell, rows_of, show
from faq.article import Article
from faq.comparison import compare_articles
from faq.compiler import compile_entry
from faq.models import Entry, EntryRevision
from ground.desk import ACTS
from ground.sentences import LANGUAGE_NAMES
from ground.targets import is_key
from ground.text import LANGUAGES

AT_ONCE = 50
DRAFT = "draft"


def urls(model_admin: Any) -> list[URLPattern]:
    """The list, two side by side, a revision."""
    return [
        page(model_admin, "revisions/", "revisions", listing),
        page(model_admin, "revisions/compare/", "compare", comparing),
        page(model_admin, "revisions/<int:number>/", "revision", revision_page, methods=ACTS),
    ]


def listing(request: HttpRequest, entry: Entry) -> HttpResponse:
    """All revisions, the newest first."""
    rows = EntryRevision.objects.filter(entry=entry).select_related("author").defer("content")
    paginator = Paginator(rows.order_by("-number"), AT_ONCE)
    shown = paginator.get_page(request.GET.get("p"))
    numbers = [row.number for row in shown]
    live = entry.live.number if entry.live else None
    context = {
        "shown": shown,
        "live": live,
        "old": live if live in numbers else next(iter(numbers), None),
        "pages": paginator.get_elided_page_range(shown.number),
    }
    return show(request, "history", entry, context, title=gettext("Revisions"))


def _state(entry: Entry, name: str) -> Article | None:
    """The draft, or the revision of that number; None when there is none."""
    if name == DRAFT:
        return compile_entry(entry)
    revision = _revision(entry, int(name)) if is_key(name) else None
    return Article.from_dict(revision.content) if revision else None


def _revision(entry: Entry, number: int) -> EntryRevision | None:
    found = EntryRevision.objects.filter(entry=entry).select_related("author")
    return found.filter(number=number).first() if number < 2**31 else None


def comparing(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Two states of the entry side by side: revisions by number, or the draft."""
    names = [request.GET.get(side, "") for side in ("old", "new")]
    old, new = (_state(entry, name) for name in names)
    if old is None or new is None:
        messages.warning(request, gettext("Choose two revisions to compare."))
        return redirect("admin:faq_entry_revisions", entry.slug)
    context = {"rows": rows_of(compare_articles(old, new)), "old": _name(names[0]), "new": _name(names[1])}
    return show(request, "compare", entry, context, title=gettext("Compare"))


def _name(name: str) -> str:
    if name == DRAFT:
        return gettext("the draft")
    return gettext("revision %(number)s") % {"number": name}


def revision_page(request: HttpRequest, entry: Entry, number: int) -> HttpResponse:
    """A revision as it was published, what restoring it would change, and restoring it (POST)."""
    revision = _revision(entry, number)
    if revision is None:
        text = gettext("There is no revision %(number)s of this entry.")
        messages.warning(request, text % {"number": number})
        return redirect("admin:faq_entry_revisions", entry.slug)
    if request.method == "POST":
        require(request, PUBLISH)
        restore_and_tell(request, entry, revision)
        return redirect("admin:faq_entry_revisions", entry.slug)
    article = Article.from_dict(revision.content)
    live = Article.from_dict(entry.live.content) if entry.live else None
    context = {
        "revision": revision,
        "is_live": entry.live_id == revision.pk,
        "rows": rows_of(compare_articles(live, article)) if live else [],
        "sides": [
            {
                "language": language,
                "name": gettext(LANGUAGE_NAMES[language]),
                "title": getattr(article.title, language),
                "html": revision.content["html"][language],
                "notice": revision.content["notice_html"][language],
            }
            for language in LANGUAGES
        ],
    }
    title = gettext("Revision %(number)s") % {"number": number}
    return show(request, "revision", entry, context, title=title)
