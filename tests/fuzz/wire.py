"""Bytes sent over a socket, and what became of them."""

from __future__ import annotations

import re
import socket
import time
from contextlib import suppress

PATIENCE = 20.0  # seconds without an answer that are a hang: the machine may be busy
_STATUS = re.compile(rb"(?:HTTP/1\.[01] 1\d\d [^\0]*?\r\n\r\n)*HTTP/1\.[01] (\d{3})")


def send(port: int, raw: bytes) -> int:
    """The status of the answer; 0 where the server hangs up without one, -1 where it does neither."""
    end = time.monotonic() + PATIENCE
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        with suppress(OSError):  # it may answer before it has read all
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
        return _answer(connection, end)


def _answer(connection: socket.socket, end: float) -> int:
    """Reads to the end: an answer that begins and never ends is a hang too."""
    found = b""
    with suppress(ConnectionResetError):
        while True:
            connection.settimeout(max(end - time.monotonic(), 0.01))
            try:
                piece = connection.recv(65536)
            except TimeoutError:
                return -1
            if not piece:
                break
            found = (found + piece)[:500]
    status = _STATUS.match(found)
    return int(status[1]) if status else 0
