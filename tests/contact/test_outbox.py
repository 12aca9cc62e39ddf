"""The outbox: each enquiry is mailed once, what fails is tried again, and what nobody knows is said to staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Thread

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection
from django.utils import timezone

from contact.models import Enquiry, EnquiryQuerySet
from contact.outbox import delay_after, queue_again, seconds_until_due, send_waiting
from contact.smtp import Unanswered
from tests.contact.arriving import arrived
from tests.mails import mailed, send_enquiries, state_of
from tests.meanwhile import once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]
Answers = Callable[..., None]
TAKE = EmailMessage.send


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """`answers(error, None, …)`: what the mail server does with one mail after the other; None takes it, as with all later ones."""

    def one_by_one(*errors: BaseException | None) -> None:
        coming = iter(errors)

        def send(message: EmailMessage) -> int:
            if error := next(coming, None):
                raise error
            return TAKE(message)

        monkeypatch.setattr("django.core.mail.EmailMessage.send", send)

    return one_by_one


def later(**span: float) -> None:
    """So much time goes by for every enquiry that waits or is being sent."""
    for row in Enquiry.objects.all():
        for name in ("try_at", "mailing_until"):
            if moment := getattr(row, name):
                Enquiry.objects.filter(pk=row.pk).update(**{name: moment - timedelta(**span)})


def test_what_waits_is_mailed_once_and_says_the_same_number_every_time():
    enquiry = arrived(text="Why?")
    assert send_enquiries() == ("1 mailed, 0 still waiting, 0 deleted because their time is over.\n", "")
    assert send_enquiries()[0].startswith("0 mailed, 0 still waiting")
    [sent] = mail.outbox
    assert sent.message()["Message-ID"] == f"<enquiry.{enquiry.reference}@localhost>"
    enquiry.refresh_from_db()
    assert (enquiry.mailed_at is not None, enquiry.attempts, state_of(enquiry)) == (True, 1, "mailed")


def test_a_mail_that_fails_stays_queued_with_the_reason_and_is_sent_later(answers: Answers):
    enquiry = arrived()
    answers(SMTPException("server is away"))
    said, complained = send_enquiries()
    assert said.startswith("0 mailed, 1 still waiting")
    assert "server is away" in complained
    enquiry.refresh_from_db()
    assert (enquiry.mailed_at, enquiry.attempts, state_of(enquiry)) == (None, 1, "waiting")
    assert "server is away" in enquiry.last_error
    assert send_enquiries()[0].startswith("1 mailed, 0 still waiting")
    enquiry.refresh_from_db()
    assert (enquiry.attempts, enquiry.last_error) == (2, "")


def test_by_itself_it_is_tried_again_later_and_later_and_by_the_command_at_once(answers: Answers):
    enquiry = arrived()
    answers(*[SMTPServerDisconnected("gone")] * 3)
    waits = []
    for _ in range(3):
        send_waiting(only_due=True)
        waits.append(round(seconds_until_due() or 0, -1))
        assert send_waiting(only_due=True).count == 0  # not yet
        later(minutes=20)
    assert waits == [30, 60, 120]
    enquiry.refresh_from_db()
    assert enquiry.attempts == 3
    assert send_waiting(only_due=True).count == 1
    assert seconds_until_due() is None


def test_the_wait_grows_to_a_quarter_of_an_hour_and_is_an_hour_after_a_refusal_for_good():
    assert [delay_after(n).total_seconds() for n in (1, 2, 3, 6, 7, 10_000)] == [30, 60, 120, 900, 900, 900]
    assert delay_after(1, lasting=True) == timedelta(hours=1)


def test_a_refusal_for_good_is_told_and_tried_rarely(answers: Answers):
    enquiry = arrived()
    answers(SMTPRecipientsRefused({"desk@example.org": (550, b"5.1.1 No such user")}))
    send_waiting(only_due=True)
    enquiry.refresh_from_db()
    assert "550 5.1.1 No such user (desk@example.org)" in enquiry.last_error
    assert 3500 < (seconds_until_due() or 0) <= 3600


def test_when_the_server_takes_no_mail_the_others_are_not_tried_one_by_one(answers: Answers):
    first, second = arrived(), arrived()
    answers(SMTPServerDisconnected("gone"))
    assert send_waiting(only_due=True).count == 0
    for enquiry, attempts in ((first, 1), (second, 0)):
        enquiry.refresh_from_db()
        assert (enquiry.attempts, "gone" in enquiry.last_error, state_of(enquiry)) == (
            attempts,
            True,
            "waiting",
        )
    assert send_waiting(only_due=True).count == 0
    later(minutes=1)
    assert send_waiting(only_due=True).count == 2


def test_the_log_says_by_its_own_clock_when_waiting_enquiries_are_tried_again(answers: Answers, caplog):
    waiting = arrived()
    answers(SMTPServerDisconnected("gone"))
    send_waiting()
    waiting.refresh_from_db()
    again = timezone.localtime(waiting.try_at).strftime("%Y-%m-%d %H:%M:%S")
    assert f" 1 wait until {again}." in caplog.text


def test_a_text_that_the_server_refuses_holds_up_nobody_else(answers: Answers):
    refused, other = arrived(), arrived()
    answers(SMTPDataError(554, b"looks like spam"))
    assert send_waiting().count == 1
    assert (state_of(refused), state_of(other)) == ("waiting", "mailed")


def test_what_cannot_be_made_a_mail_holds_up_nobody_else(caplog):
    odd, other = arrived(mail="a@example.org\nBcc: b@example.org"), arrived()
    assert send_waiting().count == 1
    odd.refresh_from_db()
    assert (state_of(odd), state_of(other)) == ("waiting", "mailed")
    assert "BadHeaderError" in odd.last_error
    assert "cannot be mailed" in caplog.text


def test_without_an_answer_to_the_whole_mail_it_is_in_doubt_and_never_sent_again_by_itself(
    answers: Answers, caplog
):
    doubtful, other = arrived(), arrived()
    answers(Unanswered("no answer"))
    said, complained = send_enquiries()
    assert said.startswith("0 mailed, 1 still waiting")
    assert f"1 may or may not have been mailed: {doubtful.reference}." in complained
    assert f"Enquiry {doubtful.reference} may or may not have been mailed" in caplog.text
    assert (state_of(doubtful), state_of(other)) == ("doubt", "waiting")
    later(hours=1)
    said, complained = send_enquiries()
    assert said.startswith("1 mailed, 0 still waiting")
    assert doubtful.reference in complained
    assert [sent.subject.split()[0] for sent in mail.outbox] == [f"[{other.reference}]"]


def test_a_server_that_falls_silent_after_each_mail_is_risked_ever_more_rarely(answers: Answers):
    enquiries = [arrived() for _ in range(4)]
    answers(*[Unanswered("no answer")] * 4)
    waits = []
    for _ in range(3):
        send_waiting(only_due=True)
        waits.append(round(seconds_until_due() or 0, -1))
        later(minutes=20)
    assert waits == [30, 60, 120]
    assert [state_of(enquiry) for enquiry in enquiries] == ["doubt"] * 3 + ["waiting"]


def test_one_whose_sender_was_killed_is_being_sent_at_first_and_in_doubt_after_three_minutes():
    enquiry = arrived()
    now = timezone.now()
    Enquiry.objects.update(mailing_until=now + timedelta(minutes=3))
    assert state_of(enquiry) == "sending"
    assert (mailed(), seconds_until_due()) == ([], None)
    assert state_of(enquiry, now + timedelta(minutes=4)) == "doubt"
    later(minutes=4)
    assert mailed() == []
    assert Enquiry.objects.waiting().count() == 1


def test_a_process_that_is_told_to_end_while_it_sends_leaves_it_in_doubt_at_once(answers: Answers):
    enquiry = arrived()
    answers(SystemExit(143))
    with pytest.raises(SystemExit):
        send_waiting()
    assert state_of(enquiry) == "doubt"


def test_what_somebody_else_has_mailed_meanwhile_is_not_mailed_again(monkeypatch):
    arrived(), arrived()

    def as_another_does(message: EmailMessage) -> int:
        Enquiry.objects.update(mailed_at=timezone.now())
        return TAKE(message)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", as_another_does)
    assert send_enquiries()[0].startswith("1 mailed, 0 still waiting")
    assert len(mail.outbox) == 1


def test_who_comes_to_an_end_after_staff_have_decided_otherwise_changes_nothing(monkeypatch):
    enquiry = arrived()

    def very_slowly(message: EmailMessage) -> int:
        Enquiry.objects.update(mailing_until=timezone.now() - timedelta(minutes=1))
        assert queue_again(enquiry)
        return TAKE(message)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", very_slowly)
    send_waiting()
    assert state_of(enquiry) == "waiting"


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_do_not_mail_the_same(monkeypatch):
    arrived()
    said: list[str] = []

    def another() -> None:
        said.append(send_enquiries()[0])
        connection.close()

    def slowly(message: EmailMessage) -> int:
        thread = Thread(target=another)
        thread.start()
        thread.join()
        return TAKE(message)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", slowly)
    assert send_enquiries()[0].startswith("1 mailed, 0 still waiting")
    assert said[0].startswith("0 mailed, 1 still waiting")
    assert len(mail.outbox) == 1


def test_what_somebody_else_mails_while_one_connects_is_not_mailed_again(monkeypatch):
    arrived()
    once(monkeypatch, EmailBackend, "open", send_waiting)
    assert send_waiting().count == 0
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_mail_server_is_talked_to(monkeypatch):
    arrived()
    open_ones: list[bool] = []

    def send(message: EmailMessage) -> int:
        open_ones.append(connection.in_atomic_block)
        return TAKE(message)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    assert send_waiting().count == 1
    assert open_ones == [False]


def test_a_database_that_is_away_for_a_moment_does_not_make_what_was_mailed_doubtful(monkeypatch):
    enquiry = arrived()
    update, failures = EnquiryQuerySet.update, iter([OperationalError("away"), OperationalError("away")])

    def flickering(rows: EnquiryQuerySet, **values: object) -> int:
        if "mailed_at" in values and (error := next(failures, None)):
            raise error
        return update(rows, **values)

    monkeypatch.setattr(EnquiryQuerySet, "update", flickering)
    monkeypatch.setattr("contact.outbox.connection.close", lambda: None)  # it is the test's
    monkeypatch.setattr("contact.outbox.time.sleep", lambda _seconds: None)
    assert send_waiting().count == 1
    assert state_of(enquiry) == "mailed"


def test_with_nobody_to_mail_them_to_they_wait_and_are_not_marked_as_mailed(settings):
    enquiry = arrived()
    settings.ENQUIRY_EMAIL = ""
    said, complained = send_enquiries()
    assert said.startswith("0 mailed, 1 still waiting")
    assert "ENQUIRY_EMAIL is not set" in complained
    assert (state_of(enquiry), mail.outbox) == ("waiting", [])


def test_what_a_mail_server_was_not_given_is_not_marked_as_mailed(monkeypatch):
    enquiry = arrived()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda _message: 0)
    assert send_waiting().count == 0
    enquiry.refresh_from_db()
    assert (state_of(enquiry), enquiry.mailed_at) == ("waiting", None)
    assert "nobody to mail it to" in enquiry.last_error


def test_mails_that_are_files_are_written_whole_and_what_cannot_be_written_waits(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mails")
    enquiry = arrived(text="Why was I charged twice?")
    assert send_waiting().count == 1
    [file] = (tmp_path / "mails").iterdir()
    assert "Why was I charged twice?" in file.read_text()
    settings.EMAIL_FILE_PATH = str(file)
    other = arrived()
    assert "not a directory" in send_waiting().trouble
    assert (state_of(enquiry), state_of(other)) == ("mailed", "waiting")
