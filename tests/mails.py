"""Mails as they leave: by whoever works the outbox, never by the request that received the enquiry."""

from __future__ import annotations

import io
from datetime import datetime

from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone

from contact.models import Enquiry
from contact.outbox import send_waiting


def mailed() -> list[EmailMessage]:
    """All mails there are, once what waits has been mailed."""
    send_waiting()
    return mail.outbox


def send_enquiries() -> tuple[str, str]:
    """What the command says, and what it complains of."""
    said, complained = io.StringIO(), io.StringIO()
    call_command("send_enquiries", stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def state_of(enquiry: Enquiry, now: datetime | None = None) -> str:
    """What became of its mail, as admin says."""
    return Enquiry.objects.with_mail_state(now or timezone.now()).get(pk=enquiry.pk).mail_state
