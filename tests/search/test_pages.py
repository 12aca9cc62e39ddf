"""The result page and the suggestions, as pages."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ground.text import Text
from insights.counting import flush
from insights.models import SearchCount
from search.synonyms import Group
from search.thesaurus import write_groups
from tests.factories import both, create_entry, published_flow
from tests.html import read

pytestmark = pytest.mark.django_db
PAGES = ["/ja/search/", "/ja/search/suggestions/"]


def receipts() -> None:
    """An entry about receipts."""
    create_entry(
        "receipts",
        title=Text("領収書を<もらえますか>?", "Can I get a receipt?"),
        answer=Text("はい。**領収書**は「請求書」のページにあります。", "Yes, on the Bills page."),
    )


def test_the_page_lists_a_link_to_each_answer_with_what_matched_marked(client: Client) -> None:
    receipts()
    page = read(client.get("/ja/search/", {"q": "領収書"}))
    (link,) = page.all("ol.results")[0].all("a")
    assert link["href"] == "/ja/faq/entry/receipts/"
    assert link.text.replace(" ", "").startswith("領収書を<もらえますか>?")
    assert "領収書" in {mark.text for mark in link.all("mark")}
    assert page.all("h1")[0].text == "「領収書」の検索結果"
    assert page.all("title")[0].text.startswith("1件見つかりました — 「領収書」の検索結果")
    assert page.all("p", role="status")[0].text == "1件見つかりました"
    assert page.all("input", name="q")[0]["value"] == "領収書"
    assert page.all("a", lang="en")[0]["href"] == "/en/search/?q=%E9%A0%98%E5%8F%8E%E6%9B%B8"


def test_a_snippet_is_of_the_answer_without_gaps_around_its_links(client: Client) -> None:
    create_entry("other", title=Text("別の質問", "Other"))
    create_entry(
        "receipts",
        title=Text("書類はありますか?", "Papers"),
        answer=Text("領収書は [別の質問](entry:other) を見てください。", "See the other one."),
        notice=Text("領収書の情報は古いかもしれません。", "It may be old."),
    )
    (link,) = read(client.get("/ja/search/", {"q": "領収書"})).all("ol.results")[0].all("a")
    text = link.text.replace(" ", "")
    assert "古いかも" not in text
    assert "は別の質問を見て" in text
    assert read(client.get("/ja/search/", {"q": "古い情報"})).all("ol.results")


def test_only_the_words_that_counted_are_marked(client: Client) -> None:
    write_groups([Group(("領収書", "宇宙 旅行"))])
    create_entry("receipts", title=both("領収書 宇宙"), answer=both("宇宙の旅行です。"))
    page = read(client.get("/ja/search/", {"q": "領収書"}))
    assert {mark.text for mark in page.all("mark")} == {"領収", "書"} or {
        mark.text for mark in page.all("mark")
    } == {"領収書"}


def test_it_searches_in_the_language_of_the_page(client: Client) -> None:
    receipts()
    assert "/en/faq/entry/receipts/" in client.get("/en/search/", {"q": "receipt"}).content.decode()


def test_a_repaired_word_is_said_with_the_literal_search_beside_it(client: Client) -> None:
    create_entry("cards", title=Text("クレジットカードを変えるには?", "Change the card"))
    page = read(client.get("/ja/search/", {"q": "クレジットカド"}))
    assert "もしかして「クレジットカード」" in page.text
    (literal,) = (link for link in page.all("a") if "exact=1" in link["href"])
    assert not read(client.get(f"/ja/search/{literal['href']}")).all("ol.results")


def test_nothing_fits_says_so_and_leads_on(client: Client) -> None:
    receipts()
    published_flow("q: a=end\nend", flow="guide")
    page = read(client.get("/ja/search/", {"q": "天気"}))
    assert not page.all("ol.results")
    assert "該当する答えはありませんでした。" in page.text
    hrefs = [link["href"] for link in page.all("a")]
    assert "/ja/guides/guide/" in hrefs
    assert "/ja/contact/" in hrefs


def test_a_guide_stands_above_the_answers(client: Client) -> None:
    step = {"title": Text("返品したい", "Return"), "body": both("body")}
    create_entry("returns", title=Text("返品できますか?", "Can I return it?"), answer=both("text"))
    published_flow("q: a=end\nend", flow="returning", end=step)
    text = client.get("/ja/search/", {"q": "返品"}).content.decode()
    assert (
        0
        < text.index("/ja/guides/returning/end/")
        < text.index('<ol class="results')
        < text.index("/faq/entry/returns/")
    )


def test_without_a_query_it_asks_for_one(client: Client) -> None:
    page = read(client.get("/ja/search/"))
    assert page.all("input", name="q")
    assert not page.all("ol.results")
    assert "該当" not in page.text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_only_looked_at(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\x00",
        "a" * 10_000,
        "😀",
        "'\"%_\\;--",
        "のはが",
        "\u202e\u200f",
        "<script>alert(1)</script>",
        "&q=1",
    ],
)
def test_any_query_gets_an_answer_in_words(client: Client, path: str, query: str) -> None:
    receipts()
    response = client.get(path, {"q": query})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_a_long_text_is_searched_for_with_its_beginning_and_the_page_says_so(client: Client) -> None:
    receipts()
    page = read(client.get("/ja/search/", {"q": "領収書" * 3000}))
    assert page.all("ol.results")
    assert "最初の300文字だけで検索しました" in page.text
    assert "文字だけで検索" not in read(client.get("/ja/search/", {"q": "領収書" * 100})).text


@pytest.mark.parametrize("path", PAGES)
def test_thousands_of_queries_at_once_are_none(client: Client, path: str) -> None:
    assert client.get(f"{path}?{'&'.join(['q=x'] * 2000)}").status_code == 200


def test_the_page_is_not_for_search_engines(client: Client) -> None:
    assert read(client.get("/ja/search/?q=x")).all("meta", name="robots")[0]["content"] == "noindex"


def test_suggestions_are_options_with_an_address_each(client: Client) -> None:
    receipts()
    page = read(client.get("/ja/search/suggestions/", {"q": "りょうし"}))
    (option,) = page.all("a", role="option")
    assert (option["href"], option["id"]) == ("/ja/faq/entry/receipts/", "suggestion-1")
    assert page.all("p", id="status")[0].text == "候補が1件あります"


@pytest.mark.parametrize("typed", ["recei", "領収", "りょ"])
def test_the_beginning_of_a_word_suggests(client: Client, typed: str) -> None:
    receipts()
    assert read(client.get("/ja/search/suggestions/", {"q": typed})).all("a", role="option")


def test_two_letters_suggest_by_the_commonest_word_they_begin(client: Client) -> None:
    create_entry("limits", title=Text("制限を上げるには?", "Limits"))
    for slug in ("get-invoice", "old-invoices"):
        create_entry(slug, title=Text(f"請求書はどこですか? {slug}", "Invoices"))
    (first, second) = read(client.get("/ja/search/suggestions/", {"q": "せい"})).all("a", role="option")
    assert {option["href"] for option in (first, second)} == {
        "/ja/faq/entry/get-invoice/",
        "/ja/faq/entry/old-invoices/",
    }


def test_what_begins_no_word_suggests_what_it_means_as_it_is(client: Client) -> None:
    create_entry("cards", title=Text("クレジットカードを変えるには?", "Change the card"))
    page = read(client.get("/ja/search/suggestions/", {"q": "クレジトカード"}))
    assert page.all("a", role="option")


def test_there_are_at_most_eight_suggestions(client: Client) -> None:
    for number in range(12):
        create_entry(f"receipts-{number}", title=both(f"領収書 {number}"))
    assert len(read(client.get("/ja/search/suggestions/", {"q": "領収書"})).all("a")) == 8


def test_a_search_is_counted_and_a_suggestion_is_not(client: Client) -> None:
    receipts()
    cache.clear()  # who searches very often brings in no new text
    flush()
    SearchCount.objects.all().delete()
    client.get("/ja/search/suggestions/", {"q": "領収書"})
    client.get("/ja/search/", {"q": "領収書"})
    client.get("/ja/search/", {"q": "天気"})
    flush()
    assert sorted(SearchCount.objects.values_list("text", "found")) == [("天気", False), ("領収書", True)]


def test_a_search_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    receipts()
    client.get("/ja/search/", {"q": "領収書"})
    with django_assert_max_num_queries(8):
        client.get("/ja/search/", {"q": "領収書 もらえる"})
    with django_assert_max_num_queries(12):
        client.get("/ja/search/", {"q": "りょうしゅうしょ ダウンロド もらえる"})
