"""What axe says of a page: everything once, and again what the width or the colours can change."""

from __future__ import annotations

from importlib import resources
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Page

SOURCE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
# Without `preload`: to look into the style sheets of admin, axe would write inline styles, which are refused.
_COMMON: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
_ALL = {**_COMMON, "rules": {"target-size": {"enabled": True}}}
_WIDTH = {**_COMMON, "runOnly": ["target-size", "scrollable-region-focusable", "color-contrast"]}
_COLOURS = {**_COMMON, "runOnly": ["color-contrast", "link-in-text-block"]}
# The empty heading of Django's own rows beneath a form.
_NOT_OURS = {"exclude": ["th.original"]}


class _Look(NamedTuple):
    scheme: Literal["light", "dark"]
    width: int
    rules: dict[str, Any]


_LOOKS = (_Look("light", 1280, _ALL), _Look("light", 375, _WIDTH), _Look("dark", 1280, _COLOURS))


def complaints(page: Page, name: str, *, language: str) -> list[tuple[object, ...]]:
    """What axe finds on the page as it stands, everything unfolded: (name, scheme, width, rule, element).

    The second language differs in its words alone: it is looked at once.
    """
    page.evaluate(UNFOLD)
    page.evaluate(SOURCE)
    told: list[tuple[object, ...]] = []
    for scheme, width, rules in _LOOKS if language == "en" else _LOOKS[:1]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        # Anywhere else a bar that stays in place lies over half of something that is about to scroll away.
        page.evaluate("scrollTo(0, 0)")
        # Links of admin fade from one scheme's colour to the other's.
        page.evaluate("document.getAnimations().forEach(each => each.finish())")
        found = page.evaluate("([context, rules]) => axe.run(context, rules)", [_NOT_OURS, rules])
        told += [
            (name, scheme, width, each["id"], node["html"][:200])
            for each in found["violations"]
            for node in each["nodes"]
        ]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    return told
