"""A search that found nothing becomes a keyword of an entry."""

from __future__ import annotations

import pytest
from django.test import Client

from faq.keywords import Added, Guesser, add_keyword
from faq.models import Entry
from tests.factories import both, create_entry
from tests.insights.staff import staff_client

pytestmark = pytest.mark.django_db

URL = "/admin/insights/keyword/"
EDITOR = ("insights.view_insights", "faq.change_entry")


@pytest.fixture
def entry() -> Entry:
    return create_entry("card", keywords_ja=("カード",))


def add(client: Client, **fields: str) -> str:
    response = client.post(URL, {"entry": "card", "language": "ja", "word": "クレカ", **fields}, follow=True)
    assert response.redirect_chain[0][0] == "/admin/insights/searches/"
    return response.content.decode()


def test_one_click_adds_and_publishes_where_nothing_else_waits(entry):
    page = add(staff_client(*EDITOR, "faq.publish_entry"))
    entry.refresh_from_db()
    assert entry.live.content["keywords_ja"] == ["カード", "クレカ"]
    assert entry.live.number == 2
    assert "公開しました" in page


def test_without_the_permission_to_publish_it_waits_in_the_draft(entry):
    add(staff_client(*EDITOR))
    entry.refresh_from_db()
    assert entry.keywords_ja == ["カード", "クレカ"]
    assert entry.live.number == 1


def test_what_another_editor_has_not_published_yet_is_not_published_along(entry):
    Entry.objects.update(title_ja="まだ書きかけ")
    assert add_keyword(entry, "ja", "クレカ", publisher=None) == Added(is_new=True, is_live=False)
    add(staff_client(*EDITOR, "faq.publish_entry"), word="カード払い")
    entry.refresh_from_db()
    assert entry.live.number == 1


def test_a_keyword_the_entry_has_is_not_added_twice(entry):
    assert "すでに" in add(staff_client(*EDITOR), word="カード")
    entry.refresh_from_db()
    assert entry.keywords_ja == ["カード"]


@pytest.mark.parametrize(
    "fields",
    [
        {"entry": "gone"},
        {"entry": ""},
        {"entry": "a\x00"},
        {"word": " "},
        {"word": "長" * 101},
        {"language": "fr"},
        {"word": "\x00"},
    ],
)
def test_bad_input_changes_nothing_and_says_so(entry, fields):
    assert "errornote" in (page := add(staff_client(*EDITOR), **fields)) or 'class="error"' in page
    entry.refresh_from_db()
    assert entry.keywords_ja == ["カード"]


def test_only_editors_of_entries_may(client, entry):
    fields = {"entry": "card", "language": "ja", "word": "x"}
    assert client.post(URL, fields)["Location"].startswith("/admin/login/")
    assert staff_client("insights.view_insights").post(URL, fields).status_code == 403
    assert staff_client(*EDITOR).get(URL).status_code == 405


def test_a_guess_needs_half_of_the_search_in_the_entry(django_assert_num_queries):
    create_entry("invoice", title=both("請求書をダウンロードしたい"))
    with django_assert_num_queries(1):
        guesser = Guesser()
    assert guesser.guess("請求書 ダウンロード できない", "ja") == "invoice"
    assert guesser.guess("天気", "ja") == ""
    assert guesser.guess("x", "fr") == ""
