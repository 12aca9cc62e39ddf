"""What was sent is read once, early and as UTF-8, so that nothing further in meets a body that cannot be read.

Django reads it when somebody first asks, which may be its own page of an error: what was a bad request is then a broken
server. A charset named by the sender is worse: the query is asked for while the request is still being made.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.http import parse_header_parameters

from ground.refusals import not_understood

Respond = Callable[[HttpRequest], HttpResponse]
_UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError)
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class _InUtf8(HttpRequest):
    """A request whose query and body are UTF-8, whatever charset its Content-Type names."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}


class Request(_InUtf8, WSGIRequest):
    """What `config.wsgi` makes of an environment."""


class AsyncRequest(_InUtf8, ASGIRequest):
    """What `config.asgi` makes of a scope."""


def readable_bodies(respond: Respond) -> Respond:
    """Middleware that answers 400, in words, where a form is broken, too large, cut off or in another charset."""

    def answer(request: HttpRequest) -> HttpResponse:
        fault = _fault(request) if request.method == "POST" else None
        return not_understood(request, fault) if fault else respond(request)

    return answer


def _fault(request: HttpRequest) -> Exception | None:
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type in _FORMS and not _is_utf8(charset):
        return BadRequest(f"the form is in {charset}")
    try:
        _ = request.POST
    except _UNREADABLE as error:
        return error
    return None


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in {"utf-8", "ascii"}
    except (LookupError, ValueError):  # there is no such charset
        return False
