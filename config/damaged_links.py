"""Addresses that something happened to on their way lead to what they were before."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import is_valid_path
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri

from ground.link_repair import repaired_path
from ground.text import LANGUAGES

Respond = Callable[[HttpRequest], HttpResponse]


def damaged_links(respond: Respond) -> Respond:
    """Middleware that sends whoever asks for a damaged address on to the whole one, once nothing was found at it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        where = _repaired(request) if response.status_code == 404 else ""
        if not where:
            return response
        redirect = HttpResponsePermanentRedirect(where)
        patch_vary_headers(redirect, ["HX-Request"])
        return redirect

    return answer


def _repaired(request: HttpRequest) -> str:
    """The address that the one asked for was before something happened to it; empty if nothing did."""
    where = repaired_path(request.path_info, LANGUAGES) if request.method in {"GET", "HEAD"} else ""
    if not where or not is_valid_path(where.partition("?")[0]):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return iri_to_uri(f"{where}{'&' if '?' in where else '?'}{query}" if query else where) or ""
