"""Personal data is deleted when its time is over, but never before staff have it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from contact.models import Enquiry
from tests.contact.arriving import arrived
from tests.mails import send_enquiries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]


@pytest.fixture
def nobody_answers(offered, settings) -> None:
    """The mail server is away."""
    settings.EMAIL_BACKEND = "contact.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_personal_data_expires_once_staff_have_it():
    past = timezone.now() - timedelta(days=20)
    enquiries = [
        arrived(expires_at=past),  # mailed just now
        arrived(expires_at=past, state="answered"),
        arrived(expires_at=past, state="closed"),
        arrived(expires_at=past, mailed_at=past),
    ]
    kept = arrived()
    assert send_enquiries() == ("2 mailed, 0 still waiting, 4 deleted because their time is over.\n", "")
    assert list(Enquiry.objects.all()) == [kept]
    assert {sent.subject for sent in mail.outbox} == {
        f"[{enquiry.reference}] Why?" for enquiry in (enquiries[0], kept)
    }


@pytest.mark.usefixtures("nobody_answers")
def test_what_nobody_got_is_kept_beyond_its_time_and_named():
    past = timezone.now() - timedelta(days=20)
    waiting = arrived(expires_at=past)
    doubtful = arrived(expires_at=past, mailing_until=past)
    said, complained = send_enquiries()
    assert said == "0 mailed, 1 still waiting, 0 deleted because their time is over.\n"
    assert f"so they are kept: {waiting.reference}, {doubtful.reference}." in complained
    assert Enquiry.objects.count() == 2


@pytest.mark.usefixtures("nobody_answers")
def test_very_many_are_not_all_named():
    for _ in range(12):
        arrived(expires_at=timezone.now())
    complained = send_enquiries()[1].splitlines()[-1]
    assert complained.count("-") == 10
    assert "and others" in complained
