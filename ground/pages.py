"""What every full page tells its frame: title, description, addresses, whether search engines may list it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

from ground.text import LANGUAGES


@dataclass(frozen=True)
class Page:
    """The frame of a page. `path` starts with the language.

    `query` is what of its address says what it shows: kept for a reader who switches the language, never told to
    search engines.
    """

    title: str
    path: str
    origin: str
    description: str = ""
    query: str = ""
    indexed: bool = True
    data: str = ""

    @property
    def alternates(self) -> dict[str, str]:
        """Its address in each language, for search engines."""
        return {language: f"/{language}{self.path[3:]}" for language in LANGUAGES}

    @property
    def switch(self) -> dict[str, str]:
        """Where a reader finds the same in each language."""
        query = f"?{self.query}" if self.query else ""
        return {language: f"{path}{query}" for language, path in self.alternates.items()}


def site_name() -> str:
    """The site's name in the active language."""
    return settings.SITE_NAME or gettext("Michishirube")


def page_context(request: HttpRequest, **frame: Any) -> dict[str, Any]:
    """The context of a full page; `frame` fills a `Page`.

    `query` is the request's own unless it is given: by a page that was posted to, or whose query may be long.
    """
    path, query = escape_uri_path(request.path), _as_sent(request)
    if not path.startswith(tuple(f"/{language}/" for language in LANGUAGES)):
        path, query = f"/{get_language()}/", ""
    origin = f"{request.scheme}://{request.get_host()}"
    return {
        "page": Page(**{"path": path, "origin": origin, "query": query, **frame}),
        "site_name": site_name(),
    }


def _as_sent(request: HttpRequest) -> str:
    """The query as it came, with what no address may hold (a browser does not send it) escaped."""
    raw = request.META.get("QUERY_STRING", "")
    return quote(raw.encode("latin-1", "replace"), safe="!#$%&'()*+,/:;=?@[]~") if raw else ""


def first_in_query(request: HttpRequest, name: str) -> str:
    """The first value of `name` in the query, or an empty text. Unlike `request.GET` it never refuses a query."""
    pairs = (pair.partition("=") for pair in request.META.get("QUERY_STRING", "").split("&"))
    return next((unquote_plus(value) for key, _, value in pairs if key == name), "")


def query_of(request: HttpRequest) -> QueryDict:
    """The query, empty when it has more pairs than any page of ours asks for, which `request.GET` refuses."""
    try:
        return request.GET
    except TooManyFieldsSent:
        return QueryDict()


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for the part that changes; where it restores a page it no longer has, it needs the whole."""
    meta = request.META  # `request.headers` parses them all, a twentieth of what a page of a guide costs
    return meta.get("HTTP_HX_REQUEST") == "true" and meta.get("HTTP_HX_HISTORY_RESTORE_REQUEST") != "true"


def shown_path(request: HttpRequest) -> str:
    """The path of the page from which htmx asks; empty where it names none of this site."""
    try:
        shown = request.htmx.current_url_abs_path  # type: ignore[attr-defined] # by django-htmx's middleware
    except ValueError:  # what it names is no address
        return ""
    return (shown or "").partition("?")[0]


def only_reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that changes nothing: GET and HEAD alone, and 405 for the rest without asking for a token first."""
    return csrf_exempt(require_safe(view))


def reads_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `only_reads`, with an ETag of what the page holds: whoever has it already gets a 304."""
    return only_reads(conditional_page(view))
