"""The outbox: enquiries on their way to staff by mail. The rows are the queue.

The thread of each serving process (`contact.postman`) and the command `send_enquiries` work it by the same `send_waiting`.

Who is about to send an enquiry claims it first, and confirms afterwards. Nobody sends what is claimed. A failure that is
certain puts it back, to be tried again later. Who is killed in between, or gets no answer from the server for a mail that
it has in full, cannot know: the enquiry is in doubt, and staff decide (`queue_again`, `mark_mailed`). Every mail of an
enquiry has the same Message-ID.

No transaction is open while a mail server is talked to.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q
from django.utils import timezone

from contact.addresses import deliverable
from contact.models import Enquiry
from contact.smtp import Unanswered, in_words, is_lasting
from ground.once import TWICE

logger = logging.getLogger(__name__)

# Longer than any conversation about one mail: four answers, the last word, and the database away meanwhile.
CLAIM = timedelta(minutes=3)
_FIRST_DELAY, _MOST_DELAY = timedelta(seconds=30), timedelta(minutes=15)
# Until the next try after a refusal for good (5xx), which somebody has to mend.
_LASTING_DELAY = timedelta(hours=1)
# Seconds before each try to write down what became of a mail.
_PAUSES = (0, 1, 5, 15)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of going through the outbox: how many mails went out, and why no more did."""

    count: int
    trouble: str = ""


class _Trouble(Exception):
    """It is no use to try the others now. `again`: when it is."""

    def __init__(self, words: str, again: datetime) -> None:
        super().__init__(words)
        self.words, self.again = words, again


def delay_after(attempts: int, *, lasting: bool = False) -> timedelta:
    """How long to wait after so many attempts in vain (at least one)."""
    return _LASTING_DELAY if lasting else min(_FIRST_DELAY * 2 ** min(attempts - 1, 10), _MOST_DELAY)


def send_waiting(*, only_due: bool = False, hand: AbstractContextManager[Any] | None = None) -> Sent:
    """Try to mail what waits, oldest first; `only_due` leaves out what is to be tried later.

    `hand` is held from the claim of each mail until it is written down what became of it.
    """
    due_at = timezone.now() if only_due else None
    keys = list(Enquiry.objects.queued(due_at).order_by("created_at").values_list("pk", flat=True))
    if keys and not settings.ENQUIRY_EMAIL:
        return Sent(0, "ENQUIRY_EMAIL is not set")
    count = 0
    for key in keys:
        try:
            count += _send(key, due_at, hand or nullcontext())
        except _Trouble as trouble:
            _put_off(trouble, due_at)
            return Sent(count, trouble.words)
    return Sent(count)


def seconds_until_due() -> float | None:
    """How long until one that waits is to be tried; None when none waits."""
    soonest = Enquiry.objects.queued().order_by(F("try_at").asc(nulls_first=True)).only("try_at").first()
    if soonest is None:
        return None
    return (soonest.try_at - timezone.now()).total_seconds() if soonest.try_at else 0.0


def queue_again(enquiry: Enquiry) -> bool:
    """Have one that is in doubt mailed again, or one that waits tried at once; False when it is neither.

    One in doubt for a moment only was tried again just now, by the first click of two.
    """
    row = Enquiry.objects.waiting().filter(pk=enquiry.pk)
    found = row.filter(Q(mailing_until=None) | Q(mailing_until__lte=timezone.now() - TWICE))
    return bool(found.update(mailing_until=None, try_at=None))


def mark_mailed(enquiry: Enquiry) -> bool:
    """Somebody has found the mail of one that was in doubt: it went out then. False when it is not in doubt."""
    found = Enquiry.objects.in_doubt(timezone.now()).filter(pk=enquiry.pk)
    return bool(found.update(mailed_at=F("mailing_until"), mailing_until=None, try_at=None, last_error=""))


def _send(key: int, due_at: datetime | None, hand: AbstractContextManager[Any]) -> bool:
    """Send one, unless somebody else has or does; whether it went out. Raises _Trouble."""
    if not Enquiry.objects.queued(due_at).filter(pk=key).exists():
        return False
    with _mail_server(key) as server, hand:
        enquiry = _claim(key, due_at)
        return enquiry is not None and _hand_over(enquiry, server)


@contextmanager
def _mail_server(key: int) -> Iterator[BaseEmailBackend]:
    """A connection to the mail server. Raises _Trouble when there is none: then nothing was claimed yet."""
    try:
        server: BaseEmailBackend = get_connection()
    except (ImproperlyConfigured, ValueError, OSError) as error:
        raise _not_reached(key, error) from error
    try:
        try:
            server.open()
        except OSError as error:  # smtplib's own are such too
            raise _not_reached(key, error) from error
        yield server
    finally:
        with suppress(OSError):  # what is said at parting changes nothing
            server.close()


def _not_reached(key: int, error: Exception) -> _Trouble:
    Enquiry.objects.queued().filter(pk=key).update(attempts=F("attempts") + 1)
    attempts = Enquiry.objects.filter(pk=key).values_list("attempts", flat=True).first() or 1
    return _Trouble(in_words(error), timezone.now() + delay_after(attempts, lasting=is_lasting(error)))


def _claim(key: int, due_at: datetime | None) -> Enquiry | None:
    """The enquiry, for nobody else until it is settled; None when somebody else was faster."""
    until = timezone.now() + CLAIM
    claimed = Enquiry.objects.queued(due_at).filter(pk=key)
    if not claimed.update(mailing_until=until, attempts=F("attempts") + 1, last_error=""):
        return None
    return Enquiry.objects.filter(pk=key, mailing_until=until).first()


def _hand_over(enquiry: Enquiry, server: BaseEmailBackend) -> bool:
    """Give the claimed enquiry to the mail server and write down what became of it; whether it went out."""
    try:
        taken = message_of(enquiry, server).send()
    except Unanswered as error:
        raise _in_doubt(enquiry, in_words(error)) from error
    except OSError as error:  # smtplib's own are such too
        again = _failed(enquiry, error)
        if not isinstance(error, SMTPDataError):  # that is about this text alone
            raise _Trouble(in_words(error), again) from error
    except Exception as error:
        logger.exception("Enquiry %s cannot be mailed.", enquiry.reference)
        _failed(enquiry, error)
    except BaseException:  # the process is told to end in the middle of it
        _in_doubt(enquiry, "interrupted")
        raise
    else:
        if taken:
            _settle(enquiry, mailed_at=timezone.now(), mailing_until=None, try_at=None)
            return True
        _failed(enquiry, ValueError("there is nobody to mail it to"))
    return False


def _failed(enquiry: Enquiry, error: Exception) -> datetime:
    """It certainly did not go out; when it is tried again."""
    again = timezone.now() + delay_after(enquiry.attempts, lasting=is_lasting(error))
    _settle(enquiry, mailing_until=None, try_at=again, last_error=in_words(error))
    return again


def _in_doubt(enquiry: Enquiry, words: str) -> _Trouble:
    """Nobody knows whether it went out. The more there are, the later others are risked."""
    now = timezone.now()
    _settle(enquiry, mailing_until=now, last_error=words)
    logger.error(
        "Enquiry %s may or may not have been mailed: %s. Say in admin which.", enquiry.reference, words
    )
    return _Trouble(words, now + delay_after(max(Enquiry.objects.in_doubt(now).count(), 1)))


def _settle(enquiry: Enquiry, **values: Any) -> None:
    """Write down what became of a claimed enquiry, unless its claim has been taken away meanwhile.

    A database that is away for a moment is waited for: what is known must not be forgotten.
    """
    row = Enquiry.objects.filter(pk=enquiry.pk, mailing_until=enquiry.mailing_until)
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            row.update(**values)
            return
        except (OperationalError, InterfaceError):
            if pause == _PAUSES[-1]:
                raise
            connection.close()


def _put_off(trouble: _Trouble, due_at: datetime | None) -> None:
    """Let all that would have been tried now wait as long as the one that could not be sent."""
    rows = Enquiry.objects.queued(due_at).filter(Q(try_at=None) | Q(try_at__lt=trouble.again))
    rows.update(try_at=trouble.again, last_error=trouble.words)
    waiting = Enquiry.objects.queued().filter(try_at=trouble.again).count()  # and the one that failed
    again = f"{timezone.localtime(trouble.again):%Y-%m-%d %H:%M:%S}"  # as the log's own times are written
    logger.warning("Enquiries cannot be mailed: %s. %d wait until %s.", trouble.words, waiting, again)


def message_of(enquiry: Enquiry, server: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail of an enquiry. A server or a mail program that gets it twice sees by its Message-ID that it is the same."""
    _local, _at, domain = deliverable(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]).rpartition("@")
    return EmailMessage(
        subject=f"[{enquiry.reference}] {' '.join(enquiry.text.split())[:60]}",
        body=f"{enquiry.name or '-'} <{enquiry.mail}>\n\n{enquiry.text}\n\n{enquiry.pack}\n",
        to=[settings.ENQUIRY_EMAIL] if settings.ENQUIRY_EMAIL else [],
        reply_to=[deliverable(enquiry.mail)],
        headers={"Message-ID": f"<enquiry.{enquiry.reference}@{domain or 'localhost'}>"},
        connection=server,
    )
