"""A mail server on this machine that takes mails, says nothing at all, or dies at the end of one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from threading import Event, Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.ports import free_port, silent_port


class MailServer:
    """Takes mails; `taken` counts them by Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.came = Event()  # a mail is there in full
        self.before_taken = 0.0  # seconds between the last line of a mail and that it is taken
        self.before_answer = 0.0  # seconds between that and the answer
        self.may_answer = Event()  # until then there is none
        self.may_answer.set()
        self.hangs_up = False  # instead of the answer
        self._lock = Lock()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port(), ready_timeout=20)

    @property
    def url(self) -> str:
        """What `EMAIL_URL` says of it."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one mail."""
        self.came.set()
        await asyncio.sleep(self.before_taken)
        number = str(message_from_bytes(envelope.content or b"")["Message-ID"])  # type: ignore[arg-type]
        with self._lock:
            self.taken[number] += 1
        await asyncio.sleep(self.before_answer)
        while not self.may_answer.is_set():
            await asyncio.sleep(0.02)
        if self.hangs_up and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 taken"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """One that is there until the end."""
    server = MailServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def silent_server() -> Iterator[str]:
    """The address of one that takes connections and says nothing."""
    with silent_port() as port:
        yield f"smtp://127.0.0.1:{port}"
