"""Counts come through: two writers at once, reloads and stops under load, kills, a database that is away."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen

import psycopg
import pytest

from tests.faults.cluster import Cluster
from tests.faults.ports import free_port
from tests.faults.readers import Readers
from tests.faults.site import Site, environment, manage

Serve = Callable[..., Site]
# Marked, not skipped by themselves: those would have their databases made first.
only_in_full = pytest.mark.skipif(
    os.environ.get("FAULTS") == "short", reason="the short form has the harder ones"
)

GUIDE, ENTRY, SEARCH = "/en/guides/payment/", "/en/faq/entry/dates/", "/en/search/?q=cards"
COUNTED = {
    GUIDE: "SELECT sum(n) FROM insights_stepcount WHERE kind = 'seen'",
    ENTRY: "SELECT sum(n) FROM insights_entrycount WHERE kind = 'seen'",
    SEARCH: "SELECT sum(n) FROM insights_searchcount",
}
KINDS = {
    "sync": ("--workers", "2", "--threads", "1"),
    "gthread": ("--workers", "2", "--worker-class", "gthread", "--threads", "2"),
}

# Writes the same rows as another process at the same time, and says how often that failed.
WRITER = """
import sys, django
django.setup()
from datetime import date
from insights.models import EntryCount, SearchCount, StepCount
from insights.writing import write
counts = {}
for number in range(20):
    counts[StepCount, "seen", "guide", 1, f"step-{number}", ""] = 1
    counts[EntryCount, "seen", f"entry-{number}"] = 1
    counts[SearchCount, "en", f"text {number}", True] = 1
if sys.argv[1] == "backwards":
    counts = dict(reversed(counts.items()))
print("ready", flush=True)
sys.stdin.readline()
failed = 0
for _ in range(int(sys.argv[2])):
    try:
        write(counts, date(2026, 11, 30))
    except Exception as error:
        failed += 1
        print(error, file=sys.stderr)
print(failed)
"""


def number(postgres: Cluster, database: str, query: str) -> int:
    """What the query counts."""
    ((counted,),) = postgres.sql(database, query)
    return int(counted or 0)


def wait_for(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it comes true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def writer(checkout: Path, url: str, *arguments: str) -> Iterator[Callable[[str], str]]:
    """A process that is told a line and answers with one."""
    with subprocess.Popen(  # noqa: S603 - this interpreter, our own text
        [sys.executable, "-c", WRITER, *arguments],
        cwd=checkout, env=environment(checkout, url, DJANGO_SETTINGS_MODULE="config.settings"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        asked, answers = process.stdin, process.stdout

        def tell(line: str) -> str:
            asked.write(line)
            asked.flush()
            return answers.readline()

        try:
            yield tell
        finally:
            process.kill()


def test_of_two_hundred_writes_by_two_in_opposite_order_none_fails(
    checkout: Path, postgres: Cluster, database: str
):
    url = postgres.url(database)
    with writer(checkout, url, "forwards", "100") as one, writer(checkout, url, "backwards", "100") as other:
        assert [each("") for each in (one, other)] == ["ready\n"] * 2
        with ThreadPoolExecutor() as both:
            assert list(both.map(lambda each: each("go\n"), (one, other))) == ["0\n"] * 2
    for table in ("stepcount", "entrycount", "searchcount"):
        assert postgres.sql(database, f"SELECT DISTINCT n FROM insights_{table}") == [(200,)]  # noqa: S608


@pytest.mark.parametrize("kind", [pytest.param("sync", marks=only_in_full), "gthread"])
def test_reloads_under_load_lose_no_count(
    serve: Serve, postgres: Cluster, database: str, is_short: bool, kind: str
):
    site = serve(postgres.url(database), *KINDS[kind])
    readers = read_during_reloads(site, 2 if is_short else 10, (GUIDE, ENTRY) if is_short else tuple(COUNTED))
    assert_all_counted(readers, lambda query: number(postgres, database, query))


@only_in_full
def test_reloads_under_load_lose_no_count_on_sqlite(serve: Serve, checkout: Path, tmp_path: Path):
    file = tmp_path / "db.sqlite3"
    url = f"sqlite:///{file}"
    for command in (["migrate", "-v0"], ["load_content", "content", "--publish"]):
        done = manage(checkout, url, *command)
        assert done.returncode == 0, done.stderr
    readers = read_during_reloads(serve(url, *KINDS["sync"]), 10, tuple(COUNTED))
    with closing(sqlite3.connect(file)) as database:
        assert_all_counted(readers, lambda query: database.execute(query).fetchone()[0])


def read_during_reloads(site: Site, times: int, pages: tuple[str, ...]) -> Readers:
    """The pages are read while the site is reloaded so often, and then stopped."""
    with Readers(site, pages) as readers:
        for _ in range(times):
            wanted, old = readers.answered.total() + 50, set(site.workers())
            assert wait_for(partial(read_so_often, readers, wanted)), site.log
            site.reload()
            assert wait_for(partial(are_gone, site, old)), site.log
        site.stop()
    assert "Traceback" not in site.log
    return readers


def read_so_often(readers: Readers, times: int) -> bool:
    return readers.answered.total() >= times


def are_gone(site: Site, workers: set[int]) -> bool:
    return not workers & set(site.workers())


def assert_all_counted(readers: Readers, count: Callable[[str], int]) -> None:
    """What was answered is counted; of what was broken off nobody knows."""
    assert readers.answered
    for path, answered in readers.answered.items():
        assert answered <= count(COUNTED[path]) <= answered + readers.failed[path], path


@only_in_full
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("number_of_signal", "to_workers"),
    [("TERM", False), ("INT", False), ("QUIT", False), ("TERM", True), ("HUP", True), ("ABRT", True)],
)
def test_whatever_tells_a_worker_to_stop_it_writes_its_counts(
    serve: Serve, postgres: Cluster, database: str, kind: str, number_of_signal: str, to_workers: bool
):  # fmt: skip
    site = serve(postgres.url(database), *KINDS[kind])
    workers = set(site.workers())
    for _ in range(20):
        assert site.get(GUIDE).status == 200
    for process in workers if to_workers else [site.process.pid]:
        os.kill(process, getattr(signal, f"SIG{number_of_signal}"))
    if not to_workers:
        site.process.wait(40)
    assert wait_for(lambda: number(postgres, database, COUNTED[GUIDE]) == 20), site.log
    assert not to_workers or wait_for(partial(are_gone, site, workers))


@only_in_full
def test_ctrl_c_pressed_twice_writes_the_counts_of_a_developers_server(
    checkout: Path, postgres: Cluster, database: str
):
    port = free_port()
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=checkout, env=environment(checkout, postgres.url(database)),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            assert wait_for(partial(answers, port)), "it does not answer"
            with psycopg.connect(postgres.url(database)) as holder:
                holder.execute("LOCK TABLE insights_stepcount IN EXCLUSIVE MODE")
                server.send_signal(signal.SIGINT)
                time.sleep(2)
                server.send_signal(signal.SIGINT)
                time.sleep(0.5)
            server.wait(30)
        finally:
            server.kill()
    assert number(postgres, database, COUNTED[GUIDE]) == 1


def answers(port: int) -> bool:
    """Whether the guide was read there."""
    try:
        asked = Request(f"http://127.0.0.1:{port}{GUIDE}", headers={"User-Agent": "Mozilla/5.0"})
        with urlopen(asked, timeout=10) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


@only_in_full
def test_workers_that_are_replaced_after_some_requests_lose_no_count(
    serve: Serve, postgres: Cluster, database: str
):
    site = serve(postgres.url(database), *KINDS["gthread"], "--max-requests", "20")
    with Readers(site, tuple(COUNTED)) as readers:
        time.sleep(10)
    site.stop()
    assert_all_counted(readers, lambda query: number(postgres, database, query))


def test_a_kill_in_the_middle_of_writing_leaves_nothing_of_it_and_nothing_twice(
    serve: Serve, postgres: Cluster, database: str
):
    site = serve(postgres.url(database), "--workers", "1")
    postgres.sql(
        database,
        "INSERT INTO insights_stepcount (day, kind, flow, revision, step, choice, n)"
        " SELECT (now() AT TIME ZONE 'Asia/Tokyo')::date, 'seen', 'payment', 1, 'how', '', 100",
    )
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(postgres.url(database)) as holder:
        holder.execute("UPDATE insights_stepcount SET n = n")
        site.get(ENTRY)
        site.get(GUIDE)
        # The entry's row is written, the guide's waits for us.
        assert wait_for(lambda: number(postgres, database, waiting) == 1)
        site.kill()
    assert wait_for(lambda: number(postgres, database, waiting) == 0)
    assert number(postgres, database, COUNTED[ENTRY]) == 0
    assert number(postgres, database, COUNTED[GUIDE]) == 100
    again = serve(postgres.url(database), "--workers", "1")
    again.get(ENTRY)
    again.get(GUIDE)
    again.stop()
    assert number(postgres, database, COUNTED[ENTRY]) == 1
    assert number(postgres, database, COUNTED[GUIDE]) == 101


def test_a_stop_while_the_database_is_away_waits_for_it_or_tells_the_log(
    serve: Serve, postgres: Cluster, database: str, is_short: bool
):
    site = serve(postgres.url(database), "--workers", "1")
    for _ in range(7):
        assert site.get(GUIDE).status == 200
    postgres.stop()
    try:
        site.process.terminate()
        time.sleep(2)
        assert site.process.poll() is None
    finally:
        postgres.start()
    site.process.wait(30)
    assert number(postgres, database, COUNTED[GUIDE]) == 7
    if is_short:
        return
    site = serve(postgres.url(database), "--workers", "1")
    for _ in range(7):
        assert site.get(GUIDE).status == 200
    postgres.stop()
    try:
        site.stop()
    finally:
        postgres.start()
    assert '["StepCount", "seen", "payment", 1, "how", "", 7]' in site.log
    assert number(postgres, database, COUNTED[GUIDE]) == 7


@only_in_full
def test_a_stop_while_the_database_is_frozen_ends_and_tells_the_log(
    serve: Serve, postgres: Cluster, database: str
):
    site = serve(postgres.url(database), "--workers", "1")
    for _ in range(7):
        assert site.get(GUIDE).status == 200
    with postgres.frozen():
        time.sleep(4)  # the clock has run: they are being written
        site.stop()
    assert '["StepCount", "seen", "payment", 1, "how", "", 7]' in site.log


@only_in_full
def test_counts_wait_while_the_database_is_away_and_the_log_says_so_once(
    serve: Serve, postgres: Cluster, database: str
):
    site = serve(postgres.url(database), "--workers", "1")
    for _ in range(7):
        assert site.get(GUIDE).status == 200
    postgres.stop()
    try:
        time.sleep(12)
    finally:
        postgres.start()
    assert wait_for(lambda: number(postgres, database, COUNTED[GUIDE]) == 7, 60), site.log
    assert wait_for(lambda: "Counts are written again" in site.log)
    assert site.log.count("Counts cannot be written now") == 1
    assert "Traceback" not in site.log
