"""Whoever asks with HEAD is sent headers alone.

gunicorn drops a body by itself, and says so in its log each time: at every probe that asks so.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]


def headers_alone(respond: Respond) -> Respond:
    """Middleware that empties the answer to a HEAD; its headers are those of the whole."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # type: ignore[attr-defined] # all that do not stream have one
        return response

    return answer
