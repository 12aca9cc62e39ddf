"""`python -m tests.fuzz`: what `make fuzz` does. Exit code 1 when anything failed."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.cluster import cluster, find_tool
from tests.faults.site import KEY, Site, served_checkout
from tests.fuzz.databases import TEMPLATE, Databases, Files, Postgres
from tests.fuzz.report import Report

RAW, FORMS = 20_000, 5_000
SHORT_RAW, SHORT_FORMS = 1_200, 200
SHORT_SEED = "short"  # CI sends the same every time


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
    seed = os.environ.get("SEED") or (SHORT_SEED if is_short else str(time.time_ns()))
    _say(f"SEED={seed}")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name, _databases(Path(name)) as databases:
        folder = Path(name)
        checkout = served_checkout(folder)
        os.environ |= _environment(folder, databases)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.fuzz.settings",
            "FUZZ_STATIC_ROOT": str(checkout / "staticfiles"),
        }
        report = _sent(seed, folder, checkout, databases, is_short=is_short)
    _say(f"{report}\n{len(report.failures)} failed. SEED={seed}")
    return 1 if report.failures else 0


def _sent(seed: str, folder: Path, checkout: Path, databases: Databases, *, is_short: bool) -> Report:
    import django

    django.setup()
    import logging

    logging.disable(logging.CRITICAL)  # the report says it better
    from django.db import connection

    from tests.fuzz import chapters, sending, stage

    report = Report()
    world = stage.build(folder)
    connection.close()
    databases.copy("served")
    forms, raw = (SHORT_FORMS, SHORT_RAW) if is_short else (FORMS, RAW)
    start = time.monotonic()
    if numbers := _numbers("form", forms // chapters.A_CHAPTER):
        report.add(found := chapters.run(seed, world, databases, numbers))
        _say(f"forms: {found} ({time.monotonic() - start:.0f} s)")
    if numbers := _numbers("raw", raw):
        start = time.monotonic()
        os.environ["DATABASE_URL"] = databases.url("served")
        _use(databases, "served")
        site = Site(
            checkout,
            os.environ["DATABASE_URL"],
            "--workers",
            "2",
            **{name: os.environ[name] for name in _environment(folder, databases)},
        )
        try:
            site.wait()
            report.add(found := sending.send_all(site, seed, world, numbers))
        finally:
            site.kill()
        _say(f"raw: {found} ({time.monotonic() - start:.0f} s)")
    return report


def _use(databases: Databases, database: str) -> None:
    """Let this process look at `database` from now on."""
    import dj_database_url
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = dj_database_url.parse(databases.url(database))["NAME"]


def _say(text: str) -> None:
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
