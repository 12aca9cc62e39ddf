"""Started as an operator starts it: refused in a sentence, or serving from code that it may not write to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster
from tests.faults.ports import free_port
from tests.faults.site import Site, environment, manage

KEY_AGAIN = "import secrets; print(secrets.token_urlsafe(50))"


def refused(checkout: Path, *options: str, **values: str) -> subprocess.CompletedProcess[str]:
    """gunicorn, that is not to start."""
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{free_port()}", "--no-control-socket"]
    return subprocess.run(  # noqa: S603 - the server docs/deploy.md names
        [*command, *options],
        cwd=checkout,
        env=environment(checkout, "sqlite://:memory:", **values),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_gunicorn_says_what_is_missing_once_and_last(checkout: Path):
    done = refused(checkout, "config.wsgi", "--workers", "3", ALLOWED_HOSTS="", SECRET_KEY="secret")
    assert done.returncode != 0
    last = done.stderr.splitlines()[-1]
    assert last.startswith("Not started: ALLOWED_HOSTS is not set, ")
    assert last.endswith(f"python3 -c '{KEY_AGAIN}'.")
    assert done.stderr.count("Not started: ") == 1
    assert "Traceback" not in done.stderr
    assert "Booting worker" not in done.stderr


def test_the_start_is_refused_where_enquiries_would_vanish(checkout: Path):
    done = refused(checkout, "config.wsgi", ENQUIRY_EMAIL="desk@example.org", EMAIL_URL="console://")
    assert done.returncode > 0
    assert "EMAIL_URL is console://, which delivers nothing" in done.stderr


@pytest.mark.parametrize("entry", ["config.wsgi", "config.asgi"])
def test_an_entry_refuses_by_itself_and_is_not_tried_again(checkout: Path, entry: str):
    without = checkout.parent / "no_hooks.py"
    without.touch()
    done = refused(checkout, "--config", str(without), entry, TIME_ZONE="Tokyo")
    assert done.returncode != 0
    assert "Not started: TIME_ZONE is “Tokyo”." in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("Booting worker") == 1


@pytest.fixture
def read_only(checkout: Path) -> Path:
    """A copy of the checkout in which nobody may write, not even its owner."""
    copy = checkout.parent / "read_only"
    if not copy.exists():
        shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(".*"))
        subprocess.run(["chmod", "-R", "a=rX", copy], check=True)  # noqa: S603, S607 - our own folder
    return copy


@pytest.fixture
def under() -> list[str]:
    """The command line under which a program may write no more than its user may: root loses what lets it."""
    if os.getuid() != 0:
        return []
    if (setpriv := shutil.which("setpriv")) is None:
        pytest.skip("root may write everywhere unless setpriv (util-linux) takes that away")
    command = [setpriv, "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
    if subprocess.run([*command, "true"], check=False).returncode:  # noqa: S603
        pytest.skip("root may not give up here what lets it write everywhere")
    return command


@pytest.mark.parametrize("kind", ["postgres", "sqlite"])
def test_code_that_may_not_be_written_is_served_and_nothing_is_tried(
    read_only: Path, under: list[str], tmp_path: Path, kind: str, request: pytest.FixtureRequest
):
    touched = subprocess.run([*under, "touch", read_only / "x"], check=False, capture_output=True)  # noqa: S603
    assert touched.returncode != 0
    if kind == "postgres":
        cluster: Cluster = request.getfixturevalue("postgres")
        url = cluster.url(request.getfixturevalue("database"))
    else:
        url = f"sqlite:///{tmp_path / 'db.sqlite3'}"
        done = manage(read_only, url, "migrate", "-v0", under=under)
        assert done.returncode == 0, done.stderr
    site = Site(read_only, url, "--workers", "1", under=under)
    try:
        site.wait()
        for path in ("/ja/", "/en/guides/", "/ja/search/?q=card", "/admin/login/", "/healthz"):
            assert site.get(path).status == 200, f"{path}:\n{site.log}"
    finally:
        site.kill()
    assert "Traceback" not in site.log
    assert "Permission" not in site.log
