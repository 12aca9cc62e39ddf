"""At most so often from one address: floods of a form are slowed down, and nobody is remembered.

Only a keyed hash of the address (or name) is kept, in the cache, and only until the span is over. Where several
processes serve the site, each counts for itself unless they share a cache (`CACHE_URL`).

A cache that does not answer stops nobody: nothing is limited until it does, and the log says so once.

A span begins with the first time somebody does something, and has a counter of its own that outlives it. The end of
the counter means nothing: caches in files and in the database set another whenever it is added to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import nullcontext, suppress
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from time import monotonic
from typing import ParamSpec, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, transaction
from django.http import HttpRequest

from ground.incidents import AWAY, CACHE, in_a_line

P = ParamSpec("P")
R = TypeVar("R")

_PERSONAL_PREFIX = 64  # of an IPv6 address; what one household or office is given
_PAUSE = 5.0  # seconds for which a cache that did not answer is left alone


class _Cache:
    """What this process knows of it."""

    next_try = 0.0


def _unless_away(ask: Callable[P, R]) -> Callable[P, R | None]:
    """`ask` the cache; None when it does not answer, whatever it is and whatever is the matter with it."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R | None:
        if monotonic() < _Cache.next_try:
            return None
        try:
            with transaction.atomic() if _is_in_transaction() else nullcontext():
                answer = ask(*args, **kwargs)
        except Exception as error:  # each cache has errors of its own
            _Cache.next_try = monotonic() + _PAUSE
            CACHE.met(AWAY, f"The cache does not answer, so nothing is limited. {in_a_line(error)}")
            return None
        CACHE.over(AWAY, "The cache answers again: limits are counted.")
        return answer

    return asked


def _is_in_transaction() -> bool:
    """Whether a failing cache would take a transaction of its caller with it."""
    return isinstance(caches["default"], DatabaseCache) and connection.in_atomic_block


def client_address(request: HttpRequest) -> str:
    """Where the request came from; behind a trusted proxy (`BEHIND_PROXY`), what the proxy says."""
    if settings.BEHIND_PROXY:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def is_too_often(name: str, request: HttpRequest, *, most: int, seconds: int, who: str | None = None) -> bool:
    """Whether this is more than the `most`-th time within `seconds` that its sender does `name`; counts it.

    The sender is whoever the request came from, or `who`.
    """
    return (_counted(name, request, who, seconds) or 0) > most


@_unless_away
def _counted(name: str, request: HttpRequest, who: str | None, seconds: int) -> int:
    """How many times it is with this one."""
    counter = _counter(name, request, who, seconds)
    cache.add(counter, 0, timeout=seconds)
    return _added(counter, 1, seconds)


@_unless_away
def take_back(name: str, request: HttpRequest, *, seconds: int, who: str | None = None) -> None:
    """Uncount what `is_too_often` has counted last, because it turned out to be nothing to limit."""
    _added(_counter(name, request, who, seconds), -1, seconds)


def is_repeated(what: str, request: HttpRequest, *, seconds: int) -> bool:
    """Whether its sender did exactly `what` less than `seconds` ago; if not, that is remembered from now on."""
    return _is_first(what, request, seconds) is False


@_unless_away
def _is_first(what: str, request: HttpRequest, seconds: int) -> bool:
    return cache.add(_done(what, request), 1, timeout=seconds)


@_unless_away
def forget(what: str, request: HttpRequest) -> None:
    """Let `what` be no repetition the next time, because nothing came of it."""
    cache.delete(_done(what, request))


def sender_of(request: HttpRequest) -> str:
    """Where the request came from, for the log: tells senders apart, and to nobody without the secret key who they are."""
    return _hashed(_unit(client_address(request)))[:12]


def _done(what: str, request: HttpRequest) -> str:
    return f"done:{_hashed(f'{_unit(client_address(request))} {what}')}"


def _hashed(text: str) -> str:
    """`text` so that nobody can tell it from what is kept."""
    key = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b(text.encode(errors="replace"), key=key, digest_size=16).hexdigest()


def _counter(name: str, request: HttpRequest, who: str | None, seconds: int) -> str:
    """The cache key of the counter of the span that is running; begins one if none is."""
    digest = _hashed(_unit(client_address(request)) if who is None else who)
    span = cache.get_or_set(f"limit:{name}:{digest}", lambda: uuid4().hex, timeout=seconds)
    return f"limit:{name}:{digest}:{span}"


def _added(counter: str, number: int, seconds: int) -> int:
    """What `counter` says after adding `number`; 0 where it has expired meanwhile."""
    with suppress(ValueError):
        count: int = cache.incr(counter, number)
        cache.touch(counter, seconds)
        return count
    return 0


def _unit(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the part of an IPv6 address that does not change daily."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        # A server that listens to both kinds is told of an IPv4 address in this form.
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((int(parsed), _PERSONAL_PREFIX), strict=False))
    return address
