"""A vote or a comment that arrives twice is one; a changed mind, another line and another reader count."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from django.test import Client

from insights.models import Comment
from tests.at_once import at_once
from tests.factories import create_entry, published_flow
from tests.html import read
from tests.insights.numbers import entry_counts, step_counts

pytestmark = pytest.mark.django_db
URL = "/en/feedback/"
HTMX = {"hx-request": "true"}


@pytest.fixture(autouse=True)
def _published() -> None:
    create_entry("card")
    published_flow("q1: yes=a1 no=a1\na1")


def vote(said: str, about: str = "card", address: str = "192.0.2.1", **headers: str) -> str:
    """What the reader is told."""
    fields = {"about": about, "vote": said}
    answer = Client().post(URL, fields, REMOTE_ADDR=address, follow=True, headers=headers)
    return answer.content.decode()


def comment_form() -> dict[str, str]:
    """What the form in the answer to a no would send."""
    fields = read(vote("no", **HTMX)).one("form").all("input", type="hidden")
    return {**{field["name"]: field["value"] for field in fields}, "comment": "the date is missing"}


def comment(fields: dict[str, str]) -> str:
    return Client().post(URL, fields, follow=True).content.decode()


def test_a_second_click_is_thanked_and_not_counted():
    assert "was counted" in vote("yes")
    assert "was counted" in vote("yes")
    vote("no", "guide/a1?q1=yes")
    vote("no", "guide/a1?q1=yes")
    assert (entry_counts(), step_counts()) == ({"yes card": 1}, {"no guide/a1": 1})


def test_a_changed_mind_another_subject_and_another_reader_count():
    vote("yes")
    vote("no")
    vote("yes", address="192.0.2.2")
    vote("yes", **{"user-agent": "Mozilla/5.0 (another browser in the same house)"})
    vote("yes", "guide/a1")
    assert (entry_counts(), step_counts()) == ({"yes card": 3, "no card": 1}, {"yes guide/a1": 1})


@pytest.mark.parametrize(("seconds", "votes"), [(9, 1), (11, 2)])
def test_the_same_vote_counts_again_after_ten_seconds(monkeypatch, seconds: int, votes: int):
    vote("yes")
    later = time.time() + seconds
    monkeypatch.setattr("time.time", lambda: later)
    vote("yes")
    assert entry_counts() == {"yes card": votes}


def test_a_second_click_does_not_use_up_the_limit_and_one_beyond_it_is_not_said_to_be_counted(settings):
    settings.FEEDBACK_LIMIT = 1
    for _ in range(2):
        assert "was counted" in vote("yes")
    for _ in range(2):
        assert "was not counted" in vote("no")
    assert entry_counts() == {"yes card": 1}


def test_a_line_that_is_sent_twice_is_kept_once_and_another_line_is_kept_too():
    fields = comment_form()
    for _ in range(2):
        assert "An editor will read it" in comment(fields)
    comment({**fields, "comment": "and the price"})
    comment(comment_form())
    kept = list(Comment.objects.order_by("pk").values_list("text", flat=True))
    assert kept == ["the date is missing", "and the price", "the date is missing"]


def test_a_line_that_was_too_long_is_shortened_and_sent_from_the_page_that_says_so():
    page = read(comment({**comment_form(), "comment": "x" * 501}))
    fields = {field["name"]: field["value"] for field in page.one("form.section").all("input")}
    assert fields["key"]
    for _ in range(2):
        comment({**fields, "comment": "short"})
    assert Comment.objects.get().text == "short"


@pytest.mark.django_db(transaction=True)
def test_two_that_arrive_at_the_same_moment_are_one():
    cache.clear()
    fields = comment_form()
    answers = at_once(lambda: (comment(fields), vote("yes")), 3)
    assert all("An editor will read it" in thanks and "was counted" in counted for thanks, counted in answers)
    assert Comment.objects.count() == 1
    assert entry_counts() == {"no card": 1, "yes card": 1}
