"""Comments to read and to tick off."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate

from insights.models import Comment
from tests.factories import create_entry, published_flow
from tests.html import read
from tests.insights.staff import staff_client

pytestmark = pytest.mark.django_db

URL = "/admin/insights/comments/"


def comment(text: str, *, entry: str = "", is_done: bool = False) -> Comment:
    about = {"entry": entry} if entry else {"flow": "guide", "revision": 1, "step": "a1"}
    return Comment.objects.create(day=localdate(), language="ja", text=text, is_done=is_done, **about)


@pytest.fixture
def editor() -> Client:
    return staff_client("insights.view_insights", "insights.change_comment")


def texts(response) -> list[str]:
    return [row.all("td")[2].text for row in read(response).one("tbody").all("tr")]


def test_what_is_not_ticked_off_stands_there_newest_first(editor):
    comment("first")
    comment("second")
    comment("old", is_done=True)
    assert texts(editor.get(URL)) == ["second", "first"]
    assert texts(editor.get(f"{URL}?all=1")) == ["second", "first", "old"]


def test_a_comment_leads_to_what_it_is_about(editor):
    published_flow("q1: yes=a1\na1")
    create_entry("card")
    comment("step")
    comment("entry", entry="card")
    links = read(editor.get(URL)).one("tbody").all("a")
    assert [(link.text, link["href"]) for link in links] == [
        ("question cardです", "/ja/faq/entry/card/"),
        ("title of guideです: a1", "/ja/guides/guide/a1/"),
    ]


def test_chosen_comments_are_ticked_off(editor):
    one, other = comment("one"), comment("other")
    response = editor.post(URL, {"comment": [one.pk]}, follow=True)
    assert "1件のコメントを確認済みにしました" in response.content.decode()
    assert list(Comment.objects.unread()) == [other]


@pytest.mark.parametrize("chosen", [[], ["x"], ["-1"], ["9" * 40], ["²"], ["12345678"]])
def test_choosing_nothing_that_exists_changes_nothing(editor, chosen):
    comment("one")
    response = editor.post(URL, {"comment": chosen}, follow=True)
    assert "コメントが選ばれていません" in response.content.decode()
    assert Comment.objects.unread().count() == 1


def test_reading_is_not_ticking_off():
    one = comment("one")
    reader = staff_client("insights.view_insights")
    assert not read(reader.get(URL)).all("input", name="comment")
    assert reader.post(URL, {"comment": [one.pk]}).status_code == 403
    assert Comment.objects.unread().exists()


def test_ticking_off_needs_the_token(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    assert strict.post(URL, {"comment": []}).status_code == 403


def test_a_comment_is_only_a_text(editor):
    comment("<script>alert(1)</script>")
    assert b"<script>alert" not in editor.get(URL).content
    comment("=1")
    assert ",'=1," in editor.get(f"{URL}?csv=comments").content.decode()


FORMULAS = [
    "=cmd|' /C calc'!A0",
    "＝cmd",
    "＋1",
    "－1",
    "−1",
    "＠SUM(1)",
    "﹦1",
    " =1",
    "\u3000＝1",
    "\u200b=1",
    "\t1",
]
OTHERS = ["料金＝月額", "ーっと", "・1つ目", "1-2", "“=”"]


def test_no_spreadsheet_takes_a_comment_for_a_formula_in_whatever_width(editor):
    for typed in FORMULAS + OTHERS:
        comment(typed)
    rows = list(csv.reader(StringIO(editor.get(f"{URL}?csv=comments").content.decode())))[1:]
    assert {row[1] for row in rows} == {f"'{typed}" for typed in FORMULAS} | set(OTHERS)


def test_many_comments_come_in_pages(editor):
    Comment.objects.bulk_create(
        Comment(day=localdate(), language="ja", text=f"{number}", entry="card") for number in range(60)
    )
    assert len(texts(editor.get(URL))) == 50
    assert len(texts(editor.get(f"{URL}?p=2"))) == 10
    assert len(editor.get(f"{URL}?csv=comments").content.decode().splitlines()) == 61


def test_nothing_to_read_is_said(editor):
    assert "すべて確認済みです" in editor.get(URL).content.decode()


@pytest.mark.parametrize("about", [{}, {"entry": "card", "flow": "guide", "step": "a1"}, {"flow": "guide"}])
def test_a_comment_is_about_a_step_or_an_entry(about):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(day=localdate(), language="ja", text="x", **about)
