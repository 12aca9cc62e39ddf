"""Requests per second from gunicorn on the loopback address, for a bounded time.

Clients and server share the machine, so the figures compare the kinds with each other; a server does better alone.
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench import FLOOR, MEASURED, TRAIL, place
from bench.measure import environment

_HOST = "127.0.0.1"
_CLIENTS = 8
_ROUNDS = 5
_PATIENCE = 30  # seconds for the server to come up
_ETAG = re.compile(rb"^ETag: (.*?)\r", re.MULTILINE | re.IGNORECASE)


def requests_per_second(database: str, folder: Path, seconds: float) -> dict[str, float]:
    """How many requests of each kind are answered a second: the median of rounds, `seconds` in all for a kind."""
    page = place(MEASURED)
    with _server(database, folder) as port:
        found = _ETAG.search(_answer(port, _request(page, TRAIL)))
        etag = found[1].decode() if found else ""
        kinds = {
            "floor": _request(FLOOR),
            "page": _request(page, TRAIL),
            "fragment": _request(page, TRAIL, "HX-Request: true"),
            "304": _request(page, TRAIL, f"If-None-Match: {etag}"),
        }
        rounds: dict[str, list[float]] = {kind: [] for kind in kinds}
        for number in range(_ROUNDS + 1):
            for kind, request in kinds.items():
                rate = _rate(port, request, seconds / _ROUNDS)
                if number:  # the first round is for warming up
                    rounds[kind].append(rate)
    return {kind: statistics.median(rates) for kind, rates in rounds.items()}


@contextmanager
def _server(database: str, folder: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind((_HOST, 0))
        port: int = free.getsockname()[1]
    options = f"--bind={_HOST}:{port} --workers={os.cpu_count()} --worker-class=gthread --threads=4"
    command = [sys.executable, "-m", "gunicorn", *options.split(), "--log-level=error", "config.wsgi"]
    with subprocess.Popen(command, env=environment(database, folder)) as server:  # noqa: S603
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            _answer(port, _request(FLOOR))
        except ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _request(path: str, query: str = "", *headers: str) -> bytes:
    always = (f"Host: {_HOST}", "Accept-Language: ja", "Connection: close")
    return "\r\n".join([f"GET {path}?{query} HTTP/1.1", *always, *headers, "", ""]).encode()


def _answer(port: int, request: bytes) -> bytes:
    """The whole response; raises RuntimeError when it is neither a page nor "not modified"."""
    with socket.create_connection((_HOST, port), timeout=_PATIENCE) as connection:
        connection.sendall(request)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    status = received.partition(b"\r\n")[0]
    if b" 200 " not in status and b" 304 " not in status:
        raise RuntimeError(f"The server answered “{status.decode()}”.")
    return received


def _rate(port: int, request: bytes, seconds: float) -> float:
    began = time.monotonic()

    def ask(_client: int) -> int:
        count = 0
        while time.monotonic() < began + seconds:
            _answer(port, request)
            count += 1
        return count

    with ThreadPoolExecutor(_CLIENTS) as clients:
        answered = sum(clients.map(ask, range(_CLIENTS)))
    return answered / (time.monotonic() - began)
