"""A server that stops writes its last counts, whoever stops it, or leaves them in the log where it cannot."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import psycopg
import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import in_full_only
from tests.faults.counts import COUNTED, GUIDE, KINDS, number, read_seven_times, waiting
from tests.faults.ports import free_port
from tests.faults.site import Site, environment
from tests.fuzz.wire import send
from tests.waiting import until

Serve = Callable[..., Site]
# Whoever sends it is back when the worker has hung up: gunicorn takes what a signal raises in a request for its failure.
READER = f"GET {GUIDE} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0\r\nConnection: close\r\n\r\n".encode()
SEVEN_IN_WORDS = '["StepCount", "seen", "payment", 1, "how", "", 7]'


@in_full_only
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
        assert send(site.port, READER) == 200
    for process in workers if to_workers else [site.process.pid]:
        os.kill(process, getattr(signal, f"SIG{number_of_signal}"))
    if not to_workers:
        site.process.wait(40)
    until(lambda: number(postgres, database, COUNTED[GUIDE]) == 20, lambda: site.log)
    if to_workers:
        until(lambda: not workers & set(site.workers()), lambda: site.log)


@in_full_only
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
            until(lambda: is_read_at(port))
            with psycopg.connect(postgres.url(database)) as holder:
                holder.execute("LOCK TABLE insights_stepcount IN EXCLUSIVE MODE")
                server.send_signal(signal.SIGINT)
                until(lambda: waiting(postgres, database) == 1 and is_ignored(server.pid, signal.SIGINT))
                server.send_signal(signal.SIGINT)
                time.sleep(0.5)
            server.wait(30)
        finally:
            server.kill()
    assert number(postgres, database, COUNTED[GUIDE]) == 1


def is_read_at(port: int) -> bool:
    """Whether the guide was read there."""
    try:
        asked = Request(f"http://127.0.0.1:{port}{GUIDE}", headers={"User-Agent": "Mozilla/5.0"})
        with urlopen(asked, timeout=10) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def is_ignored(process: int, number_of_signal: int) -> bool:
    """Whether the process is past minding this signal."""
    mask = re.search(r"^SigIgn:\s*(\w+)$", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    assert mask
    return bool(int(mask[1], 16) >> (number_of_signal - 1) & 1)


@contextmanager
def stopped(postgres: Cluster) -> Iterator[None]:
    """The database is away."""
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


def test_a_stop_while_the_database_is_away_waits_for_it(serve: Serve, postgres: Cluster, database: str):
    site = serve(postgres.url(database), "--workers", "1")
    read_seven_times(site)
    with stopped(postgres):
        site.process.terminate()
        # From here on it tries to write, for ten seconds.
        until(lambda: "Worker exiting" in site.log)
        time.sleep(1)
        assert site.process.poll() is None
    site.process.wait(30)
    assert number(postgres, database, COUNTED[GUIDE]) == 7


@in_full_only
def test_a_stop_while_the_database_stays_away_tells_the_log(serve: Serve, postgres: Cluster, database: str):
    site = serve(postgres.url(database), "--workers", "1")
    read_seven_times(site)
    with stopped(postgres):
        site.stop()
    assert SEVEN_IN_WORDS in site.log
    assert number(postgres, database, COUNTED[GUIDE]) == 0


@in_full_only
def test_a_stop_while_the_database_is_frozen_ends_and_tells_the_log(
    serve: Serve, postgres: Cluster, database: str
):
    site = serve(postgres.url(database), "--workers", "1")
    read_seven_times(site)
    with postgres.frozen():
        time.sleep(4)  # the clock has run: they are being written
        site.stop()
    assert SEVEN_IN_WORDS in site.log


@in_full_only
def test_counts_wait_while_the_database_is_away_and_the_log_says_so_once(
    serve: Serve, postgres: Cluster, database: str
):
    site = serve(postgres.url(database), "--workers", "1")
    read_seven_times(site)
    with stopped(postgres):
        time.sleep(12)
    until(lambda: number(postgres, database, COUNTED[GUIDE]) == 7, lambda: site.log)
    until(lambda: "Counts are written again" in site.log, lambda: site.log)
    assert site.log.count("Counts cannot be written now") == 1
    assert "Traceback" not in site.log
