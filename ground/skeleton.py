"""Pages rendered once and filled many times.

What does not depend on the reader is rendered by an ordinary template, with a slot wherever something does;
filling the slots is string joining. This is what makes a step page cost a fraction of a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

_SLOT = re.compile("\x02([a-z0-9_-]+)\x03")
P = ParamSpec("P")
R = TypeVar("R")


def slot(name: str) -> SafeString:
    """A place to be filled later; templates print it like any other value."""
    return mark_safe(f"\x02{name}\x03")  # noqa: S308 - a constant marker, no text of anybody's


class Slots:
    """In a template, `{{ slots.name }}` prints the slot `name`."""

    def __getitem__(self, name: str) -> SafeString:
        return slot(name.replace("_", "-"))


class Skeleton:
    """A rendered template with its slots still open."""

    def __init__(self, html: str) -> None:
        self._parts = _SLOT.split(html)
        self._names = self._parts[1::2]

    def fill(self, values: Mapping[str, str]) -> str:
        """The page: each slot filled with its value (safe HTML), or with nothing."""
        parts = self._parts.copy()
        parts[1::2] = [values.get(name, "") for name in self._names]
        return "".join(parts)


def remember(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As `lru_cache` for functions that render, except while DEBUG is on: then templates change under us."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        cached = lru_cache(maxsize)(function)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if settings.DEBUG:
                return function(*args, **kwargs)
            return cached(*args, **kwargs)  # type: ignore[arg-type]

        return call

    return decorate
