"""What is known of a mail after the mail server was talked to: taken, refused, or nothing at all."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Thread
from unittest.mock import Mock

import pytest

from contact import outbox, smtp
from contact.outbox import send_waiting
from tests.contact.arriving import arrived
from tests.mails import state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]
ANSWERS = {
    "greeting": "220 hello", "EHLO": "250 hello", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on",
    "RSET": "250 ok", "QUIT": "221 bye",
}  # fmt: skip
# The mails that a server got in full, once its conversation is over.
Got = Callable[[], list[bytes]]
Serve = Callable[..., Got]


def impatient_quit(client: smtplib.SMTP) -> tuple[int, bytes]:
    """Part without the patience one has for a mail."""
    assert client.sock
    client.sock.settimeout(0.3)
    return client.docmd("QUIT")


def serve_one(server: socket.socket, answers: dict[str, str], got: list[bytes]) -> None:
    """Talk to one client; an empty answer hangs up, none at all is silence until the client goes."""
    client, _address = server.accept()
    with client, client.makefile("rb") as lines:
        said = "greeting"
        while True:
            answer = answers.get(said)
            if answer == "":
                return
            if answer:
                client.sendall(answer.encode() + b"\r\n")
            if answer == ANSWERS["DATA"]:
                got.append(b"".join(iter(lines.readline, b".\r\n")))
                said = "text"
                continue
            line = lines.readline()
            if not line:
                return
            said = line[:4].decode().strip().upper()


@pytest.fixture
def serve(settings, monkeypatch) -> Iterator[Serve]:
    """`serve(MAIL="…", text="…")`: a mail server for one conversation that answers so."""
    threads: list[Thread] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def started(**answers: str) -> Got:
            mails: list[bytes] = []
            settings.EMAIL_BACKEND = "contact.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
            silent = {name for name, answer in answers.items() if answer == "silence"}
            settings.EMAIL_TIMEOUT = 0.3 if silent & {"greeting", "RCPT"} else 20
            monkeypatch.setattr(smtp, "LAST_WORD", 0.3 if "text" in silent else 20)
            if "QUIT" in silent:
                monkeypatch.setattr(smtplib.SMTP, "quit", impatient_quit)
            told = {name: answer for name, answer in {**ANSWERS, **answers}.items() if name not in silent}
            talking = Thread(target=serve_one, args=(server, told, mails))
            talking.start()
            threads.append(talking)

            def got() -> list[bytes]:
                talking.join()
                return mails

            return got

        yield started
        for thread in threads:
            thread.join()


@pytest.mark.parametrize(
    ("answers", "state", "words"),
    [
        ({"text": "250 queued"}, "mailed", ""),
        ({"text": "250 queued", "QUIT": ""}, "mailed", ""),
        ({"text": "250 queued", "QUIT": "silence"}, "mailed", ""),
        ({"greeting": "silence"}, "waiting", "timed out"),
        ({"greeting": ""}, "waiting", "closed"),
        ({"greeting": "554 not you"}, "waiting", "554 not you"),
        ({"MAIL": "451 later"}, "waiting", "451 later"),
        ({"RCPT": "550 nobody here"}, "waiting", "550 nobody here"),
        ({"RCPT": "silence"}, "waiting", "timed out"),
        ({"DATA": "503 no"}, "waiting", "503 no"),
        ({"DATA": ""}, "waiting", "closed"),
        ({"text": "452 disk full"}, "waiting", "452 disk full"),
        ({"text": "554 spam"}, "waiting", "554 spam"),
        ({"text": ""}, "doubt", "closed"),
        ({"text": "silence"}, "doubt", "timed out"),
        ({"text": "nonsense"}, "doubt", "not understood"),
        ({"text": "x" * 9000}, "doubt", "Line too long"),
        ({"text": "200 hm"}, "doubt", "200"),
    ],
    ids=str,
)
def test_only_the_end_of_the_text_leaves_it_in_doubt(
    serve: Serve, answers: dict[str, str], state: str, words: str
):
    got = serve(**answers)
    enquiry = arrived()
    assert send_waiting().count == (state == "mailed")
    enquiry.refresh_from_db()
    assert (state_of(enquiry), enquiry.attempts) == (state, 1)
    assert words in enquiry.last_error
    assert len(got()) == ("text" in answers)


def test_the_last_word_on_a_mail_may_take_longer_than_any_other_answer(serve: Serve, monkeypatch):
    waited: list[float | None] = []
    settimeout = socket.socket.settimeout

    def noted(self: socket.socket, seconds: float | None) -> None:
        waited.append(seconds)
        settimeout(self, seconds)

    serve(text="250 queued")
    monkeypatch.setattr(smtp, "LAST_WORD", 33)
    monkeypatch.setattr("socket.socket.settimeout", noted)
    arrived()
    assert send_waiting().count == 1
    assert waited == [20, 33]


def test_without_a_server_nothing_is_claimed(settings, monkeypatch):
    claim = Mock()
    monkeypatch.setattr(outbox, "_claim", claim)
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = gone.getsockname()
    settings.EMAIL_BACKEND = "contact.smtp.EmailBackend"
    enquiry = arrived()
    assert "Connection refused" in send_waiting().trouble
    claim.assert_not_called()
    assert state_of(enquiry) == "waiting"
