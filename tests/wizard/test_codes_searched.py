"""A short code typed into the search of the site: it leads to its page and is no search."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from insights.counting import flush
from insights.models import SearchCount
from search.shortcuts import page_named
from tests.factories import published_flow
from tests.html import read
from tests.wizard.test_handoff import code_at
from wizard.models import Flow
from wizard.renaming import rename_flow

pytestmark = pytest.mark.django_db


@pytest.fixture
def code() -> str:
    """The code of a way through a guide."""
    published_flow("q1: a=r1 b=a1\nr1: a=a1\na1", flow="my-guide")
    made = code_at("my-guide", "a1", "q1=a&r1=a")
    assert made.startswith("my-guide.1.00-")
    cache.clear()  # who searches very often brings in no new text
    flush()
    SearchCount.objects.all().delete()
    return made


def searches() -> list[str]:
    flush()
    return list(SearchCount.objects.values_list("text", flat=True))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_code_leads_to_its_page_however_it_was_mangled(code: str, client: Client, language: str) -> None:
    spaced, stopped = f" {code[:5]} {code[5:]}", f"「{code.upper().replace('-', 'ー')}」。"
    for typed in (code, spaced, stopped, f"https://example.org/h/{code}", f"コード {code} を開いて"):
        response = client.get(f"/{language}/search/", {"q": typed})
        assert (response.status_code, response.get("Location")) == (302, f"/h/{code}?lang={language}"), typed
    assert searches() == []


def test_a_damaged_code_leads_to_the_field_with_what_is_wrong(code: str, client: Client) -> None:
    for wrong in (code.replace(".00-", ".10-"), code[:-1], "my-guide.1.0"):
        response = client.get("/en/search/", {"q": f" {wrong}。"}, follow=True)
        page = read(response)
        assert page.one("input", id="code")["value"] == wrong
        assert "This code cannot be read" in page.one(id="code_error").text
    assert searches() == []


def test_a_code_of_a_renamed_guide_is_known_by_its_former_name(code: str, client: Client) -> None:
    guide = Flow.objects.get(slug="my-guide")
    rename_flow(guide, "today")
    assert client.get("/ja/search/", {"q": code})["Location"] == f"/h/{code}?lang=ja"


def test_no_other_query_is_taken_for_a_code(code: str, client: Client) -> None:
    queries = [
        "カードが使えない", "my-guide", "my guide 1.0", "v1.2.3-rc", "10.0.0.1", "t3.large 2.5-hours",
        "my-guide.2.00-kk", "other.1.00-kk", "my-guide.1", "https://example.org/ja/guides/my-guide/q1/?q1=a",
    ]  # fmt: skip
    for query in queries:
        assert client.get("/ja/search/", {"q": query}).status_code == 200, query
    assert len(searches()) == len(queries)


def test_what_does_not_look_like_a_code_is_not_looked_up(
    code: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        for query in ("カードが使えない", "my-guide 1", "$ 2.50", "https://example.org/", "。" * 2000, ""):
            assert page_named(query, "ja") == ""
    with django_assert_num_queries(1):
        assert page_named(f"コードは「{code}」", "ja")
