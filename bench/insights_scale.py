"""What the insight pages cost with a year of counts: `python -m bench.insights_scale` (DATABASE_URL as ever).

Loads the content that ships into an empty database, walks its 16 guides 1,000,000 steps long, spread over a year
as a real site would have them, and opens every page. The aim is under one second each.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from io import StringIO
from pathlib import Path

import django

STEPS = 1_000_000
DAYS = 365
AIM = 1.0


def main() -> None:
    """Make the counts, open the pages, print how long each took."""
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    _prepare()
    slowest = 0.0
    for address in _addresses():
        queries, seconds, busy, size = _open(address)
        slowest = max(slowest, seconds)
        print(
            f"{seconds * 1000:6.0f} ms ({busy * 1000:5.0f} of this process)  {queries:2} queries"
            f"  {size // 1024:5} KB  {address}"
        )
    print(f"slowest {slowest:.2f} s, aim under {AIM:.0f} s")
    sys.exit(slowest > AIM)


def _prepare() -> None:
    from django.core.management import call_command

    from insights.models import StepCount

    call_command("migrate", verbosity=0)
    if not StepCount.objects.exists():
        call_command(
            "load_content", Path(__file__).parent.parent / "content", publish=True, stdout=StringIO()
        )
        began = time.perf_counter()
        _walk_a_year()
        print(f"{StepCount.objects.count():,} rows of counts in {time.perf_counter() - began:.0f} s")


def _walk_a_year() -> None:
    """A million steps by random walks: busy and quiet guides, choices of unequal weight, some who leave."""
    from wizard.models import Flow
    from wizard.publishing import graph_of

    chance = random.Random(11)  # noqa: S311 - numbers for a benchmark
    graphs = [
        graph_of(flow.live) for flow in Flow.objects.published().select_related("live__flow") if flow.live
    ]
    weights = [1 / (rank + 1) for rank in range(len(graphs))]
    today = date.today()
    seen = 0
    for back in range(DAYS):
        counts: Counter[tuple[object, ...]] = Counter()
        while seen < STEPS * (back + 1) // DAYS:
            seen += _walk(chance.choices(graphs, weights)[0], 1 + (back < 40), chance, counts)
        _others(chance, counts)
        _write(counts, today - timedelta(days=back))


def _walk(graph, revision: int, chance: random.Random, counts: Counter) -> int:  # type: ignore[no-untyped-def, type-arg]
    from insights.models import Kind, StepCount

    def add(kind: Kind, step: str, choice: str = "") -> None:
        counts[StepCount, kind.value, graph.flow, revision, step, choice] += 1

    step, steps = graph.by_slug[graph.start], 0
    add(Kind.STARTED, step.slug)
    while True:
        steps += 1
        add(Kind.SEEN, step.slug)
        if step.is_answer:
            add(Kind.REACHED, step.slug, step.kind)
            if chance.random() < 0.2:
                add(chance.choice((Kind.YES, Kind.YES, Kind.NO)), step.slug)
            return steps
        if chance.random() < _leaving(step.slug):
            return steps
        choice = chance.choices(step.choices, [1 / (at + 1) for at in range(len(step.choices))])[0]
        add(Kind.CHOSEN, step.slug, choice.slug)
        if chance.random() < 0.05:
            add(Kind.RETURNED, step.slug, choice.slug)
        if choice.next is None or choice.next.flow:
            return steps
        step = graph.by_slug[choice.next.step]


@lru_cache
def _leaving(step: str) -> float:
    """The share that leaves at a question: most lose few, some many."""
    return random.Random(step).random() ** 3 * 0.5  # noqa: S311 - numbers for a benchmark


def _others(chance: random.Random, counts: Counter) -> None:  # type: ignore[type-arg]
    """A day of entries read and voted on, and of searches."""
    from faq.models import Entry
    from insights.models import EntryCount, EntryKind, SearchCount

    for slug in Entry.objects.values_list("slug", flat=True):
        for kind, most in ((EntryKind.SEEN, 40), (EntryKind.YES, 4), (EntryKind.NO, 3)):
            counts[EntryCount, kind.value, slug] += chance.randint(0, most)
    for _ in range(300):
        text = f"検索 {int(chance.paretovariate(0.7)) % 5000}"
        counts[SearchCount, chance.choice(("ja", "en")), text, chance.random() < 0.7] += 1


def _write(counts: Counter, day: date) -> None:  # type: ignore[type-arg]
    from insights.writing import write

    write({key: n for key, n in counts.items() if n}, day)


def _addresses() -> list[str]:
    from wizard.models import Flow

    flows = Flow.objects.order_by("slug").values_list("slug", flat=True)
    pages = ["", "entries/", "searches/", "comments/", *(f"guides/{flow}/" for flow in flows)]
    wanted = [f"/admin/insights/{page}?days={days}" for page in pages for days in (30, 365)]
    return [*wanted, "/admin/insights/?days=365&csv=counts"]


def _open(address: str) -> tuple[int, float, float, int]:
    from django.contrib.auth.models import User
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    user, _ = User.objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    reset_queries()  # the log of a process is bounded, and counts what made the year too
    began, busy = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return len(queries), time.perf_counter() - began, time.process_time() - busy, len(response.content)


if __name__ == "__main__":
    main()
