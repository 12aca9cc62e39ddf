"""Every address of the site, from the resolver itself, with arguments that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, get_resolver

# `<slug:flow>` of a path, `(?P<flow>…)` of a regular expression (which may hold groups of characters).
_ARGUMENT = re.compile(r"<(?:\w+:)?(?P<plain>\w+)>|\(\?P<(?P<group>\w+)>(?:\[[^\]]*\]|\{\d+\}|[^()\[\]])*\)")
_IN_LANGUAGE = re.compile(r"^(?:ja|en)/")


@dataclass(frozen=True)
class World:
    """What there is in the database: the small pack of the tests, and a few rows."""

    flows: tuple[str, ...] = ("payment", "contact")
    steps: tuple[str, ...] = ("how", "who", "pay-again", "people", "retry")
    entries: tuple[str, ...] = ("dates", "cards", "billing-day")
    helpers: tuple[str, ...] = ("billing-month",)
    codes: tuple[str, ...] = ("xyz",)
    tokens: tuple[str, ...] = ("a.b",)
    types: tuple[str, ...] = ("1",)
    keys: tuple[str, ...] = ("1", "2")
    others: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "language": ("ja", "en"),
            "number": ("1", "2"),
            "reference": ("2345-6789",),
            "app_label": ("wizard", "faq", "contact", "insights", "search", "auth"),
            "url": ("nothing/of/ours",),
        }
    )

    def values(self, route: str, argument: str) -> tuple[str, ...]:
        """What may stand for `argument` in `route`. Raises KeyError for an argument nobody has thought of."""
        if argument == "slug":
            return self._slugs(route)
        known = {
            "flow": self.flows, "step": self.steps, "code": self.codes, "token": self.tokens, "object_id": self.keys,
            "id": self.keys, "content_type_id": self.types, **self.others,
        }  # fmt: skip
        return known[argument]

    def _slugs(self, route: str) -> tuple[str, ...]:
        if "tools/" in route:
            return self.helpers
        if "entry/" in route:
            return self.entries
        return ("billing",) if "faq/" in route else self.flows


@dataclass(frozen=True)
class Address:
    """A pattern of the resolver: `route` as `resolve` names it, with what stands for its arguments."""

    route: str
    pattern: URLPattern

    @property
    def arguments(self) -> list[str]:
        """Their names, in order."""
        return [found["plain"] or found["group"] for found in _ARGUMENT.finditer(self.route)]

    def path(self, values: dict[str, str], language: str = "en") -> str:
        """The path with `values` in the place of the arguments."""
        filled = _ARGUMENT.sub(lambda found: values[found["plain"] or found["group"]], self.route)
        return "/" + _IN_LANGUAGE.sub(f"{language}/", re.sub(r"\\Z|[$^]", "", filled))


def addresses() -> list[Address]:
    """All of them."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: Any, before: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Address(route, each)
        else:
            yield from _walk(each, route)
