"""A process that ends writes what it has counted, and says what it cannot write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from insights import buffer, writing
from insights.buffer import Buffer
from insights.models import SearchCount
from tests.insights.counted import KEY, away, total
from tests.waiting import until


def test_a_stop_waits_for_a_database_that_comes_back():
    attempts: list[dict[writing.Key, int]] = []

    def fail_twice(counts, _day):
        attempts.append(dict(counts))
        if len(attempts) < 3:
            raise OperationalError("away")

    counts = Buffer(fail_twice)
    counts.add(KEY)
    counts.flush_at_stop()
    counts.flush_at_stop()
    assert attempts == [{KEY: 1}] * 3


def test_a_stop_leaves_in_the_log_what_cannot_be_written_but_no_texts(settings, monkeypatch, caplog):
    settings.COUNTS_WRITTEN_EVERY = 3
    clock = Mock()
    monkeypatch.setattr(buffer, "Timer", clock)
    counts = Buffer(away)
    for _ in range(3):
        counts.add(KEY)
    counts.add((SearchCount, "ja", "typed", True))
    counts.add((SearchCount, "ja", "typed too", True))
    counts.flush_at_stop(seconds=0)
    assert '["StepCount", "seen", "guide", 1, "q1", "", 3], ["SearchCount", "ja", "", true, 2]' in caplog.text
    assert "typed" not in caplog.text
    clock.assert_called_once()  # by the first count: a process that ends starts no threads


def test_a_stop_does_not_wait_for_ever_for_an_attempt_under_way(caplog):
    over, hangs = Event(), Event()

    def hang(_counts, _day):
        hangs.set()
        over.wait(60)

    counts = Buffer(hang)
    counts.add(KEY)
    with ThreadPoolExecutor() as other:
        other.submit(counts.flush)
        assert hangs.wait(60)
        counts.flush_at_stop(seconds=0.1)
        over.set()
    assert "an earlier attempt has not come to its end" in caplog.text
    assert '[["StepCount", "seen", "guide", 1, "q1", "", 1]]' in caplog.text


def test_a_flush_that_is_broken_off_by_the_stop_is_done_again():
    attempts: list[dict[writing.Key, int]] = []

    def break_off_once(counts, _day):
        attempts.append(dict(counts))
        if len(attempts) == 1:
            raise SystemExit

    counts = Buffer(break_off_once)
    counts.add(KEY)
    with pytest.raises(SystemExit):
        counts.flush()
    counts.flush()
    assert attempts == [{KEY: 1}] * 2


COUNT_AND = """
import sys, time, django
django.setup()
from insights.counting import count
from insights.models import Kind
for _ in range(1000):
    count(Kind.SEEN, flow="guide", revision=1, step="q1")
print("counted", flush=True)
"""


@pytest.fixture
def counting_process(transactional_db):
    """Starts a process of its own that counts 1000 in the test database and then does what it is told."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    started: list[subprocess.Popen[str]] = []

    def start(then: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, our own text
            [sys.executable, "-c", COUNT_AND + then],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "DEBUG": "1",
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_processes_that_write_at_the_same_time_and_stop_by_themselves_lose_nothing(counting_process):
    processes = [counting_process("") for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert total() == 2000


def test_a_process_told_to_stop_writes_its_last_counts(counting_process):
    process = counting_process("time.sleep(60)")
    assert process.stdout.readline() == "counted\n"
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    assert total() == 1000


def test_a_process_writes_what_it_counted_while_it_runs(counting_process):
    process = counting_process("time.sleep(600)")
    assert process.stdout.readline() == "counted\n"
    # After COUNTS_WRITTEN_EVERY seconds of its own clock; how long that takes here depends on the machine.
    until(lambda: total() == 1000)
    assert process.poll() is None
    process.kill()
