"""`make run` in a copy of the checkout that was never run: what a stranger meets after the first command."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests.packs import write_pack

LEFT_BEHIND = shutil.ignore_patterns(
    ".*", "*.mo", "*.sqlite3*", "__pycache__", "content", "tests", "bench", "docs"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The project as it is cloned, with a small content pack so that loading takes no time."""
    copy = tmp_path / "checkout"
    shutil.copytree(settings.BASE_DIR, copy, ignore=LEFT_BEHIND)
    write_pack(copy / "content")
    return copy


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def opened_by(address: str, deadline: float) -> None:
    """Wait until somebody listens at `address`: the address is printed a moment before."""
    host, _, port = address.removeprefix("http://").partition(":")
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=5).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "nobody listens"
            time.sleep(0.1)
        else:
            return


@contextmanager
def make_run(checkout: Path) -> Iterator[tuple[str, Callable[[str], str]]]:
    """What it prints until it serves, and a function that gets a page of it. Packages are those of this interpreter."""
    environment = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    installed = Path(sys.prefix)
    command = ["make", "run", f"V={installed}", f"PORT={free_port()}", "-o", f"{installed}/.run"]
    process = subprocess.Popen(  # noqa: S603 - our own Makefile
        command, cwd=checkout, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said = ""
    try:
        while not (address := re.search(r"Michishirube is at (http://127\.0\.0\.1:\d+)/", said)):
            line = process.stdout.readline()
            assert line, f"it stopped:\n{said}"
            said += line
        opened_by(address[1], deadline=time.monotonic() + 60)

        def get(path: str) -> str:
            with urlopen(f"{address[1]}{path}", timeout=30) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())

        yield said, get
    finally:
        process.terminate()
        process.communicate()


def password_of_admin(checkout: Path) -> str:
    """The stored hash of the first user's password."""
    query = "SELECT username, password FROM auth_user"
    shown = subprocess.run(  # noqa: S603 - our own query
        [sys.executable, "-c", f"import sqlite3; print(*sqlite3.connect('db.sqlite3').execute('{query}').fetchone())"],
        cwd=checkout, check=True, capture_output=True, text=True,
    )  # fmt: skip
    name, password = shown.stdout.split()
    assert name == "admin"
    return password


def test_a_stranger_meets_both_languages_and_is_told_the_password_once(checkout: Path):
    with make_run(checkout) as (said, get):
        assert "どうされましたか" in get("/ja/")
        assert "What is the trouble?" in get("/en/")
        assert "支払い" in get("/ja/guides/payment/")
        assert get("/healthz")
    (password,) = re.findall(r"user admin, password (\S+) at /admin/", said)
    assert PBKDF2PasswordHasher().verify(password, password_of_admin(checkout))
    with make_run(checkout) as (said, get):
        assert "password" not in said
        assert "どうされましたか" in get("/ja/")
