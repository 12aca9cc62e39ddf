"""Refusals of admin in a sentence, for the scripts of its pages; whoever asked for a page gets Django's or ours.

An answer with `X-Said: yes` is plain text to be shown as it is.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext
from django.views import csrf, defaults


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the account lacks a permission; the message of `exception` says which."""
    if not is_part(request):
        return defaults.permission_denied(request, exception)
    refused = str(exception) or gettext("Your account is not allowed to do this.")
    return say(request, 403, [refused, gettext("An administrator can give the permission.")])


def not_from_this_login(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the token of the form is missing or of an older login."""
    if not is_part(request):
        return csrf.csrf_failure(request, reason=reason)
    refused = gettext("You have signed in anew since this page was opened.")
    get_token(request)  # the answer brings the cookie with which to save again, should there be none
    return say(request, 403, [refused, gettext("Save again.")])


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent is too large, or no form of ours."""
    if not is_part(request):
        # Not by Django's view, which asks for a token and so reads the body again that could not be read.
        return HttpResponseBadRequest(render_to_string("400.html"))
    refused = gettext("The server cannot take in what was sent: it is too large or did not arrive whole.")
    return say(request, 400, [refused, gettext("Shorten it, or reload the page and repeat the change.")])


def is_part(request: HttpRequest) -> bool:
    """Whether a script of admin asks, which shows what it is answered beside what was typed."""
    return request.headers.get("HX-Request") == "true" and request.path.startswith(reverse("admin:index"))


def say(request: HttpRequest, status: int, said: list[str], *, nothing_saved: bool = True) -> HttpResponse:
    """The sentences `said` for such a script; to a POST also that nothing was saved, unless that is not known."""
    if request.method == "POST" and nothing_saved:
        said = [said[0], gettext("Nothing was saved; what you typed is still here."), *said[1:]]
    text = ("" if get_language() == "ja" else " ").join(said)
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["X-Said"] = "yes"
    patch_vary_headers(response, ["HX-Request"])
    return response
