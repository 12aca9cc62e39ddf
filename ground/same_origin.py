"""Whether a form was sent from this site's own pages, told from the browser's headers instead of a token.

A token would need a cookie and would make each page its reader's own, so that it could not be cached.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from this site.

    `Sec-Fetch-Site` decides; an older browser is judged by `Origin`. A client that sends neither is no
    browser a stranger's page could use, so there is nobody to protect: it passes.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"} or _is_trusted(request.headers.get("Origin", ""))
    origin = request.headers.get("Origin")
    return origin is None or _host(origin) == request.get_host() or _is_trusted(origin)


def _is_trusted(origin: str) -> bool:
    return origin in settings.CSRF_TRUSTED_ORIGINS


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
