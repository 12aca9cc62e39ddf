"""Where a Chromium is on this machine. Asked by the Makefile too, so nothing of Django is imported here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

COMMANDS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
)
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHT_CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_BUILDS = (
    "chromium_headless_shell-*/*/headless_shell",
    "chromium_headless_shell-*/*/chrome-headless-shell",
    "chromium-*/*/chrome",
)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    yield from MAC_APPS
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for cache in (chosen,) if chosen else PLAYWRIGHT_CACHES:
        for pattern in PLAYWRIGHT_BUILDS:
            yield from map(str, sorted(Path(cache).expanduser().glob(pattern), reverse=True))


def find_browser() -> str | None:
    """The path of a Chromium: what BROWSER_PATH names, or else the first of the usual places."""
    named = os.environ.get("BROWSER_PATH")
    return next((path for path in ([named] if named else _candidates()) if Path(path).exists()), None)
