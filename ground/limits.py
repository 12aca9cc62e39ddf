"""At most so often from one address: floods of a form are slowed down, and nobody is remembered.

Only a keyed hash of the address is kept, in the cache, and only until the span is over. Where several processes
serve the site, each counts for itself unless they share a cache (`CACHE_URL`).
"""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

_PERSONAL_PREFIX = 64  # of an IPv6 address; what one household or office is given


def client_address(request: HttpRequest) -> str:
    """Where the request came from; behind a trusted proxy (`BEHIND_PROXY`), what the proxy says."""
    if settings.BEHIND_PROXY:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def is_too_often(name: str, request: HttpRequest, *, most: int, seconds: int) -> bool:
    """Whether this is more than the `most`-th time within `seconds` that its sender does `name`; counts it."""
    sender = _unit(client_address(request))
    key = settings.SECRET_KEY.encode()[:64]
    digest = hashlib.blake2b(sender.encode(errors="replace"), key=key, digest_size=16).hexdigest()
    cache_key = f"limit:{name}:{digest}"
    cache.add(cache_key, 0, timeout=seconds)
    try:
        return cache.incr(cache_key) > most
    except ValueError:  # it expired between the two calls
        return False


def _unit(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the part of an IPv6 address that does not change daily."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((int(parsed), _PERSONAL_PREFIX), strict=False))
    return address
