"""What a reader meets when the server breaks, or is sent what it cannot take: words in both languages, and a way on."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from ground.refusals import not_from_this_login
from tests.html import read


def says_so(html: bytes, japanese: str, english: str) -> bool:
    """Whether the page says both, leads home in both languages and holds nothing inline."""
    page = read(html.decode())
    hrefs = [link.get("href") for link in page.all("a")]
    inline = page.all("style") + [each for each in page.all() if each.get("style")]
    return japanese in page.text and english in page.text and {"/ja/", "/en/"} <= set(hrefs) and not inline


def test_a_page_that_broke_says_so_without_asking_the_database() -> None:
    answer = server_error(RequestFactory().get("/ja/"))
    assert answer.status_code == 500
    assert says_so(answer.content, "ページを表示できませんでした", "This page could not be shown")


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_answered_in_words(client: Client) -> None:
    answer = client.get("/ja/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert says_so(answer.content, "この要求は受け取れません", "This request cannot be taken")


def test_a_form_without_its_token_is_answered_in_words() -> None:
    request: HttpRequest = RequestFactory().post("/ja/contact/enquiry/")
    answer = not_from_this_login(request, reason="CSRF cookie not set.")
    assert answer.status_code == 403
    assert says_so(answer.content, "送信できませんでした", "It was not sent")
