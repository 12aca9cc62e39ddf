"""`make bench`: what a step page costs, against an ordinary view, and how many a second are answered.

Prints one table and writes it to bench/RESULTS.md. Options: `make bench ARGS="--quick --skip-postgres"`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import SMALLEST
from bench.databases import Databases, postgres, sqlite_in
from bench.load import requests_per_second
from bench.measure import can_count, make_guide, measure
from bench.report import Row, report

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Measure, print, write."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        rows, skipped = _measured(Path(name), options)
    if not can_count():
        skipped.append("Instructions were not counted: `valgrind` is not installed.")
    text = report(rows, skipped, options.requests)
    RESULTS.write_text(text)
    print(f"\n{text}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="What a page costs.")
    parser.add_argument("--quick", action="store_true", help="small guides, few requests, a short load")
    parser.add_argument("--sizes", type=_sizes, help="steps of the guides, such as 10,1000,100000")
    parser.add_argument("--requests", type=int, help="how many requests of each kind are measured")
    parser.add_argument("--skip-postgres", action="store_true", help="SQLite only")
    options = parser.parse_args()
    options.sizes = options.sizes or ([10, 1000] if options.quick else [10, 1000, 100_000])
    options.requests = options.requests or (20 if options.quick else 100)
    options.seconds = 1 if options.quick else 5
    return options


def _sizes(text: str) -> list[int]:
    sizes = sorted(int(size) for size in text.split(","))
    if sizes[0] < SMALLEST:
        raise argparse.ArgumentTypeError(f"a guide has at least {SMALLEST} steps here")
    return sizes


def _measured(folder: Path, options: argparse.Namespace) -> tuple[list[Row], list[str]]:
    """The rows of the table, and in words what was left out."""
    rows = list(_rows("SQLite", sqlite_in(folder), folder, options))
    if options.skip_postgres:
        return rows, ["PostgreSQL was left out: --skip-postgres."]
    with postgres() as databases:
        if databases is None:
            return rows, ["PostgreSQL was left out: no cluster (`pg_virtualenv`, of postgresql-common)."]
        return [*rows, *_rows("PostgreSQL", databases, folder, options)], []


def _rows(name: str, databases: Databases, folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    for size in options.sizes:
        print(f"{name}, {size:,} steps …", flush=True)
        url = databases(size)
        made = make_guide(size, url, folder)
        costs = measure(url, size, folder, options.requests)
        yield Row(name, size, made, costs, requests_per_second(url, folder, options.seconds))


if __name__ == "__main__":
    main()
