"""Finds a Chromium for the browser tests.

Where there is none they are skipped, and the last line says so; with BROWSER_REQUIRED=1 (CI) they fail instead,
and one that fails is tried once more: CI's machines stall. Whatever needed a second try is named at the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.finder import find_browser

HERE = Path(__file__).parent
MISSING = "no Chromium found: run `make browser` or set BROWSER_PATH"
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


BROWSER = find_browser()
REQUIRED = os.environ.get("BROWSER_REQUIRED") == "1"
# A slow machine is no failure: what is expected is waited for as long as a page is, 30 seconds.
expect.set_options(timeout=30_000)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder `browser`, and skip it where it cannot run."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if REQUIRED:
                item.add_marker(pytest.mark.flaky(reruns=1))
            if not (BROWSER or REQUIRED):
                item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly how many tests did not run, and why one had to be tried once more."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"tried once more: {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)
    skipped = sum(MISSING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(f"!!! {skipped} browser tests NOT RUN: {MISSING}", yellow=True, bold=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the Chromium that was found, calling nobody by itself."""
    if not BROWSER:
        pytest.fail(MISSING)
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": list(QUIET)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor in Japan."""
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}


@pytest.fixture(scope="session")
def shipped_site(shipped: None) -> Iterator[LiveServer]:
    """A server with the shipped content, for all tests that only read it.

    Not `live_server`: that one empties the database after every test.
    """
    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "127.0.0.1"]):
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


class Watch:
    """What goes wrong in a page without anybody seeing it: errors in the console and refused contents."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.accepted: tuple[str, ...] = ()

    def follow(self, page: Page) -> None:
        """Listen to `page` from now on."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def accept(self, *parts: str) -> None:
        """Let messages pass that hold one of `parts`: the test provokes them."""
        self.accepted = parts

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    def check(self) -> None:
        """Nothing was said but what was accepted."""
        heard = [said for said in self.complaints if not any(part in said for part in self.accepted)]
        assert not heard, heard


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when a page it follows complained."""
    watching = Watch()
    yield watching
    watching.check()
