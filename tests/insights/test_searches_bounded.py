"""The texts kept of a day's searches: what many search for is among them, whoever floods the search."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from insights import writing
from insights.models import SearchCount
from insights.writing import Key, KnownSearch, write
from search import views
from tests.insights.numbers import search_counts
from tests.meanwhile import before_deletion, two_at_once

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
BROWSER = {"User-Agent": "Mozilla/5.0"}


@pytest.fixture(autouse=True)
def _small_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a day ten texts are kept, and three searches of an address an hour bring in new ones."""
    monkeypatch.setattr(writing, "SEARCHES_A_DAY", 10)
    monkeypatch.setattr(views, "NEW_SEARCHES", 3)


def search(*texts: str, n: int = 1, day: date = DAY, found: bool = False) -> None:
    write({(SearchCount, "ja", text, found): n for text in texts}, day)


def kept() -> dict[str, int]:
    return dict(SearchCount.objects.filter(day=DAY).values_list("text", "n"))


def test_strangers_cannot_fill_the_table_and_all_their_searches_are_counted() -> None:
    search(*(f"flood {number:03}" for number in range(200)))
    assert len(kept()) == 11
    assert kept()[""] == 190
    search(*(f"more {number:03}" for number in range(200)))
    assert len(kept()) == 11
    assert kept()[""] == 390


def test_what_many_searched_for_stays_through_a_flood_and_goes_on_growing() -> None:
    search(*(f"early {number}" for number in range(10)))
    search("請求書", n=2)
    for batch in range(5):
        search(*(f"flood {batch} {number}" for number in range(20)))
    search("請求書", n=3)
    assert kept()["請求書"] == 5


def test_what_is_searched_for_after_a_flood_finds_room() -> None:
    search(*(f"flood {number}" for number in range(100)), n=3)
    search("請求書")
    search("解約")
    search("請求書")
    assert (kept()["請求書"], kept()["解約"]) == (2, 1)


def test_searches_with_and_without_a_result_are_put_together_each_for_itself() -> None:
    search(*(f"flood {number}" for number in range(20)), found=False)
    search(*(f"good {number}" for number in range(20)), found=True)
    rest = SearchCount.objects.filter(text="").values_list("found", "n")
    assert sum(n for _found, n in rest) == 30
    assert dict(rest)[True] == 10


@two_at_once
@pytest.mark.django_db(transaction=True)
def test_what_is_searched_for_while_texts_are_put_together_is_counted_too() -> None:
    search(*(f"early {number}" for number in range(10)))
    with before_deletion(lambda: search("early 0", n=5)):
        search("one more", n=2)
    assert sum(kept().values()) == 10 + 2 + 5


def test_another_day_has_its_own_room() -> None:
    search(*(f"flood {number}" for number in range(20)))
    search("解約", day=date(2026, 11, 24))
    assert SearchCount.objects.get(day=date(2026, 11, 24)).text == "解約"


def test_a_flood_brings_in_no_new_text_but_counts_those_that_are_there() -> None:
    search("請求書")
    counts: dict[Key, int] = {(KnownSearch, "ja", text, False): 2 for text in ("請求書", "new", "newer")}
    write(counts | {(SearchCount, "ja", "newer", True): 1}, DAY)
    rows = SearchCount.objects.values_list("text", "found", "n")
    assert sorted(rows) == [("", False, 2), ("newer", False, 2), ("newer", True, 1), ("請求書", False, 3)]


def test_one_sender_brings_in_few_new_texts_and_others_are_counted_as_ever(client: Client) -> None:
    for number in range(6):
        client.get("/ja/search/", {"q": f"flood-{'abcdef'[number]}"}, headers=BROWSER)
    client.get("/ja/search/", {"q": "flood-a"}, headers=BROWSER)
    client.get("/ja/search/", {"q": "解約"}, REMOTE_ADDR="192.0.2.7", headers=BROWSER)
    assert search_counts() == {
        ("flood-a", False): 2,
        ("flood-b", False): 1,
        ("flood-c", False): 1,
        ("", False): 3,
        ("解約", False): 1,
    }
