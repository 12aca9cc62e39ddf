"""The FAQ pages: index, category, entry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import F, FilteredRelation, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

from faq.article import Article
from faq.models import Category, Entry, EntryAlias
from ground.pages import page_context, reads_page
from ground.text import Text
from insights.counting import count_entry
from insights.models import EntryKind
from insights.visitors import is_counted


@reads_page
def index(request: HttpRequest) -> HttpResponse:
    """All categories with their questions."""
    live = Entry.objects.published().select_related("live").only("slug", "category_id", "live__content")
    categories = Category.objects.with_live_entries().prefetch_related(
        Prefetch("entries", live, "live_entries")
    )
    title = gettext("All questions")
    description = gettext("Every question with its answer, by subject.")
    context = page_context(request, title=title, description=description)
    return TemplateResponse(request, "faq/index.html", {**context, "categories": categories})


@reads_page
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One category with its questions."""
    shelf = Category.objects.with_live_entries().filter(slug=slug).first()
    if shelf is None:
        return missing(request, gettext("There is no such subject"))
    entries = shelf.entries.published().select_related("live")
    context = page_context(request, title=shelf.title, description=shelf.summary)
    return TemplateResponse(request, "faq/category.html", {**context, "category": shelf, "entries": entries})


@reads_page
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One question with its answer."""
    row = Entry.objects.published().select_related("live", "category").filter(slug=slug).first()
    if row is None or row.live is None:
        former = (
            EntryAlias.objects.filter(slug=slug, entry__live__isnull=False).select_related("entry").first()
        )
        if former:
            return redirect(former.entry, permanent=True)
        if Entry.objects.filter(slug=slug, revisions__isnull=False).exists():
            return missing(request, gettext("This answer has been withdrawn"), status=410)
        return missing(request, gettext("There is no such question"))
    if is_counted(request):
        count_entry(EntryKind.SEEN, slug)
    return entry_page(request, row, row.live.content, get_language() or "ja")


def entry_page(
    request: HttpRequest,
    row: Entry,
    content: dict[str, Any],
    language: str,
    *,
    draft: dict[str, Any] | None = None,
) -> TemplateResponse:
    """The page of an entry that says `content`; `draft` marks a preview by its bar and its switch of language."""
    article = Article.from_dict(content)
    title, html = article.title.get(language), content["html"][language]
    context = page_context(
        request,
        title=title,
        description=Truncator(strip_tags(html)).chars(120),
        data="" if draft else _structured(title, html),
        indexed=not draft,
    )
    return TemplateResponse(
        request,
        "faq/entry.html",
        {
            **context,
            "entry": row,
            "article": article,
            "title": title,
            "html": html,
            "notice": content["notice_html"][language],
            "related": _named(article.related),
            "draft": draft,
        },
    )


def _named(slugs: Sequence[str]) -> list[Entry]:
    """The published entries that have, or had, these slugs, in their order; one query."""
    if not slugs:
        return []
    former = FilteredRelation("aliases", condition=Q(aliases__slug__in=slugs))
    rows = Entry.objects.published().annotate(former=former, was=F("former__slug")).select_related("live")
    found: dict[str, Entry] = {}
    for entry in rows.filter(Q(slug__in=slugs) | Q(was__isnull=False)):
        found[getattr(entry, "was", None) or entry.slug] = found[entry.slug] = entry
    return list(dict.fromkeys(found[slug] for slug in slugs if slug in found))


def missing(request: HttpRequest, title: str, *, status: int = 404) -> HttpResponse:
    """A page in the site's own design that says what is not there and leads on; status 404 or 410."""
    context = page_context(request, title=title, indexed=False)
    return TemplateResponse(request, "missing.html", context, status=status)


def live_title(entry: Entry) -> str:
    """The published question in the active language; `live` must have been selected with it."""
    if entry.live is None:
        raise Http404
    return Text.from_dict(entry.live.content["title"]).get(get_language() or "ja")


def _structured(question: str, html: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": html}}
        ],
    }
    return json.dumps(data, ensure_ascii=False).translate(
        {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
    )
