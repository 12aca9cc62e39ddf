"""Handing a mail to an SMTP server so that afterwards it is known whether it may have taken it."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends import smtp

# Seconds for its last word on a mail that it has in full: some look through every mail first. All other answers have EMAIL_TIMEOUT.
LAST_WORD = 60


class Unanswered(smtplib.SMTPException):
    """The whole mail went out, and the server did not say whether it took it."""


class _Careful:
    """What both kinds of connection do beyond smtplib. Mixed in before `smtplib.SMTP`."""

    _is_out = False

    def send(self, s: Any) -> None:
        """Send a command (a text) or the mail itself (bytes)."""
        super().send(s)  # type: ignore[misc]
        if isinstance(s, bytes):
            self._is_out = True
            self.sock.settimeout(LAST_WORD)  # type: ignore[attr-defined]

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the mail and return the answer: taken (250) or refused (4xx, 5xx). Raises Unanswered for any other end."""
        self._is_out = False
        try:
            code, said = super().data(msg)  # type: ignore[misc]
        except OSError as error:  # smtplib's own are such too
            if self._is_out:
                raise Unanswered(f"no answer after the whole mail was sent ({error})") from error
            raise
        if code != 250 and not 400 <= code <= 599:
            raise Unanswered(f"not understood after the whole mail was sent: {code} {said!r}")
        return code, said


class _Plain(_Careful, smtplib.SMTP):
    """Without encryption, or until STARTTLS."""


class _Encrypted(_Careful, smtplib.SMTP_SSL):
    """Encrypted from the beginning."""


class EmailBackend(smtp.EmailBackend):
    """Django's, which raises Unanswered where nobody knows whether the server took the mail."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What connects."""
        return _Encrypted if self.use_ssl else _Plain


def is_lasting(error: Exception) -> bool:
    """Whether the server said that trying again soon is of no use (5xx)."""
    return any(500 <= code <= 599 for code in _codes(error))


def in_words(error: Exception) -> str:
    """What went wrong, for staff and for the log; 200 characters at most."""
    return f"{type(error).__name__}: {_said(error)}"[:200]


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(
            f"{code} {_text(said)} ({address})" for address, (code, said) in error.recipients.items()
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error)


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _said in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _text(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())
