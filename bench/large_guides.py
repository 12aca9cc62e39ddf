"""What editors' pages about a large guide cost: `python -m bench.large_guides` (DATABASE_URL as ever).

Makes guides of 20,000 steps in an empty database, lets readers walk them for a year, and opens every page that
could grow with the guide, as it is and with a draft in which everything changed, most is gone, or nothing is translated.
The aims are those of the insights: a page under 1 MB in under 1 s. Options: --size 20000.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import django

AIMED_SECONDS, AIMED_BYTES = 1.0, 1_000_000
VISITS_A_DAY, DAYS = 300, 365
HUBS = 101
PERIODS = (30, 365)


def main() -> None:
    """Make the guides, open the pages, print how long each took."""
    parser = argparse.ArgumentParser(prog="python -m bench.large_guides", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="steps of each guide")
    size = parser.parse_args().size
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    print("| guide | page | ms | of this process | queries | KB |\n|---|---|--:|--:|--:|--:|", flush=True)
    missed = False
    for name, pages in _guides(size):
        for page in pages:
            missed |= _row(name, page)
    missed |= _row("all of them", "/admin/coverage/")
    sys.exit(missed)


def _guides(size: int) -> Iterator[tuple[str, list[str]]]:
    """The guides one by one, each with the pages to be opened while it is as it is then."""
    from bench.guides import guide_of, make
    from wizard.compiler import write_graph

    make(10)
    for made in (replace(guide_of(size), flow="bushy"), wide(size)):
        _live(made)
        yield made.flow, [*_insights(made.flow), *_editing(made.flow)]
    write_graph(deep(size))
    yield "deep, a draft", _editing("deep", is_live=False)
    bushy = replace(guide_of(size), flow="bushy")
    for words, steps in _drafts(bushy):
        write_graph(replace(bushy, steps=steps))
        yield f"bushy, {words}", _proof("bushy")


def wide(size: int) -> Any:
    """A guide with nearly everything on its third level, as many choices at a question as one may have."""
    from bench.guides import _step, guide_of

    below = (size - 1) // HUBS - 1
    hubs = {f"hub-{hub}": [f"end-{hub}-{end}" for end in range(below)] for hub in range(HUBS)}
    steps = [_step("start", *hubs)]
    for hub, ends in hubs.items():
        steps += [_step(hub, *ends), *map(_step, ends)]
    return replace(guide_of(10), flow="wide", steps=tuple(steps))


def deep(size: int) -> Any:
    """One question after the other, deeper than any that may be published."""
    from bench.guides import _step, guide_of

    last = size // 2 - 1
    steps = []
    for at in range(last + 1):
        onward = [f"question-{at + 1}"] if at < last else []
        steps += [_step(f"question-{at}", *onward, f"answer-{at}"), _step(f"answer-{at}")]
    return replace(guide_of(10), flow="deep", start="question-0", steps=tuple(steps))


def _drafts(guide: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Drafts of a live guide that fill the lists of its pages."""
    from ground.text import Text

    yield (
        "every title changed in Japanese",
        tuple(replace(step, title=Text(f"{step.title.ja}新", step.title.en)) for step in guide.steps),
    )
    yield "no title translated", tuple(replace(step, title=Text(step.title.ja)) for step in guide.steps)
    first = guide.steps[0]
    yield "all but two steps gone", (replace(first, choices=first.choices[1:2]), guide.by_slug["end-1"])


def _live(guide: Any) -> None:
    """Published, and walked for a year."""
    from bench.insights_scale import _walk
    from insights.writing import write
    from wizard.compiler import write_graph
    from wizard.publishing import publish

    publish(write_graph(guide), author=None)
    chance = random.Random(guide.flow)  # noqa: S311 - numbers for a benchmark
    for back in range(DAYS):
        counts: Counter[tuple[object, ...]] = Counter()
        for _ in range(VISITS_A_DAY):
            _walk(guide, 1, chance, counts)
        write(dict(counts), date.today() - timedelta(days=back))


def _insights(flow: str) -> list[str]:
    page = f"/admin/insights/guides/{flow}/"
    return [
        *(f"{page}?days={days}" for days in PERIODS),
        f"{page}?days=365&revisions=1",
        *(f"{page}?days=365&csv={name}" for name in ("questions", "choices", "answers", "days")),
    ]


def _editing(flow: str, *, is_live: bool = True) -> list[str]:
    page = f"/admin/wizard/flow/{flow}/"
    pages = ["edit/", "picture/", "preview/", "whole/", "changes/"]
    return [page + path for path in pages] + (_proof(flow) if is_live else [f"{page}publish/"])


def _proof(flow: str) -> list[str]:
    page = f"/admin/wizard/flow/{flow}/"
    return [page + path for path in ("publish/", "revisions/1/", "revisions/compare/?old=1&new=draft")]


def _row(name: str, page: str) -> bool:
    """Print what the page costs; whether an aim was missed (a file may be as long as it is)."""
    from bench.insights_scale import _open

    queries, seconds, busy, size = _open(page)
    print(
        f"| {name} | {page} | {seconds * 1000:.0f} | {busy * 1000:.0f} | {queries} | {size // 1024} |",
        flush=True,
    )
    return seconds > AIMED_SECONDS or (size > AIMED_BYTES and "csv=" not in page)


if __name__ == "__main__":
    main()
