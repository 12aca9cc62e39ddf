"""`python -m tests.fuzz`: what `make fuzz` does. Exit code 1 when anything failed."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from tests.faults.cluster import cluster, find_tool
from tests.faults.site import KEY, Site, served_checkout
from tests.fuzz.addresses import World
from tests.fuzz.databases import TEMPLATE, Databases, Files, Postgres
from tests.fuzz.report import Report

RAW, FORMS = 20_000, 5_000
SHORT_RAW, SHORT_FORMS = 1_200, 200
SERVED = "served"
SHORT_SEED = "e"  # CI sends the same every time: those that found most before it was mended


@contextmanager
def _databases(folder: Path) -> Iterator[Databases]:
    """PostgreSQL where it is installed, since it refuses more; SQLite elsewhere, or with DATABASE_URL=sqlite://."""
    if os.environ.get("DATABASE_URL", "").startswith("sqlite") or find_tool("initdb") is None:
        yield Files(folder)
        return
    with cluster() as made:
        yield Postgres(made)


def _environment(folder: Path, databases: Databases) -> dict[str, str]:
    """What both the server and this process are told."""
    return {
        "DEBUG": "0",
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "BEHIND_PROXY": "1",
        "FEEDBACK_LIMIT": "10000",
        "LOGIN_LIMIT": "1000",
        "ENQUIRY_EMAIL": "desk@example.com",
        "EMAIL_URL": f"file://{folder}/mails",
        "DATABASE_URL": databases.url(TEMPLATE),
    }


def _numbers(kind: str, most: int) -> range:
    """Which parts of a kind are to be sent: all, or the one that `ONLY` names."""
    wanted, _, number = os.environ.get("ONLY", "").partition(":")
    if not wanted:
        return range(most)
    return range(int(number), int(number) + 1) if wanted == kind else range(0)


def main() -> int:
    """Set the stage, send everything, tell what came of it."""
    is_short = os.environ.get("FUZZ") == "short"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # with servers and databases taken away
    seed = os.environ.get("SEED") or (SHORT_SEED if is_short else str(time.time_ns()))
    _say(f"SEED={seed}")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name, _databases(Path(name)) as databases:
        folder = Path(name)
        checkout = served_checkout(folder)
        environment = _environment(folder, databases)
        os.environ |= environment | {
            "DJANGO_SETTINGS_MODULE": "tests.fuzz.settings",
            "FUZZ_STATIC_ROOT": str(checkout / "staticfiles"),
        }
        django.setup()
        logging.disable(logging.CRITICAL)  # the report says it better
        world = _world(folder, databases)
        report = _forms(seed, world, databases, SHORT_FORMS if is_short else FORMS)
        url = {"DATABASE_URL": databases.url(SERVED)}
        with _served(checkout, environment | url) as site:
            report.add(_raw(seed, world, site, SHORT_RAW if is_short else RAW))
    _say(f"{report}\n{len(report.failures)} failed. SEED={seed}")
    return 1 if report.failures else 0


def _world(folder: Path, databases: Databases) -> World:
    """The template, filled, and a copy of it to be served: this process signs people in there."""
    from django.db import connection

    from tests.fuzz.stage import build

    world = build(folder)
    connection.close()
    connection.settings_dict["NAME"] = databases.copy(SERVED)
    return world


def _forms(seed: str, world: World, databases: Databases, most: int) -> Report:
    from tests.fuzz import chapters

    start = time.monotonic()
    found = chapters.run(seed, world, databases, _numbers("form", most // chapters.A_CHAPTER))
    _say(f"forms: {found} ({time.monotonic() - start:.0f} s)")
    return found


@contextmanager
def _served(checkout: Path, environment: dict[str, str]) -> Iterator[Site]:
    """gunicorn, as docs/deploy.md has it."""
    site = Site(checkout, environment.pop("DATABASE_URL"), "--workers", "2", **environment)
    try:
        site.wait()
        yield site
    finally:
        site.kill()


def _raw(seed: str, world: World, site: Site, most: int) -> Report:
    from tests.fuzz.sending import send_all

    start = time.monotonic()
    found = send_all(site, seed, world, _numbers("raw", most))
    _say(f"raw: {found} ({time.monotonic() - start:.0f} s)")
    return found


def _say(text: str) -> None:
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
