"""The result page, and the suggestions under a search box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from ground.limits import is_too_often
from ground.pages import page_context, query_of
from ground.snapshot import snapshot
from insights.counting import count_search
from insights.visitors import is_counted
from insights.words import one_line
from search.finding import find
from search.shortcuts import page_named
from search.showing import show, suggest
from search.understanding import MAX_LENGTH
from search.words import normalise

# Beyond this nothing of a query is looked at, nor given back on the page.
LONGEST = 2000
# So many searches of one address in an hour are counted by their texts, whatever these are.
NEW_SEARCHES = 50


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What there is for `q`, best first; with `exact`, without putting mistyped words right.

    What names a page leads there, and is no search.
    """
    query = one_line(query_of(request).get("q", "")[:LONGEST])
    exact = query_of(request).get("exact") == "1"
    language = get_language() or "ja"
    if named := page_named(query, language):
        return redirect(named)
    with snapshot():
        found = find(query, language, literal=exact)
        shown = show(found, language)
    count = len(shown.guides) + len(shown.results)
    if is_counted(request):
        count_search(query, language, count, is_flood=_is_flood(request))
    title = (
        gettext("Search results for “%(query)s”") % {"query": _short(query)} if query else gettext("Search")
    )
    as_it_stands = urlencode({"q": query, "exact": "1"})
    asked = as_it_stands if exact else urlencode({"q": query})
    context = page_context(request, title=title, indexed=False, query=asked if query else "")
    return TemplateResponse(
        request,
        "search/results.html",
        {
            **context,
            "query": query,
            "shown": shown,
            "count": count,
            "repaired": found.query.repaired,
            "exact": as_it_stands,
            "shortened": MAX_LENGTH if len(normalise(query)) > MAX_LENGTH else 0,
        },
    )


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options of the list under a search box, for what has been typed so far into `q`."""
    query = one_line(query_of(request).get("q", "")[:LONGEST])
    language = get_language() or "ja"
    with snapshot():
        options = suggest(find(query, language, partial=True), language) if query else ()
        options = options or suggest(find(query, language), language)
    return TemplateResponse(request, "search/_suggestions.html", {"options": options})


def _is_flood(request: HttpRequest) -> bool:
    return is_too_often("search", request, most=NEW_SEARCHES, seconds=3600)


def _short(query: str) -> str:
    return query if len(query) <= 40 else f"{query[:40]}…"
