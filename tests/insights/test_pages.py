"""The insight pages: who may read them, what they show, their files."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils.timezone import localdate

from insights.models import EntryCount, SearchCount, StepCount
from insights.writing import write
from tests.factories import create_entry, published_flow
from tests.html import read
from tests.insights.staff import staff_client

pytestmark = pytest.mark.django_db

PAGES = ["", "entries/", "searches/", "comments/", "guides/guide/"]
ALLOWED = "insights.view_insights"


@pytest.fixture(autouse=True)
def _a_month() -> None:
    """As many days of counts as there are in two months, twice as many in the second."""
    published_flow("q1: yes=a1 no=a2\na1\na2", a2={"outcome": "contact"})
    create_entry("card", keywords_ja=("カード",))
    today = localdate()
    for back, n in ((0, 20), (1, 20), (40, 20)):
        write(
            {
                (StepCount, "started", "guide", 1, "q1", ""): n,
                (StepCount, "seen", "guide", 1, "q1", ""): n,
                (StepCount, "chosen", "guide", 1, "q1", "yes"): n // 2,
                (StepCount, "seen", "guide", 1, "a1", ""): n // 2,
                (StepCount, "reached", "guide", 1, "a1", "answer"): n // 2,
                (StepCount, "yes", "guide", 1, "a1", ""): n // 4,
                (StepCount, "no", "guide", 1, "a1", ""): n // 4,
                (EntryCount, "seen", "card"): n,
                (EntryCount, "yes", "card"): 3,
                (EntryCount, "no", "card"): 6,
                (SearchCount, "ja", "請求書が来ない", False): n,
                (SearchCount, "ja", "カード", True): n,
            },
            today - timedelta(days=back),
        )


@pytest.fixture
def editor() -> Client:
    return staff_client(ALLOWED)


def rows(page, table: str) -> list[list[str]]:
    body = read(page).one("table", aria_labelledby=f"table-{table}").one("tbody")
    return [[cell.text for cell in row.children if not isinstance(cell, str)] for row in body.all("tr")]


def lines(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_asked_to_log_in(client, path):
    response = client.get(f"/admin/insights/{path}")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("path", PAGES)
def test_staff_without_the_permission_are_refused(path):
    assert staff_client().get(f"/admin/insights/{path}").status_code == 403


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("query", ["", "?days=365", "?days=nonsense&p=x"])
def test_whoever_may_read_the_insights_sees_each_page(editor, path, query):
    assert editor.get(f"/admin/insights/{path}{query}").status_code == 200


@pytest.mark.parametrize("path", ["", "entries/", "searches/", "guides/guide/"])
def test_pages_that_only_show_take_no_post(editor, path):
    assert editor.post(f"/admin/insights/{path}").status_code == 405


def test_the_overview_compares_a_month_with_the_one_before(editor):
    assert rows(editor.get("/admin/insights/"), "guides") == [
        ["title of guideです", "40", "+100%", "50%", "±0", "50%", "±0", "0", "0", "0"]
    ]


def test_a_longer_period_has_all_of_it(editor):
    assert rows(editor.get("/admin/insights/?days=90"), "guides")[0][1:3] == ["60", "–"]


def test_counts_under_a_guides_former_slug_are_its_own(editor):
    flow = published_flow("o1: x=b1\nb1", flow="other")
    flow.aliases.create(slug="former")
    for slug in ("former", "other"):
        write({(StepCount, "started", slug, 1, "o1", ""): 10}, localdate())
    assert [row[:2] for row in rows(editor.get("/admin/insights/"), "guides")] == [
        ["title of guideです", "40"],
        ["title of otherです", "20"],
    ]


def test_a_guide_that_is_gone_is_still_named_by_its_slug(editor):
    write({(StepCount, "started", "gone", 1, "q1", ""): 50}, localdate())
    assert rows(editor.get("/admin/insights/"), "guides")[0][:2] == ["gone", "50"]


def test_entries_stand_by_their_votes(editor):
    create_entry("fine")
    write({(EntryCount, "no", "fine"): 2, (EntryCount, "yes", "fine"): 9}, localdate())
    assert rows(editor.get("/admin/insights/entries/"), "entries") == [
        ["question cardです", "40", "6", "12", "33%", "–"],
        ["question fineです", "0", "9", "<5", "82%", "–"],
    ]


def test_searches_without_a_result_come_first_and_say_when_they_are_found_by_now(editor):
    write({(SearchCount, "ja", "カード", False): 6}, localdate() - timedelta(days=3))
    page = editor.get("/admin/insights/searches/")
    assert rows(page, "nothing") == [
        ["請求書が来ない", "ja", "40", "40", ""],
        ["カード", "ja", "46", "6", "今は見つかります"],
    ]
    assert [row[:3] for row in rows(page, "searches")] == [
        ["カード", "ja", "46"],
        ["請求書が来ない", "ja", "40"],
    ]


def test_each_table_is_a_file_with_the_same_figures(editor):
    response = editor.get("/admin/insights/?csv=guides&days=30")
    today = localdate()
    name = f"guides-{today - timedelta(days=29)}-{today}.csv"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert lines(response)[1][:4] == ["title of guideです", "40", "+100%", "50%"]
    assert lines(editor.get("/admin/insights/guides/guide/?csv=choices"))[1][1:4] == [
        "label yesです",
        "title of a1です",
        "20",
    ]


def test_all_counts_are_a_file(editor):
    found = lines(editor.get("/admin/insights/?csv=counts"))
    assert ["guide", "1", "選ばれた回答", "q1", "yes", "20"] in found
    assert len(found) == 8


def test_the_plot_is_a_file_with_a_row_for_each_day(editor):
    today = localdate()
    write({(SearchCount, "ja", "多い", True): 7, (SearchCount, "ja", "少ない", False): 2}, today)
    for path, headings in (
        ("", ["日", "訪問"]),
        ("guides/guide/", ["日", "訪問"]),
        ("entries/", ["日", "はい", "いいえ"]),
        ("searches/", ["日", "結果あり", "結果なし"]),
    ):
        found = lines(editor.get(f"/admin/insights/{path}?csv=days&days=90"))
        assert found[0] == headings
        assert [found[1][0], found[-1][0]] == [str(today - timedelta(days=89)), str(today)]
        assert len(found) == 91
    with_result, without = found[-1][1:]
    assert int(with_result) >= 7
    assert without


def test_the_file_of_the_searches_goes_on_where_the_page_ends(editor):
    write({(SearchCount, "en", f"word {at}", False): 9 for at in range(150)}, localdate())
    assert len(lines(editor.get("/admin/insights/searches/?csv=nothing"))) > 150
    assert len(rows(editor.get("/admin/insights/searches/"), "searches")) == 100


def test_a_search_that_looks_like_a_formula_is_only_a_text_in_the_file(editor):
    write({(SearchCount, "en", "=1+1", False): 9}, localdate())
    assert ["'=1+1", "en", "9", "9", ""] in lines(editor.get("/admin/insights/searches/?csv=nothing"))


def test_what_readers_typed_is_only_a_text_on_the_page(editor):
    write({(SearchCount, "en", "<script>alert(1)</script>", False): 9}, localdate())
    assert b"<script>alert" not in editor.get("/admin/insights/searches/").content


def test_a_table_that_does_not_exist_is_404(editor):
    assert editor.get("/admin/insights/?csv=nothing").status_code == 404


def test_the_plot_says_each_bar_in_words(editor):
    plot = read(editor.get("/admin/insights/")).one("figure.plot")
    assert len(plot.all("rect")) == 30
    assert plot.one("svg")["role"] == "img"
    assert plot.all("li")[-1].text.endswith(": 訪問 20")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_the_pages_is_inline(editor, path):
    document = read(editor.get(f"/admin/insights/{path}"))
    assert not [element.tag for element in document.walk() if element.get("style")]
    assert not document.one("div.insights").all("script")


@pytest.mark.parametrize(
    ("path", "queries"), [("", 9), ("entries/", 9), ("searches/", 9), ("comments/", 6), ("guides/guide/", 10)]
)
def test_a_page_costs_the_same_queries_however_much_was_counted(
    editor, django_assert_num_queries, path, queries
):
    counts = {
        (StepCount, kind, "guide", revision, f"step-{step}", "x"): 30
        for kind in ("seen", "chosen", "reached")
        for revision in (1, 2, 3)
        for step in range(30)
    }
    write({**counts, **{(EntryCount, "seen", f"e{n}"): 9 for n in range(50)}}, localdate())
    editor.get(f"/admin/insights/{path}")
    with django_assert_num_queries(queries):
        editor.get(f"/admin/insights/{path}")


def test_the_front_page_of_admin_leads_to_the_insights(editor):
    assert "/admin/insights/stepcount/" in editor.get("/admin/").content.decode()
    assert editor.get("/admin/insights/stepcount/")["Location"] == "/admin/insights/"
    assert "/admin/insights/" not in staff_client().get("/admin/").content.decode()
