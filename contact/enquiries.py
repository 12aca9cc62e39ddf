"""Enquiries: stored first, then mailed; a mail that fails stays queued; personal data expires.

One function per step of an enquiry's life: `receive`, `mail_to_staff`, `send_waiting`, `forget_expired`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from contact.models import Enquiry

# Letters and digits that are not taken for each other when read out.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PER_HOUR = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wrote, already checked by the form."""

    name: str
    mail: str
    text: str
    pack: str
    way: str
    language: str


def is_offered() -> bool:
    """Whether the operator takes enquiries (`ENQUIRY_EMAIL` is set)."""
    return bool(settings.ENQUIRY_EMAIL)


def receive(question: Question) -> Enquiry:
    """Store `question` under a new reference number, then try to mail it to staff."""
    enquiry = Enquiry.objects.create(
        reference=_new_reference(),
        name=question.name,
        mail=question.mail,
        text=question.text,
        pack=question.pack,
        way=question.way,
        language=question.language,
        expires_at=timezone.now() + timedelta(days=settings.ENQUIRY_KEEP_DAYS),
    )
    mail_to_staff(enquiry)
    return enquiry


def _new_reference() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(2))


def mail_to_staff(enquiry: Enquiry) -> bool:
    """Send `enquiry` to the operator; a failure is noted on it and False comes back."""
    enquiry.attempts += 1
    body = f"{enquiry.name or '-'} <{enquiry.mail}>\n\n{enquiry.text}\n\n{enquiry.pack}\n"
    message = EmailMessage(
        subject=f"[{enquiry.reference}] {' '.join(enquiry.text.split())[:60]}",
        body=body,
        to=[settings.ENQUIRY_EMAIL],
        reply_to=[enquiry.mail],
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
    results = [mail_to_staff(enquiry) for enquiry in Enquiry.objects.waiting().order_by("created_at")]
    return results.count(True), results.count(False)


def forget_expired(now: datetime) -> int:
    """Delete the enquiries whose time is over at `now`; returns how many."""
    return Enquiry.objects.expired(now).delete()[0]
