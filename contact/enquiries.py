"""Enquiries: stored when they arrive, mailed to staff by the outbox, forgotten when their time is over."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contact.models import Enquiry
from contact.postman import call_postman

# Letters and digits that are not taken for each other when read out.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFERENCE = rf"[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}"
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
    once: UUID


class TooMany(Exception):
    """Whoever asks has asked too often lately; nothing was stored."""


def is_offered() -> bool:
    """Whether the operator takes enquiries (`ENQUIRY_EMAIL` is set)."""
    return bool(settings.ENQUIRY_EMAIL)


def receive(question: Question, *, is_too_often: Callable[[], bool]) -> Enquiry:
    """Store `question` under a new reference number, to be mailed to staff soon; sent twice, it is the first one.

    Raises TooMany when it is none that was sent before and `is_too_often` says so, and a database's error when it
    could not be stored.
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
            transaction.on_commit(call_postman, robust=True)
    return enquiry


def new_reference() -> str:
    """A reference number nobody can guess."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(2))


def forget_expired(now: datetime) -> int:
    """Delete the enquiries whose time is over at `now` and that have reached staff; returns how many."""
    return Enquiry.objects.expired(now).delivered().delete()[0]
