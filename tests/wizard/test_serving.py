"""The servers read an address of ten thousand Japanese characters, so that it is answered in words."""

from __future__ import annotations

import runpy
import socket
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from wizard.serving import PatientServer

LONG = quote("請求" * 5000)


def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """How long the query was."""
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["QUERY_STRING"])).encode()]


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a developer's server."""
    server = PatientServer(("127.0.0.1", 0), object)
    server.set_app(answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_developers_server_reads_them(address: str) -> None:
    with urlopen(f"{address}?q={LONG}") as response:  # noqa: S310 - our own server
        assert int(response.read()) == len("q=") + len(LONG)


def test_gunicorn_is_told_to() -> None:
    assert runpy.run_path(str(Path(settings.BASE_DIR) / "gunicorn.conf.py"))["limit_request_line"] == 0


def test_a_port_that_is_taken_is_said_before_anything_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used .*make run PORT="):
            call_command("serve", port=str(port))
    assert "Michishirube is at" not in capsys.readouterr().out
