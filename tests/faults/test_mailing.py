"""Enquiries on their way to staff: killed, stopped and left alone by the mail server, none is lost and none comes twice."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import in_full_only
from tests.faults.mailserver import MailServer, mail_server, silent_server
from tests.faults.site import Answer, Site, manage
from tests.faults.words import send_form
from tests.waiting import until

Serve = Callable[..., Site]
FORM = "/en/contact/enquiry/"
DESK = {"ENQUIRY_EMAIL": "desk@example.org", "BEHIND_PROXY": "1"}
# A claim is over three minutes after it was made: so much time goes by in the database alone.
LATER = "UPDATE contact_enquiry SET mailing_until = mailing_until - interval '5 minutes', try_at = NULL"


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def ask(site: Site, number: int, timeout: float = 30) -> Answer:
    """The question of somebody at an address of their own."""
    data = {"mail": f"customer{number}@example.com", "text": f"Question {number}"}
    return send_form(site, FORM, data, timeout=timeout, X_Forwarded_For=f"192.0.2.{number}")


def ask_all(site: Site, number: int) -> None:
    """So many questions, four at a time."""
    with ThreadPoolExecutor(4) as several:
        assert {answer.status for answer in several.map(lambda one: ask(site, one), range(number))} == {302}


class Desk:
    """What the database says of the enquiries."""

    def __init__(self, postgres: Cluster, database: str, checkout: Path) -> None:
        self.cluster, self.name, self.checkout = postgres, database, checkout
        self.url = postgres.url(database)

    def sql(self, query: str) -> list[tuple[object, ...]]:
        return self.cluster.sql(self.name, query)

    def numbers(self, which: str) -> set[str]:
        """The Message-IDs of those that are `mailed`, `waiting` (not claimed) or in `doubt` (claimed)."""
        where = {
            "mailed": "mailed_at IS NOT NULL",
            "waiting": "mailed_at IS NULL AND mailing_until IS NULL",
            "doubt": "mailed_at IS NULL AND mailing_until IS NOT NULL",
        }[which]
        rows = self.sql(f"SELECT reference FROM contact_enquiry WHERE {where}")  # noqa: S608 - our own words
        return {f"<enquiry.{reference}@localhost>" for (reference,) in rows}

    def command(self, mail_url: str) -> subprocess.CompletedProcess[str]:
        return manage(self.checkout, self.url, "send_enquiries", EMAIL_URL=mail_url, **DESK)


@pytest.fixture
def desk(postgres: Cluster, database: str, checkout: Path) -> Desk:
    return Desk(postgres, database, checkout)


@pytest.mark.parametrize(
    "moment", [pytest.param("before it is taken", marks=in_full_only), "after it is taken"]
)
def test_kill_9_of_everybody_while_mailing_neither_loses_nor_doubles(
    serve: Serve, desk: Desk, mails: MailServer, is_short: bool, moment: str
):
    number = 6 if is_short else 30
    mails.before_taken, mails.before_answer = (60, 0) if moment == "before it is taken" else (0, 60)
    site = serve(desk.url, EMAIL_URL=mails.url, **DESK)
    ask_all(site, number)
    assert mails.came.wait(30)
    until(lambda: mails.taken or mails.before_taken)
    site.kill()
    mails.before_taken = mails.before_answer = 0
    killed = desk.numbers("doubt")
    assert 1 <= len(killed) <= 2  # one of each worker
    assert len(desk.numbers("waiting")) == number - len(killed)
    # Who comes next mails the rest by themselves, and leaves alone what nobody knows.
    site = serve(desk.url, EMAIL_URL=mails.url, **DESK)
    until(lambda: len(desk.numbers("mailed")) == number - len(killed))
    desk.sql(LATER)
    done = desk.command(mails.url)
    assert done.stdout.startswith("0 mailed, 0 still waiting")
    assert f"{len(killed)} may or may not have been mailed: " in done.stderr
    assert desk.numbers("doubt") == killed
    assert set(mails.taken.values()) == {1}
    assert set(mails.taken) | killed == desk.numbers("mailed") | killed
    assert len(desk.numbers("mailed") | killed) == number


@in_full_only
def test_a_mail_server_that_dies_at_the_end_of_each_mail_doubles_none(
    serve: Serve, desk: Desk, mails: MailServer
):
    mails.hangs_up = True
    site = serve(desk.url, EMAIL_URL=mails.url, **DESK)
    ask_all(site, 4)
    until(lambda: desk.numbers("doubt"))
    site.stop()
    mails.hangs_up = False
    done = desk.command(mails.url)
    assert re.match(r"[1-3] mailed, 0 still waiting", done.stdout)
    assert f"{len(desk.numbers('doubt'))} may or may not have been mailed" in done.stderr
    assert set(mails.taken.values()) == {1}
    assert set(mails.taken) == desk.numbers("mailed") | desk.numbers("doubt")
    assert len(mails.taken) == 4
    assert "Traceback" not in site.log


def test_a_silent_mail_server_costs_a_reader_nothing(serve: Serve, desk: Desk, mails: MailServer):
    with silent_server() as url:
        site = serve(desk.url, EMAIL_URL=url, **DESK)
        answers = [ask(site, number, timeout=8) for number in range(6)]
        assert [answer.status for answer in answers] == [302] * 6
        pages = [site.get("/en/", timeout=8) for _ in range(6)]
        assert [page.status for page in pages] == [200] * 6
        assert max(answer.seconds for answer in [*answers, *pages]) < 5
        assert len(desk.numbers("waiting")) == 6  # nothing is claimed before the server speaks
        start = time.monotonic()
        site.stop()
        assert time.monotonic() - start < 8
    # Much later, and still away.
    desk.sql("UPDATE contact_enquiry SET expires_at = expires_at - interval '200 days'")
    done = desk.command(url)
    assert done.stdout.startswith("0 mailed, 6 still waiting, 0 deleted")
    assert "so they are kept" in done.stderr
    done = desk.command(mails.url)
    assert done.stdout.startswith("6 mailed, 0 still waiting, 6 deleted")
    assert (len(mails.taken), set(mails.taken.values())) == (6, {1})


def test_two_commands_and_two_workers_at_once_mail_each_once(
    serve: Serve, desk: Desk, mails: MailServer, is_short: bool
):
    number = 12 if is_short else 60
    with silent_server() as url:
        site = serve(desk.url, EMAIL_URL=url, **DESK)
        ask_all(site, number)
        site.kill()
    desk.sql("UPDATE contact_enquiry SET try_at = NULL")
    mails.before_answer = 0.05
    with ThreadPoolExecutor(2) as commands:
        running = [commands.submit(desk.command, mails.url) for _ in range(2)]
        site = serve(desk.url, EMAIL_URL=mails.url, **DESK)
        for one in running:
            assert one.result().returncode == 0
    until(lambda: len(desk.numbers("mailed")) == number)
    assert (set(mails.taken), set(mails.taken.values())) == (desk.numbers("mailed"), {1})


def test_a_stop_while_mailing_ends_in_order(serve: Serve, desk: Desk, mails: MailServer):
    mails.may_answer.clear()
    site = serve(desk.url, "--workers", "1", EMAIL_URL=mails.url, **DESK)
    ask(site, 1)
    ask(site, 2)
    assert mails.came.wait(30)
    start = time.monotonic()
    site.process.terminate()
    until(lambda: "Worker exiting" in site.log)
    time.sleep(2)
    assert site.process.poll() is None
    mails.may_answer.set()
    site.stop()
    assert time.monotonic() - start < 15
    assert site.process.returncode == 0
    assert "Traceback" not in site.log
    # The one in hand was sent to its end; the other waits for the next process.
    assert (len(desk.numbers("mailed")), len(desk.numbers("waiting"))) == (1, 1)
    assert desk.command(mails.url).stdout.startswith("1 mailed, 0 still waiting")
    assert set(mails.taken.values()) == {1}


@in_full_only
def test_on_sqlite_too_a_mail_under_way_locks_nobody_out(
    serve: Serve, checkout: Path, sqlite: str, mails: MailServer
):
    mails.may_answer.clear()
    site = serve(sqlite, "--workers", "2", "--preload", EMAIL_URL=mails.url, **DESK)
    assert ask(site, 1).status == 302
    assert mails.came.wait(30)
    answers = [ask(site, number, timeout=10) for number in range(2, 5)]
    assert [answer.status for answer in answers] == [302] * 3
    assert max(answer.seconds for answer in answers) < 5
    site.kill()
    mails.may_answer.set()
    done = manage(checkout, sqlite, "send_enquiries", EMAIL_URL=mails.url, **DESK)
    assert re.match(r"[23] mailed, [12] still waiting", done.stdout)
    assert set(mails.taken.values()) == {1}
