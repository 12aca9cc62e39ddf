"""The thread that mails what arrives: there when there is something to do, gone when there is not, never in anybody's way."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager
from threading import Event, Thread
from threading import enumerate as threads
from typing import Any
from unittest.mock import Mock

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.test import Client

from contact import postman
from contact.models import Enquiry
from contact.postman import Postman
from tests.mails import state_of
from tests.waiting import until

Hand = AbstractContextManager[Any]


def there() -> list[Thread]:
    return [thread for thread in threads() if thread.name == "postman"]


@pytest.fixture(autouse=True)
def database(monkeypatch) -> Iterator[Mock]:
    """What a postman takes for the database; no thread is left behind."""
    instead = Mock()
    monkeypatch.setattr(postman, "connection", instead)
    yield instead
    until(lambda: not there())


def test_it_comes_when_called_and_goes_when_nothing_waits():
    done = Event()

    def work(_hand: Hand) -> None:
        done.set()

    Postman(work).call()
    assert done.wait(20)
    until(lambda: not there())


def test_however_often_it_is_called_there_is_one_and_no_call_is_missed():
    busy, go_on, looks = Event(), Event(), []

    def work(_hand: Hand) -> None:
        looks.append(len(there()))
        busy.set()
        assert go_on.wait(20)

    post = Postman(work)
    post.call()
    assert busy.wait(20)
    for _ in range(5):
        post.call()  # while it is looking: it must look once more
    go_on.set()
    until(lambda: not there())
    assert looks == [1, 1]


def test_it_waits_as_long_as_it_is_told_unless_it_is_called():
    looks: list[int] = []

    def work(_hand: Hand) -> float | None:
        looks.append(len(looks))
        return None if len(looks) == 3 else [0.0, 10_000.0][looks[-1]]

    post = Postman(work)
    post.call()
    until(lambda: len(looks) == 2)  # by itself, after a second
    post.call()
    until(lambda: len(looks) == 3)


@pytest.mark.parametrize(("told", "waited"), [(-5.0, 1.0), (0.0, 1.0), (60.0, 60.0), (86_400.0, 900.0)])
def test_the_wait_is_a_second_at_least_and_a_quarter_of_an_hour_at_most(told: float, waited: float):
    assert Postman(lambda _hand: told)._look() == waited


@pytest.mark.parametrize("work", [Mock(return_value=None), Mock(side_effect=OperationalError("away"))])
def test_after_each_look_it_holds_no_connection(database: Mock, work: Mock):
    Postman(work)._look()
    database.close.assert_called_once_with()


def test_a_failure_is_logged_and_looked_at_again_later_and_later(caplog):
    def fails(_hand: Hand) -> None:
        raise OperationalError("the database is away")

    post = Postman(fails)
    assert [post._look(), post._look(), post._look()] == [30, 60, 120]
    assert "The outbox cannot be worked" in caplog.text
    post._work = lambda _hand: None
    assert post._look() is None


def test_a_stop_lets_the_mail_in_hand_end_and_no_other_begin():
    in_hand, end, next_one, sent = Event(), Event(), Event(), []

    def work(hand: Hand) -> None:
        for number in range(2):
            with hand:
                in_hand.set()
                assert end.wait(20)
                sent.append(number)
            assert next_one.wait(20)

    post = Postman(work)
    post.call()
    assert in_hand.wait(20)
    [working] = there()
    stopping = Thread(target=post.stop)
    stopping.start()
    stopping.join(0.1)
    assert stopping.is_alive()
    end.set()
    stopping.join()
    assert sent == [0]
    next_one.set()
    working.join(0.1)
    assert working.is_alive()
    assert sent == [0]
    post._hand.release()


def test_a_stop_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(postman, "_STOP", 0.05)
    post = Postman(lambda _hand: None)
    stopping = Thread(target=post.stop, daemon=True)
    with post._hand:
        stopping.start()
        stopping.join(20)
        assert not stopping.is_alive()
    post.stop()


def test_a_child_that_is_forked_while_the_postman_is_busy_can_call_one_of_its_own():
    held, let_go = Event(), Event()

    def hold() -> None:
        with postman.POSTMAN._bell:
            held.set()
            assert let_go.wait(20)

    holding = Thread(target=hold)
    holding.start()
    assert held.wait(20)
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forks beside threads
        child = os.fork()
    if child == 0:
        os.write(write, b"free" if postman.POSTMAN._bell.acquire(timeout=5) else b"shut")
        os._exit(0)
    let_go.set()
    holding.join()
    os.waitpid(child, 0)
    assert os.read(read, 4) == b"free"
    os.close(read)
    os.close(write)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("offered")
def test_who_asks_does_not_wait_for_the_mail(client: Client, settings, monkeypatch):
    settings.POSTMAN = True
    monkeypatch.undo()  # its thread closes its own connection
    go_on, send = Event(), EmailMessage.send

    def slowly(message: EmailMessage) -> int:
        assert go_on.wait(20)
        return send(message)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", slowly)
    answer = client.post("/en/contact/enquiry/", {"mail": "customer@example.com", "text": "Why?"})
    assert (answer.status_code, mail.outbox) == (302, [])
    until(lambda: state_of(Enquiry.objects.get()) == "sending")
    assert client.get("/en/contact/enquiry/").status_code == 200
    go_on.set()
    until(lambda: state_of(Enquiry.objects.get()) == "mailed")
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("offered")
def test_an_enquiry_is_stored_even_where_no_thread_can_be_started(client: Client, settings, monkeypatch):
    settings.POSTMAN = True

    def fails() -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(postman.POSTMAN, "call", fails)
    answer = client.post("/en/contact/enquiry/", {"mail": "customer@example.com", "text": "Why?"})
    assert answer.status_code == 302
    assert state_of(Enquiry.objects.get()) == "waiting"
