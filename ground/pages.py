"""What every full page tells its frame: title, description, addresses, whether search engines may list it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

from ground.text import LANGUAGES


@dataclass(frozen=True)
class Page:
    """The frame of a page. `path` starts with the language; `query` (with its `?`) is kept on switching it."""

    title: str
    path: str
    origin: str
    description: str = ""
    query: str = ""
    indexed: bool = True
    data: str = ""
    alternates: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        rest = self.path[3:]
        object.__setattr__(self, "alternates", {language: f"/{language}{rest}" for language in LANGUAGES})


def site_name() -> str:
    """The site's name in the active language."""
    return settings.SITE_NAME or gettext("Michishirube")


def page_context(request: HttpRequest, **frame: Any) -> dict[str, Any]:
    """The context of a full page; `frame` fills a `Page`."""
    path = request.path
    if not path.startswith(tuple(f"/{language}/" for language in LANGUAGES)):
        path = f"/{get_language()}/"
    origin = f"{request.scheme}://{request.get_host()}"
    return {"page": Page(path=path, origin=origin, **frame), "site_name": site_name()}


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


def only_reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that changes nothing: GET and HEAD alone, and 405 for the rest without asking for a token first."""
    return csrf_exempt(require_safe(view))


def reads_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `only_reads`, with an ETag of what the page holds: whoever has it already gets a 304."""
    return only_reads(conditional_page(view))
