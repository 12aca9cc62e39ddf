"""`python -m bench.search_scale`: how long a search takes, with the content that ships and with many more documents.

The further documents are the real ones with 40 % of their words replaced. Each judged query is asked
three times; the median of the three counts. Options: --documents 100000 --skip-postgres.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench.databases import Databases, postgres, sqlite_in

ROOT = Path(__file__).resolve().parent.parent
QUERIES = [ROOT / "tests" / "search" / "dev_queries.json"]
LETTERS = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロ"
REPLACED = 0.4
NEW_WORDS = 60_000


def main() -> None:
    """Measure on both databases; each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_scale", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000, help="documents in Japanese, at most")
    parser.add_argument("--skip-postgres", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _inside(options.documents)
        return
    print("| database | documents | p50 ms | p95 ms | an edit ms |\n|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        _run(sqlite_in(Path(name)), options.documents)
        if not options.skip_postgres:
            with postgres() as databases:
                if databases:
                    _run(databases, options.documents)


def _run(databases: Databases, documents: int) -> None:
    environ = {**os.environ, "DATABASE_URL": databases(documents), "DEBUG": "", "SECRET_KEY": "bench" * 12}
    environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "localhost"}
    command = [sys.executable, "-m", "bench.search_scale", "--inside", "--documents", str(documents)]
    subprocess.run(command, env=environ, cwd=ROOT, check=True)  # noqa: S603 - itself


def _inside(documents: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", ROOT / "content", publish=True, stdout=open(os.devnull, "w"))  # noqa: SIM115
    _measure("the content that ships")
    _multiply(documents)
    _measure(f"{documents:,}")


def _measure(name: str) -> None:
    import json

    from django.db import connection

    from faq.findable import index_entry
    from faq.models import Entry
    from search.finding import find

    queries = [row for path in QUERIES for row in json.loads(path.read_text()) if row["lang"] == "ja"]
    taken = []
    for row in [*queries[:20], *queries]:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            find(row["query"], row["lang"])
            times.append((time.perf_counter() - start) * 1000)
        taken.append((statistics.median(times), row["query"]))
    taken = sorted(taken[20:])
    entry = Entry.objects.select_related("live").get(slug="close-account")
    edits = []
    for number in range(10):
        assert entry.live
        entry.live.content["title"]["ja"] = f"アカウントを解約するには {number} 回目"
        start = time.perf_counter()
        index_entry(entry)
        edits.append((time.perf_counter() - start) * 1000)
    entry.refresh_from_db()
    index_entry(entry)
    p95 = taken[int(len(taken) * 0.95)]
    print(
        f"| {connection.vendor} | {name} | {taken[len(taken) // 2][0]:.1f} | {p95[0]:.1f} "
        f"| {statistics.median(edits):.1f} |",
        flush=True,
    )
    if os.environ.get("SLOWEST"):
        print([(round(ms), query) for ms, query in taken[-12:]])


def _multiply(documents: int) -> None:
    from django.db import connection
    from django.db.models import F

    from search.models import IndexedDocument, IndexState, Vocable

    chance = random.Random(7)  # noqa: S311 - the same documents every time
    new = ["".join(chance.choices(LETTERS, k=chance.randint(3, 6))) for _ in range(NEW_WORDS)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(NEW_WORDS)))
    models = list(IndexedDocument.objects.filter(language="ja"))
    counts: Counter[str] = Counter()
    lengths: Counter[str] = Counter()

    def made() -> Iterator[Any]:
        for number in range(documents - len(models)):
            model = models[number % len(models)]
            row = IndexedDocument(
                owner=f"bench {number}", kind="entry", slug=f"bench-{number}", language="ja"
            )
            row.path, row.title, row.body = f"faq/entry/bench-{number}/", model.title, model.body
            for field in ("title_terms", "key_terms", "body_terms"):
                terms = getattr(model, field).split()
                others = chance.choices(new, cum_weights=weights, k=len(terms)) if terms else []
                terms = [b if chance.random() < REPLACED else a for a, b in zip(terms, others, strict=True)]
                setattr(row, field, " ".join(terms))
                counts.update(set(terms))
            lengths["title_length"] += len(row.title_terms.split())
            lengths["body_length"] += len(row.body_terms.split())
            yield row

    IndexedDocument.objects.bulk_create(made(), batch_size=1000)
    known = dict(Vocable.objects.filter(language="ja").values_list("text", "pk"))
    Vocable.objects.bulk_create(
        [
            Vocable(language="ja", text=text, head=text[:2], tail=text[-2:], documents=count)
            for text, count in counts.items()
            if text not in known
        ],
        batch_size=1000,
    )
    rows = [Vocable(pk=known[text], documents=count) for text, count in counts.items() if text in known]
    Vocable.objects.bulk_update(rows, ["documents"], batch_size=500)
    IndexState.objects.filter(language="ja").update(
        documents=documents, **{name: F(name) + length for name, length in lengths.items()}
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
