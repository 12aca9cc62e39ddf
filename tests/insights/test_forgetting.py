"""What readers typed is forgotten after a time; how often they did is not."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate
from pytest_django import Settings

from insights.forgetting import forget_texts
from insights.models import Comment, SearchCount
from tests.at_once import at_once
from tests.meanwhile import before_deletion, two_at_once

pytestmark = pytest.mark.django_db


def search(days_ago: int, text: str, n: int, *, found: bool = True) -> None:
    day = localdate() - timedelta(days=days_ago)
    SearchCount.objects.create(day=day, language="ja", text=text, found=found, n=n)


def test_old_searches_lose_their_words_and_keep_their_numbers(settings: Settings) -> None:
    settings.TEXTS_KEEP_DAYS = 30
    for days_ago, text, n, found in (
        (31, "カード", 3, True),
        (31, "解約", 2, True),
        (31, "", 1, True),
        (31, "ラーメン", 4, False),
        (30, "昨日の言葉", 5, True),
    ):
        search(days_ago, text, n, found=found)
    out = StringIO()
    call_command("forget_texts", stdout=out)
    assert sorted(SearchCount.objects.values_list("text", "found", "n")) == [
        ("", False, 4),
        ("", True, 6),
        ("昨日の言葉", True, 5),
    ]
    assert out.getvalue() == "3 searches and 0 comments deleted because their time is over.\n"
    call_command("forget_texts", stdout=StringIO())
    assert SearchCount.objects.count() == 3


def test_old_comments_go_ticked_off_or_not() -> None:
    for days_ago in (401, 1):
        day = localdate() - timedelta(days=days_ago)
        Comment.objects.create(day=day, language="ja", entry="card", text="a line")
    call_command("forget_texts", stdout=StringIO())
    assert Comment.objects.get().day == localdate() - timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_two_who_forget_at_once_keep_each_number_once() -> None:
    for number in range(200):
        search(401, f"word {number}", 2)
    at_once(lambda: forget_texts(localdate()))
    assert list(SearchCount.objects.values_list("text", "n")) == [("", 400)]


@two_at_once
@pytest.mark.django_db(transaction=True)
def test_who_forgets_what_another_is_forgetting_keeps_nothing_once_more() -> None:
    search(401, "a word", 2)
    with before_deletion(lambda: forget_texts(localdate())):
        forget_texts(localdate())
    assert list(SearchCount.objects.values_list("text", "n")) == [("", 2)]
