"""What a vote can be about, and who knows it: this room has slugs only, the rooms above say what they stand for.

A step is named `guide/step?trail`, the trail being the way somebody came there, an FAQ entry by its slug. The rooms
register in their `AppConfig.ready`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

_NAME = re.compile(r"[a-z0-9-]{1,80}(?P<of_step>/[a-z0-9-]{1,80}(?:\?.*)?)?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go from something that did not help."""

    url: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A published step (`flow`, `revision`, `step`) or entry (`entry`), in the active language.

    `name` is what forms call it and `url` leads back to it, both with the way somebody came. `onward` is what to
    try when it did not help, best first; `channels` are cards of those who can be asked, `contact_url` the page
    of all of them.
    """

    name: str
    url: str
    title: str
    flow: str = ""
    revision: int = 0
    step: str = ""
    entry: str = ""
    onward: tuple[Way, ...] = ()
    channels: tuple[SafeString, ...] = ()
    contact_url: str = ""


# Gets the name, and the request for the site's own address.
Finder = Callable[[str, HttpRequest], Subject | None]


@dataclass(frozen=True, slots=True)
class Named:
    """What a slug stands for today: its slug now, and its title in the active language."""

    slug: str
    title: str


# Gets slugs, former ones too; what it does not know is left out.
Namer = Callable[[Iterable[str]], Mapping[str, Named]]

_finders: dict[str, Finder] = {}
_namers: dict[str, Namer] = {}


def register(kind: str, finder: Finder) -> None:
    """Let `finder` look up subjects of a kind: `step` or `entry`."""
    _finders[kind] = finder


def register_names(kind: str, namer: Namer) -> None:
    """Let `namer` say what `flow` or `entry` slugs stand for."""
    _namers[kind] = namer


def find(name: str, request: HttpRequest) -> Subject | None:
    """The published step or entry called `name`; None for anything else."""
    match = _NAME.match(name)
    if match is None:
        return None
    finder = _finders.get("step" if match["of_step"] else "entry")
    return finder(name, request) if finder else None


def names(kind: str, slugs: Iterable[str]) -> dict[str, Named]:
    """What `flow` or `entry` slugs stand for today; an unknown one stands for itself."""
    wanted = set(slugs)
    namer = _namers.get(kind)
    known = namer(wanted) if namer and wanted else {}
    return {slug: known.get(slug, Named(slug, slug)) for slug in wanted}
