"""All helpers by slug: every module in `tools/helpers/` declares one, as `HELPER`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from tools import helpers
from tools.helper import Helper


def _declared() -> Iterator[Helper]:
    for module in iter_modules(helpers.__path__):
        yield import_module(f"{helpers.__name__}.{module.name}").HELPER


HELPERS = {helper.slug: helper for helper in _declared()}


def helper_choices() -> list[tuple[str, str]]:
    """Every helper as (slug, title), for the select of an editor's form."""
    return [(slug, f"{slug}: {helper.title}") for slug, helper in sorted(HELPERS.items())]
