"""Counts of two who write at once come together, and those of one who is killed come whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.faults.cluster import Cluster
from tests.faults.counts import COUNTED, ENTRY, GUIDE, make_quick, number, waiting
from tests.faults.site import Site, environment
from tests.waiting import until

# Writes the same rows as another process at the same time, and says how often that failed.
WRITER = """
import sys, django
django.setup()
from datetime import date
from insights.models import EntryCount, SearchCount, StepCount
from insights.writing import write
counts = {}
for number in range(100):
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

DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


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
    # A deadlock is tried again, and costs a second each.
    assert number(postgres, database, DEADLOCKS) == 0


def test_a_kill_in_the_middle_of_writing_leaves_nothing_of_it_and_nothing_twice(
    serve: Callable[..., Site], postgres: Cluster, database: str
):
    site = serve(postgres.url(database), "--workers", "1")
    make_quick(site)
    postgres.sql(
        database,
        "INSERT INTO insights_stepcount (day, kind, flow, revision, step, choice, n)"
        " SELECT (now() AT TIME ZONE 'Asia/Tokyo')::date, 'seen', 'payment', 1, 'how', '', 100",
    )
    with psycopg.connect(postgres.url(database)) as holder:
        holder.execute("UPDATE insights_stepcount SET n = n")
        site.get(ENTRY)
        site.get(GUIDE)
        # The entry's row is written, the guide's waits for us.
        until(lambda: waiting(postgres, database) == 1)
        site.kill()
    until(lambda: waiting(postgres, database) == 0)
    assert number(postgres, database, COUNTED[ENTRY]) == 0
    assert number(postgres, database, COUNTED[GUIDE]) == 100
    again = serve(postgres.url(database), "--workers", "1")
    again.get(ENTRY)
    again.get(GUIDE)
    again.stop()
    assert number(postgres, database, COUNTED[ENTRY]) == 1
    assert number(postgres, database, COUNTED[GUIDE]) == 101
