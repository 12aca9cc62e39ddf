"""Counts on their way to the database: none lost, none twice, whoever adds at the same time."""

from __future__ import annotations

import os
from datetime import date
from threading import Thread
from unittest.mock import Mock

import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from config import settings as shipped
from insights import buffer, writing
from insights.buffer import Buffer
from insights.counting import BUFFER, count, count_search, flush
from insights.models import Kind, SearchCount, StepCount
from insights.writing import write
from tests.insights.counted import KEY, away, total

DAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_the_same_thing_on_the_same_day_is_one_row_that_grows():
    for _ in range(2):
        write({KEY: 3, (StepCount, "seen", "guide", 2, "q1", ""): 1}, DAY)
    assert sorted(StepCount.objects.values_list("revision", "n")) == [(1, 6), (2, 2)]


@pytest.mark.django_db
def test_another_day_is_another_row():
    write({KEY: 1}, DAY)
    write({KEY: 1}, date(2026, 11, 24))
    assert StepCount.objects.count() == 2


@pytest.mark.django_db
def test_a_flush_is_one_transaction_with_a_statement_for_each_table(django_assert_num_queries):
    count(Kind.SEEN, flow="guide", revision=1, step="q1")
    count(Kind.SEEN, flow="guide", revision=1, step="q2")
    with django_assert_num_queries(3):  # savepoint, insert, release
        flush()


@pytest.mark.django_db
def test_an_empty_buffer_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        flush()


@pytest.mark.django_db
def test_many_more_rows_than_one_statement_takes_are_written():
    write({(StepCount, "seen", "guide", 1, f"step-{number}", ""): 2 for number in range(1201)}, DAY)
    assert (StepCount.objects.count(), total()) == (1201, 2402)


@pytest.fixture
def pauses(monkeypatch):
    """How long was waited between attempts, which here takes no time."""
    waited: list[float] = []
    monkeypatch.setattr("insights.writing.time.sleep", waited.append)
    return waited


def ended_by(sqlstate: str) -> OperationalError:
    """What Django makes of the error of PostgreSQL with this number."""
    cause = Exception()
    cause.sqlstate = sqlstate  # type: ignore[attr-defined]
    error = OperationalError("ended")
    error.__cause__ = cause
    return error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_a_write_that_was_ended_for_another_is_done_again(pauses, monkeypatch, sqlstate):
    add, failures = writing._add, [ended_by(sqlstate), ended_by(sqlstate)]

    def fail_twice(*arguments):
        add(*arguments)
        if failures:
            raise failures.pop()

    monkeypatch.setattr(writing, "_add", fail_twice)
    write({KEY: 3}, DAY)
    assert total() == 3
    assert len(pauses) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("sqlstate", "attempts"), [("40P01", 5), ("55P03", 1), ("57014", 1)])
def test_a_write_is_not_done_again_for_ever(pauses, sqlstate, attempts):
    done: list[int] = []

    def fail():
        done.append(1)
        raise ended_by(sqlstate)

    with pytest.raises(OperationalError):
        writing.in_turn(fail)
    assert len(done) == attempts == len(pauses) + 1


def test_threads_that_add_at_the_same_time_lose_nothing():
    written: dict[writing.Key, int] = {}

    def remember(counts, _day):
        for key, n in counts.items():
            written[key] = written.get(key, 0) + n

    counts = Buffer(remember)

    def add() -> None:
        for number in range(2000):
            counts.add(KEY)
            if number % 100 == 0:
                counts.flush()

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.flush()
    assert written == {KEY: 8000}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_what_cannot_be_written_now_is_written_with_what_comes_after(error):
    attempts: list[dict[writing.Key, int]] = []

    def fail_once(counts, _day):
        attempts.append(dict(counts))
        if len(attempts) == 1:
            counts_meanwhile.add(KEY)
            raise error("away")

    counts_meanwhile = Buffer(fail_once)
    counts_meanwhile.add(KEY)
    with pytest.raises(error):
        counts_meanwhile.flush()
    counts_meanwhile.flush()
    assert attempts == [{KEY: 1}, {KEY: 2}]


def test_memory_is_bounded_while_the_database_is_away(monkeypatch, caplog):
    monkeypatch.setattr(buffer, "MOST_KEYS", 2)
    written: list[dict[writing.Key, int]] = []
    counts = Buffer(lambda counts, _day: written.append(dict(counts)))
    for step in ("a", "b", "c", "a"):
        counts.add((StepCount, step))
    counts.flush()
    assert written == [{(StepCount, "a"): 2, (StepCount, "b"): 1}]
    assert "1 counts are lost: more than 2 different ones waited." in caplog.text


def test_searches_beyond_the_bound_of_memory_are_counted_without_their_text(monkeypatch):
    monkeypatch.setattr(buffer, "MOST_KEYS", 2)
    written: list[dict[writing.Key, int]] = []
    counts = Buffer(lambda counts, _day: written.append(dict(counts)))
    for text in "abcd":
        counts.add((SearchCount, "ja", text, False))
    counts.flush()
    kept = {(SearchCount, "ja", text, False): 1 for text in "ab"}
    assert written == [kept | {(SearchCount, "ja", "", False): 2}]


def test_what_was_being_written_and_what_came_meanwhile_are_bounded_together(monkeypatch):
    monkeypatch.setattr(buffer, "MOST_KEYS", 5)

    def fail(_counts, _day):
        for number in range(5):
            counts.add((StepCount, f"later {number}"))
        raise OperationalError("away")

    counts = Buffer(fail)
    for number in range(5):
        counts.add((StepCount, number))
    for _ in range(3):
        with pytest.raises(OperationalError):
            counts.flush()
    assert [len(day) for day in counts._counts.values()] == [5]


def test_a_count_belongs_to_the_day_on_which_it_was_added(monkeypatch):
    written: list[tuple[date, dict[writing.Key, int]]] = []
    fails = [date.max]

    def write_later(counts, day):
        if day == fails[-1]:
            raise OperationalError("away")
        written.append((day, dict(counts)))

    counts = Buffer(write_later)
    later = date(2026, 11, 24)
    for day in (later, DAY, later):
        monkeypatch.setattr(buffer, "localdate", lambda day=day: day)
        counts.add(KEY)
    fails.append(later)
    with pytest.raises(OperationalError):
        counts.flush()
    fails.append(date.max)
    counts.flush()
    assert written == [(DAY, {KEY: 1}), (later, {KEY: 2})]


def test_an_outage_is_told_once_and_asked_for_less_and_less_often(settings, monkeypatch, caplog):
    settings.COUNTS_WRITTEN_EVERY = 3
    clock = Mock()
    monkeypatch.setattr(buffer, "Timer", clock)
    counts = Buffer(away)
    counts.add(KEY)
    for _ in range(6):
        counts._flush_in_thread()
    assert [call.args[0] for call in clock.call_args_list] == [3, 6, 12, 24, 30, 30, 30]
    counts._write = lambda _counts, _day: None
    counts._flush_in_thread()
    counts.add(KEY)
    assert clock.call_args.args[0] == 3
    assert [record.getMessage() for record in caplog.records] == [
        "Counts cannot be written now (OperationalError: connection refused Is the server running?); "
        "they wait in memory.",
        "Counts are written again; attempts that failed: 6.",
    ]


@pytest.mark.parametrize("error", [DataError, IntegrityError])
def test_counts_the_database_refuses_are_told_and_are_in_nobodys_way(error, caplog):
    written: list[dict[writing.Key, int]] = []

    def refuse_once(counts, _day):
        if not caplog.records:
            raise error("too long")
        written.append(dict(counts))

    counts = Buffer(refuse_once)
    counts.add(KEY)
    counts.flush()
    assert '[["StepCount", "seen", "guide", 1, "q1", "", 1]]' in caplog.text
    counts.add(KEY)
    counts.flush()
    assert written == [{KEY: 1}]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_does_not_write_what_its_parent_counted():
    count(Kind.SEEN, flow="guide", revision=1, step="q1")
    child = os.fork()
    if child == 0:
        os._exit(len(BUFFER._counts))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(BUFFER._counts) == 1


def test_at_most_five_seconds_can_be_lost():
    assert 0 < shipped.COUNTS_WRITTEN_EVERY < 5


def test_the_first_count_starts_one_clock_that_runs_for_the_time_set(settings, monkeypatch):
    settings.COUNTS_WRITTEN_EVERY = 3
    clock = Mock()
    monkeypatch.setattr(buffer, "Timer", clock)
    counts = Buffer(lambda _counts, _day: None)
    counts.add(KEY)
    counts.add(KEY)
    clock.assert_called_once_with(3, counts._flush_in_thread)
    clock.return_value.start.assert_called_once_with()


@pytest.mark.django_db
def test_a_search_for_nothing_is_not_counted():
    count_search(" \u3000\u200b ", "ja", 0)
    flush()
    assert not SearchCount.objects.exists()
