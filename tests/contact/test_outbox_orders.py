"""Whatever happens in whatever order, and whoever is killed where: no enquiry is lost, and none is mailed twice by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contact.enquiries import forget_expired
from contact.models import Enquiry
from contact.outbox import mark_mailed, queue_again, send_waiting
from contact.smtp import Unanswered
from tests.contact.arriving import arrived
from tests.mails import state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]


class Killed(BaseException):
    """kill -9: what is in the database stays as it is."""


class World:
    """Enquiries, a mail server that does what it is told next, and senders who may be killed."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()  # by staff, to mail it again
        self.answers: list[str] = []
        self.received: set[str] = set()
        self.left: list[dict[str, Any]] = []

    def send(self, message: EmailMessage) -> int:
        """The mail server."""
        answer = self.answers.pop(0) if self.answers else "takes"
        if answer in {"takes", "takes, silent", "takes, killed"}:
            self.taken[message.extra_headers["Message-ID"]] += 1
        if answer in {"takes, silent", "drops, silent"}:
            raise Unanswered("silence")
        if answer == "refuses":
            raise SMTPDataError(554, b"no")
        if answer == "gone":
            raise SMTPServerDisconnected("gone")
        if answer in {"takes, killed", "drops, killed"}:
            self.left = [*Enquiry.objects.values()]  # type: ignore[list-item]
            raise Killed
        return 1

    def receive(self) -> None:
        self.received.add(arrived().reference)

    def work(self, answers: Iterable[str] = ()) -> None:
        """Somebody works the outbox; where they are killed, the rows stay as they were at that moment."""
        self.answers = list(answers)
        try:
            send_waiting(only_due=True)
        except Killed:
            for row in self.left:
                Enquiry.objects.filter(pk=row["id"]).update(**row)

    def wait(self) -> None:
        """Twenty minutes go by."""
        for row in Enquiry.objects.all():
            moments = {name: getattr(row, name) for name in ("try_at", "mailing_until", "expires_at")}
            earlier = {name: at - timedelta(minutes=20) for name, at in moments.items() if at}
            Enquiry.objects.filter(pk=row.pk).update(**earlier)

    def again(self) -> None:
        """Staff have one in doubt mailed again, with a double click."""
        for row in Enquiry.objects.in_doubt(timezone.now())[:1]:
            self.asked[row.reference] += queue_again(row)
            queue_again(row)

    def mark(self) -> None:
        """Staff have found one in the mailbox."""
        for row in Enquiry.objects.in_doubt(timezone.now()):
            if self.taken[f"<enquiry.{row.reference}@localhost>"]:
                mark_mailed(row)

    def forget(self) -> None:
        forget_expired(timezone.now() + timedelta(days=200))

    def check(self) -> None:
        """Nobody's enquiry is gone that staff have not got, and nobody's was mailed more often than staff asked for."""
        rows = {row.reference: row for row in Enquiry.objects.all()}
        for reference in self.received:
            taken = self.taken[f"<enquiry.{reference}@localhost>"]
            assert taken <= 1 + self.asked[reference]
            if reference not in rows:
                assert taken
                continue
            state = state_of(rows[reference])
            assert taken or state != "mailed"
            assert not taken or state != "waiting" or self.asked[reference]


ANSWERS = st.sampled_from(
    ["takes", "refuses", "gone", "takes, silent", "drops, silent", "takes, killed", "drops, killed"]
)
# An answer is drawn for those who work the outbox alone: one that nobody asks for tries nothing.
STEPS = st.one_of(
    st.lists(ANSWERS, min_size=1, max_size=3),
    st.sampled_from([World.receive, World.wait, World.again, World.mark, World.forget]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(steps=st.lists(STEPS, min_size=4, max_size=25))
@example(steps=[["takes, silent"], World.wait, World.forget])
@example(steps=[["takes, killed"], World.wait, World.forget])
@example(steps=[["drops, silent"], World.wait, World.forget])
@example(steps=[["drops, killed"], World.wait, World.forget])
def test_none_is_lost_and_none_is_mailed_twice_by_itself(
    monkeypatch: pytest.MonkeyPatch, steps: list[list[str] | Callable[[World], None]]
):
    Enquiry.objects.all().delete()
    world = World()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda message: world.send(message))
    world.receive()
    for step in steps:
        if callable(step):
            step(world)
        else:
            world.work(step)
        world.check()
    # In the end the mail server is well and time goes by: what is not in doubt has arrived.
    for _ in range(6):
        world.wait()
        world.work()
    assert {state_of(row) for row in Enquiry.objects.all()} <= {"mailed", "doubt"}
    world.check()
