"""What whoever asks is told when a page fails: 503 in words while the server has trouble, 500 for a fault of ours.

The page asks neither the database nor the cache.
"""

from __future__ import annotations

import sys

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, gettext, gettext_lazy, override
from django.views import defaults

from config.troubles import Kind, Trouble, find_trouble
from ground.incidents import DATABASE, keep_out_of_log
from ground.pages import page_context
from ground.refusals import is_part, say
from ground.same_origin import is_same_origin

RETRY_AFTER = 30  # seconds; a database that is started anew takes about as long
# Nobody's password is written into a page.
_SECRET = ("password", "token", "secret")
_LOOK_FIRST = gettext_lazy("Look whether it is there before you send it again.")
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field


def server_error(request: HttpRequest) -> HttpResponse:
    """The handler of every error nobody caught, wherever it was raised."""
    trouble = find_trouble(sys.exc_info()[1])
    if trouble is None:
        return defaults.server_error(request)
    DATABASE.met(trouble.kind.value, trouble.text)
    with override(get_language_from_request(request, check_path=True)):
        response = _said_to_part(request, trouble) if is_part(request) else _page(request, trouble)
    response["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    patch_vary_headers(response, ["HX-Request"])
    keep_out_of_log(response)
    return response


def _said_to_part(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    in_doubt = trouble.is_in_doubt and request.method == "POST"
    rest = _LOOK_FIRST if in_doubt else gettext("Please wait a minute and try again.")
    return say(request, 503, [_reason(trouble), str(rest)], nothing_saved=not in_doubt)


def _page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    is_sent = request.method == "POST"
    again = _to_send_again(request) if is_sent else []
    heading, advice = _in_words(trouble, is_sent=is_sent, is_kept=bool(again))
    frame = {"query": ""} if is_sent else {}
    context = {
        **page_context(request, title=heading, indexed=False, **frame),
        "lead": ("" if get_language() == "ja" else " ").join([_reason(trouble), advice]),
        "address": request.get_full_path(),
        "is_sent": is_sent,
        "again": again,
        "typed": [value for _name, value in again if _is_text(value)],
        "is_admin": request.path.startswith(reverse("admin:index")),
        "notice": "",  # so that none is asked for
        "slots": {},
    }
    return HttpResponse(render_to_string("unavailable.html", context), status=503)


def _in_words(trouble: Trouble, *, is_sent: bool, is_kept: bool) -> tuple[str, str]:
    """What cannot be done now, and what to do."""
    if not is_sent:
        return gettext("This page cannot be shown at the moment"), gettext(
            "Please wait a minute and try again."
        )
    if trouble.is_in_doubt:
        return gettext("It is not known whether what you sent was saved"), str(_LOOK_FIRST)
    if is_kept:
        advice = gettext("Please wait a minute and send it again: what you typed is kept in this page.")
    else:
        advice = gettext("Please go back, wait a minute and send it again.")
    return gettext("What you sent could not be saved"), advice


def _reason(trouble: Trouble) -> str:
    if trouble.is_in_doubt:
        return gettext("The connection to our database broke while it was saving.")
    return {
        Kind.AWAY: gettext("Our database does not answer. The fault is on our side."),
        Kind.FULL: gettext("Our server cannot store anything at the moment. The fault is on our side."),
        Kind.BUSY: gettext("Our server was too busy with something else."),
        Kind.BEHIND: gettext("This site is being brought up to date."),
    }[trouble.kind]


def _is_text(value: str) -> bool:
    """Whether somebody wrote it who might want to keep a copy, and not the page itself."""
    return bool(value.strip()) and (not value.isascii() or len(value.split()) > 1)


def _to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be posted again by a button; nothing when that is not all, or it is not from here."""
    if not is_same_origin(request):
        return []
    try:
        if request.FILES:
            return []
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, SuspiciousOperation):
        return []
    if any(part in name.lower() for name, _value in sent if name != _TOKEN for part in _SECRET):
        return []
    return sent
