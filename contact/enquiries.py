"""Enquiries: stored first, then mailed; a mail that fails stays queued; personal data expires.

One function per step of an enquiry's life: `receive`, `mail_to_staff`, `send_waiting`, `forget_expired`.

Nothing is mailed twice: whoever mails an enquiry holds its row (`_held`), and one that is still being received is left
to who receives it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone

from contact.addresses import deliverable
from contact.models import Enquiry

# Letters and digits that are not taken for each other when read out.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFERENCE = rf"[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}"
PER_HOUR = 5
# So long an enquiry is left to the request that received it.
RECEIVING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wrote, already checked by the form."""

    name: str
    mail: str
    text: str
    pack: str
    way: str
    language: str
    once: UUID


class TooMany(Exception):
    """Whoever asks has asked too often lately; nothing was stored."""


def is_offered() -> bool:
    """Whether the operator takes enquiries (`ENQUIRY_EMAIL` is set)."""
    return bool(settings.ENQUIRY_EMAIL)


def receive(question: Question, *, is_too_often: Callable[[], bool]) -> Enquiry:
    """Store `question` under a new reference number, then try to mail it to staff; sent twice, it is the first one.

    Raises TooMany when it is none that was sent before and `is_too_often` says so.
    """
    given = {
        "reference": new_reference(),
        "name": question.name,
        "mail": question.mail,
        "text": question.text,
        "pack": question.pack,
        "way": question.way,
        "language": question.language,
        "expires_at": timezone.now() + timedelta(days=settings.ENQUIRY_KEEP_DAYS),
    }
    with transaction.atomic():
        enquiry, is_new = Enquiry.objects.get_or_create(once=question.once, defaults=given)
        # Counted only now: of two at the same moment, the one that waited for the other's row is none.
        if is_new and is_too_often():
            raise TooMany
    if is_new:
        mail_to_staff(enquiry.pk)
    return enquiry


def new_reference() -> str:
    """A reference number nobody can guess."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(2))


def mail_to_staff(key: int) -> bool:
    """Send the enquiry `key` to the operator, unless somebody else has or does.

    False when it was not sent; a failure is noted on it, and it stays queued.
    """
    with _held(key) as enquiry:
        return enquiry is not None and _mail(enquiry)


@contextmanager
def _held(key: int) -> Iterator[Enquiry | None]:
    """The enquiry `key`, for nobody else meanwhile; None when it does not wait, or somebody else holds it.

    SQLite can only hold all rows at once, which would make every reader's vote wait for the mail server: there the
    enquiry is only looked at anew.
    """
    holds = connection.features.has_select_for_update_skip_locked
    with transaction.atomic() if holds else nullcontext():
        yield Enquiry.objects.waiting().select_for_update(skip_locked=holds).filter(pk=key).first()


def _mail(enquiry: Enquiry) -> bool:
    enquiry.attempts += 1
    body = f"{enquiry.name or '-'} <{enquiry.mail}>\n\n{enquiry.text}\n\n{enquiry.pack}\n"
    message = EmailMessage(
        subject=f"[{enquiry.reference}] {' '.join(enquiry.text.split())[:60]}",
        body=body,
        to=[settings.ENQUIRY_EMAIL],
        reply_to=[deliverable(enquiry.mail)],
    )
    try:
        message.send()
    except (OSError, SMTPException) as error:
        enquiry.last_error = f"{type(error).__name__}: {error}"[:200]
        enquiry.save(update_fields=["attempts", "last_error"])
        return False
    enquiry.mailed_at, enquiry.last_error = timezone.now(), ""
    enquiry.save(update_fields=["attempts", "last_error", "mailed_at"])
    return True


def send_waiting() -> tuple[int, int]:
    """Try again to mail what is still queued, oldest first; returns (sent, still waiting)."""
    received = Enquiry.objects.waiting().filter(created_at__lte=timezone.now() - RECEIVING)
    keys = list(received.order_by("created_at").values_list("pk", flat=True))
    return sum(map(mail_to_staff, keys)), Enquiry.objects.waiting().count()


def forget_expired(now: datetime) -> int:
    """Delete the enquiries whose time is over at `now`; returns how many."""
    return Enquiry.objects.expired(now).delete()[0]
