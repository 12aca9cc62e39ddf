"""The site as it is served: gunicorn with its workers, started, reloaded, stopped and killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.ports import free_port

BASE = Path(__file__).resolve().parents[2]
KEY = "of-these-tests-alone-Zq3vX8mR2tY6wB9nK4pL7sD1fG5hJ0cV"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, how long it took in seconds."""

    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float


def environment(checkout: Path, database: str, **more: str) -> dict[str, str]:
    """What docs/deploy.md has an operator set, for a server without HTTPS on this machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    site = {
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "DATABASE_URL": database,
        "PYTHONPATH": str(checkout),
        "PYTHONUNBUFFERED": "1",
    }
    return kept | site | more


def manage(
    checkout: Path, database: str, *arguments: str, under: Sequence[str] = (), **more: str
) -> subprocess.CompletedProcess[str]:
    """A command of manage.py, to its end; started by the command line `under`."""
    command = [*under, sys.executable, "manage.py", *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        command,
        cwd=checkout,
        env=environment(checkout, database, **more),
        capture_output=True,
        text=True,
        check=False,
    )


_LEFT_BEHIND = shutil.ignore_patterns(
    ".*", "*.sqlite3*", "__pycache__", "staticfiles", "content", "bench", "docs"
)


def served_checkout(folder: Path) -> Path:
    """A copy of the project in `folder` as it stands on a server: without content, its static files collected."""
    copy = folder / "checkout"
    shutil.copytree(BASE, copy, ignore=_LEFT_BEHIND)
    must(copy, "sqlite://:memory:", "collectstatic", "--no-input")
    return copy


def must(checkout: Path, database: str, *arguments: str) -> None:
    """As `manage`, where anything but success is a failure."""
    done = manage(checkout, database, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


class Site:
    """gunicorn in a process group of its own, started by the command line `under`; `log` is what it said."""

    def __init__(
        self, checkout: Path, database: str, *options: str, under: Sequence[str] = (), **more: str
    ) -> None:
        self.port = free_port()
        self._log = checkout.parent / f"gunicorn-{self.port}.log"
        command = [
            *under, sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}",
            "--no-control-socket", *(options or ("--workers", "2")),
        ]  # fmt: skip
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - the server docs/deploy.md names
                command, cwd=checkout, env=environment(checkout, database, **more),
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait(self, path: str = "/livez", seconds: float = 40) -> None:
        """Until it answers `path` with 200."""
        end = time.monotonic() + seconds
        while True:
            try:
                if self.get(path).status == 200:
                    return
            except (OSError, HTTPException):
                pass
            assert self.process.poll() is None, f"it stopped:\n{self.log}"
            assert time.monotonic() < end, f"nobody answers {path}:\n{self.log}"
            time.sleep(0.1)

    def get(self, path: str, *, timeout: float = 30, **headers: str) -> Answer:
        """GET by a browser: some counts and limits ask what it is."""
        return self._ask("GET", path, None, timeout, headers)

    def head(self, path: str) -> Answer:
        """As `get`, without the text."""
        return self._ask("HEAD", path, None, 30, {})

    def post(self, path: str, data: Mapping[str, str], *, timeout: float = 30, **headers: str) -> Answer:
        """POST a form of this site."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            **headers,
        }
        return self._ask("POST", path, urlencode(data), timeout, headers)

    def send(self, path: str, body: bytes, kind: str) -> Answer:
        """POST `body`, which is of the content type `kind`."""
        return self._ask("POST", path, body, 30, {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"})

    def _ask(
        self, method: str, path: str, body: str | bytes | None, timeout: float, headers: dict[str, str]
    ) -> Answer:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told.setdefault(
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
        )
        start = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, told)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            return Answer(answer.status, dict(answer.getheaders()), text, time.monotonic() - start)
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The processes that answer."""
        main = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split()]

    def reload(self) -> None:
        """New workers in the place of the old ones, as `systemctl reload` does; returns at once."""
        self.process.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        """A normal stop, waited for."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(60)

    def kill(self) -> None:
        """kill -9 of all its processes."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
