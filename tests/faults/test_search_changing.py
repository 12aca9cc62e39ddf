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


def searched_under_change(site: Site, url: str, changers: Callable[[str], Changer], seconds: float) -> int:
    """How many searches were answered, all of them rightly."""
    editor, builder = changers(url), changers(url)
    right = right_answers(site, editor)
    assert all(len(texts) > 1 for texts in right.values()), "nothing changes"
    end, over = time.monotonic() + seconds, Event()

    def change(changer: Changer, names: tuple[str, ...]) -> int:
        done = 0
        for name in cycle(names):
            if over.is_set():
                return done
            changer.do(name)
            done += 1
        return done

    def read(first: int) -> int:
        number = first
        while time.monotonic() < end:
            page = PAGES[number % len(PAGES)]
            answer = site.get(page)
            assert answer.status == 200, f"{page}: {answer.status}\n{site.log}"
            assert answer.text in right[page], f"{page}: neither before nor after a change\n{answer.text}"
            number += 1
        return number - first

    with ThreadPoolExecutor(READERS + 2) as threads:
        edits = threads.submit(change, editor, ROUND)
        builds = threads.submit(change, builder, ("rebuild",))
        readers = [threads.submit(read, number) for number in range(READERS)]
        try:
            searches = sum(reader.result() for reader in readers)
        finally:
            over.set()
        assert edits.result() > 3
        assert builds.result() > 1
    return searches


def test_postgresql(
    serve: Callable[..., Site], postgres: Cluster, database: str, changers: Callable[[str], Changer],
    is_short: bool,
):  # fmt: skip
    url = postgres.url(database)
    assert searched_under_change(serve(url), url, changers, 3 if is_short else 60) > 50


def test_sqlite(serve: Callable[..., Site], sqlite: str, changers: Callable[[str], Changer], is_short: bool):
    assert searched_under_change(serve(sqlite), sqlite, changers, 1.5 if is_short else 30) > 20
