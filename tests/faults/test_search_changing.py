"""Readers who search while the index is built anew and entries and guides come and go: no answer is half of two."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from threading import Event
from urllib.parse import quote_plus

import pytest

from tests.faults.changing import WORD_EN, WORD_JA, Changer
from tests.faults.cluster import Cluster
from tests.faults.site import Site

# In this order: what can be found differs after each.
ROUND = ("synonyms", "one title", "guide", "another title", "withdrawn entry", "load", "withdrawn guide")
PAGES = (
    f"/ja/search/?q={quote_plus(WORD_JA)}",
    f"/en/search/?q={quote_plus(WORD_EN)}",
    f"/ja/search/suggestions/?q={quote_plus(WORD_JA[:2])}",
    f"/en/search/suggestions/?q={quote_plus(WORD_EN[:5])}",
    f"/ja/search/?q={quote_plus('締め日')}",
)
READERS = 4
PATIENCE = 90  # seconds


@pytest.fixture
def changers(checkout: Path) -> Iterator[Callable[[str], Changer]]:
    """`changers(url)` starts one; all end with the test."""
    started: list[Changer] = []

    def start(url: str) -> Changer:
        started.append(Changer(checkout, url))
        return started[-1]

    yield start
    for changer in started:
        changer.end()


def right_answers(site: Site, changer: Changer) -> dict[str, set[str]]:
    """What each page says between the changes, with nobody else about."""
    right: dict[str, set[str]] = {page: set() for page in PAGES}
    for change in ROUND:
        changer.do(change)
        for page in PAGES:
            right[page].add(site.get(page).text)
    return right


def searched_under_change(site: Site, url: str, changers: Callable[[str], Changer], seconds: float) -> None:
    """All searches are answered rightly: for so long, and on a slow machine until enough was changed meanwhile."""
    editor, builder = changers(url), changers(url)
    right = right_answers(site, editor)
    assert all(len(texts) > 1 for texts in right.values()), "nothing changes"
    start, over = time.monotonic(), Event()
    edited, rebuilt = Event(), Event()

    def change(changer: Changer, names: tuple[str, ...], times: int, enough: Event) -> None:
        for done, name in enumerate(cycle(names)):
            if done == times:
                enough.set()
            if over.is_set():
                return
            changer.do(name)

    def is_over() -> bool:
        enough = seconds if edited.is_set() and rebuilt.is_set() else PATIENCE
        return over.is_set() or time.monotonic() > start + enough

    def read(first: int) -> None:
        number = first
        while not is_over():
            page = PAGES[number % len(PAGES)]
            answer = site.get(page)
            assert answer.status == 200, f"{page}: {answer.status}\n{site.log}"
            assert answer.text in right[page], f"{page}: neither before nor after a change\n{answer.text}"
            number += 1

    with ThreadPoolExecutor(READERS + 2) as threads:
        changes = [
            threads.submit(change, editor, ROUND, len(ROUND), edited),
            threads.submit(change, builder, ("rebuild",), 2, rebuilt),
        ]
        readers = [threads.submit(read, number) for number in range(READERS)]
        try:
            for reader in readers:
                reader.result()
        finally:
            over.set()
        for changed in changes:
            changed.result()
    assert edited.is_set()
    assert rebuilt.is_set()


def test_postgresql(
    serve: Callable[..., Site], postgres: Cluster, database: str, changers: Callable[[str], Changer],
    is_short: bool,
):  # fmt: skip
    url = postgres.url(database)
    searched_under_change(serve(url), url, changers, 3 if is_short else 60)


def test_sqlite(serve: Callable[..., Site], sqlite: str, changers: Callable[[str], Changer], is_short: bool):
    searched_under_change(serve(sqlite), sqlite, changers, 1.5 if is_short else 30)
