"""PostgreSQL stopped, frozen and refusing: pages say so, what needs no database goes on, and all is well again after."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from config.patience import limit_waiting
from tests.faults.cluster import Cluster
from tests.faults.conftest import in_full_only
from tests.faults.counts import waiting
from tests.faults.site import Site
from tests.faults.words import AWAY, BUSY, FULL, comment, is_said
from tests.waiting import until

Serve = Callable[..., Site]
PAGES = (
    "/ja/", "/en/guides/payment/", "/ja/guides/payment/pay-again/?how=card", "/en/faq/entry/dates/", "/ja/search/?q=card",
    "/en/contact/", "/ja/nowhere/", "/sitemap.xml",
)  # fmt: skip
WITHOUT = ("/static/site.css", "/robots.txt", "/livez", "/h/", "/en/tools/", "/admin/login/")
# Seconds, however busy the machine that tests; what is found out about a frozen server takes three.
AT_ONCE, FOUND_OUT = 2.5, 9
SESSION = "sessionid=0123456789abcdefghijklmnopqrstuv"


def check_that_pages_say_so(site: Site) -> None:
    for page in PAGES:
        language = "en" if page.startswith("/en/") else "ja"
        assert is_said(site.get(page, accept_language="ja"), AWAY[language]), page
    assert is_said(site.get("/admin/", accept_language="en", cookie=SESSION), AWAY["en"])
    sent = comment(site)
    assert is_said(sent, AWAY["en"])
    assert "What you sent could not be saved" in sent.text
    assert 'name="comment" value="It did not help."' in sent.text
    assert site.get("/healthz").status == site.get("/readyz").status == 503


def check_that_the_rest_goes_on(site: Site, pages: tuple[str, ...] = WITHOUT) -> None:
    for page in pages:
        answer = site.get(page)
        assert answer.status == 200, page
        assert answer.seconds < AT_ONCE, page


def check_that_all_is_well(site: Site) -> None:
    site.wait("/ja/", 15)
    with ThreadPoolExecutor(8) as readers:  # in every thread, whatever connection it was left with
        for _ in range(3):
            assert [answer.status for answer in readers.map(site.get, PAGES[:6])] == [200] * 6
    assert comment(site, "It is well again.").status == 303
    site.wait("/readyz", 5)  # what it found before is remembered for a second


def check_the_log(site: Site, workers: int) -> None:
    assert "Internal Server Error" not in site.log
    assert 1 <= site.log.count("The database cannot be used") <= workers
    assert 1 <= site.log.count("The database answers again.") <= workers
    assert "Service Unavailable: /ja/" not in site.log


def test_a_database_that_is_stopped_and_there_again(serve: Serve, postgres: Cluster, database: str) -> None:
    site = serve(postgres.url(database))
    assert [site.get(page).status for page in PAGES[:6] * 2] == [200] * 12
    postgres.stop()
    try:
        check_that_pages_say_so(site)
        check_that_the_rest_goes_on(site)
    finally:
        postgres.start()
    check_that_all_is_well(site)
    check_the_log(site, workers=2)


def test_a_database_that_is_frozen_and_thaws(serve: Serve, postgres: Cluster, database: str) -> None:
    site = serve(postgres.url(database), "--workers", "1")
    with ThreadPoolExecutor(8) as readers:
        assert [answer.status for answer in readers.map(site.get, PAGES[:6] * 3)] == [200] * 18
        with postgres.frozen():
            waiting = [readers.submit(site.get, "/en/") for _ in range(3)]
            # In the one thread that is left; the others would find out for themselves, for the line at their foot.
            check_that_the_rest_goes_on(site, WITHOUT[:3])
            for reader in waiting:
                answer = reader.result()
                assert is_said(answer, AWAY["en"])
                assert answer.seconds < FOUND_OUT
            # From now on one at a time tries; nobody else waits.
            answers = list(readers.map(site.get, ["/en/"] * 24))
            assert all(is_said(answer, AWAY["en"]) for answer in answers)
            assert sum(answer.seconds > AT_ONCE for answer in answers) <= 24 / 4
            check_that_pages_say_so(site)
            check_that_the_rest_goes_on(site)
    check_that_all_is_well(site)
    check_the_log(site, workers=1)
    assert (
        "The database cannot be used: it answers nobody; it may be frozen, overloaded or cut off." in site.log
    )


def test_a_database_that_refuses(serve: Serve, postgres: Cluster, database: str) -> None:
    site = serve(postgres.url(database), "--workers", "1")
    assert comment(site, "before").status == 303

    def change(how: str) -> None:
        postgres.sql("postgres", f'ALTER DATABASE "{database}" {how}')
        break_off(postgres, database)

    change("ALLOW_CONNECTIONS false")
    assert is_said(site.get("/en/"), AWAY["en"])
    change("ALLOW_CONNECTIONS true")
    assert site.get("/en/").status == 200
    change("SET default_transaction_read_only = on")
    assert site.get("/en/faq/").status == 200
    assert is_said(comment(site, "into nothing"), FULL["en"])
    change("RESET default_transaction_read_only")
    assert comment(site, "after").status == 303
    assert "Internal Server Error" not in site.log


def break_off(postgres: Cluster, database: str) -> None:
    """End all sessions of `database`."""
    postgres.sql(
        "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", database
    )


def test_who_waits_for_a_lock_is_told_and_who_waits_a_little_is_not_cut_off(
    serve: Serve, postgres: Cluster, database: str
) -> None:
    site = serve(postgres.url(database), "--workers", "1", DATABASE_TIMEOUT="4")
    with psycopg.connect(postgres.url(database)) as holder, ThreadPoolExecutor(1) as writer:
        holder.execute("LOCK TABLE insights_comment")
        assert is_said(comment(site, "too long"), BUSY["en"])
        assert site.get("/en/faq/").status == 200
        sent = writer.submit(comment, site, "a little")
        until(lambda: waiting(postgres, database) == 1)
        time.sleep(1.2)  # longer than it waits without a look
        assert not sent.done()
        holder.rollback()
        assert sent.result().status == 303
    assert [text for (text,) in postgres.sql(database, "SELECT text FROM insights_comment")] == ["a little"]


@in_full_only  # the short form locks a table of PostgreSQL
def test_a_locked_file_of_sqlite_is_read_and_whoever_writes_is_told(serve: Serve, sqlite: str) -> None:
    site = serve(sqlite, "--workers", "1", DATABASE_TIMEOUT="2")
    assert site.get("/en/").status == 200
    with closing(sqlite3.connect(sqlite.removeprefix("sqlite:///"), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        refused = comment(site)
        assert is_said(refused, BUSY["en"])
        assert refused.seconds < FOUND_OUT
        assert site.get("/en/faq/").status == 200
        holder.execute("ROLLBACK")
    assert comment(site).status == 303


def test_what_was_sent_when_the_connection_broke_is_in_doubt(
    postgres: Cluster, database: str, django_db_blocker: DjangoDbBlocker
) -> None:
    settings: dict[str, Any] = {
        "ENGINE": "config.postgresql", "NAME": database, "HOST": "127.0.0.1", "PORT": postgres.port, "USER": "postgres",
        "OPTIONS": {"connect_timeout": 10},
    }  # fmt: skip
    limit_waiting([settings], 10)
    connection = ConnectionHandler({"default": settings})["default"]
    for breaks_before, is_in_doubt in ((False, True), (True, False)):
        with django_db_blocker.unblock(), closing(connection):
            connection.set_autocommit(False)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM insights_comment")
            if breaks_before:
                connection.connection.close()
            else:
                break_off(postgres, database)
            with pytest.raises(OperationalError) as caught:
                connection.commit()
            assert getattr(caught.value, "is_in_doubt", False) == is_in_doubt
