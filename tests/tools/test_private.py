"""half-width-check: what is typed is posted with a token, and is in no address, cache or log."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.views.debug import SafeExceptionReporterFilter

from tests.html import Element, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_posted_yet() -> None:
    cache.clear()


PATH = "/en/tools/half-width-check/"


def posted(client: Client, text: str, **options: str) -> Element:
    """The page after the text was posted."""
    response = client.post(PATH, {"text": text}, headers=options)
    assert response.status_code == 200
    return read(response)


def test_the_form_is_posted_with_the_usual_token(client: Client) -> None:
    form = read(client.get(PATH)).one("form.form")
    assert form["method"] == "post"
    assert form["hx-post"] == PATH
    assert "hx-push-url" not in form.attributes
    assert form.one("input", name="csrfmiddlewaretoken")["value"]


def test_without_the_token_nothing_is_taken() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PATH, {"text": "x"}).status_code == 403


def test_with_the_token_it_is() -> None:
    strict = Client(enforce_csrf_checks=True)
    token = read(strict.get(PATH)).one("input", name="csrfmiddlewaretoken")["value"]
    response = strict.post(PATH, {"text": "Example Inc.", "csrfmiddlewaretoken": token})
    assert "Yes, this can be used as it is." in read(response).one(id="half-width-check-result").text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Example Inc.", "Yes, this can be used as it is."),
        ("ＥＸＡＭＰＬＥ Ｉｎｃ．", "This would do EXAMPLE Inc."),
        ("株式会社サンプル", "romanized name"),
        ("a" * 51, "51 characters; at most 50 are possible"),
        ("a\u3000b", "U+3000"),
    ],
)
def test_the_result_says_what_is_wrong_and_what_would_do(client: Client, text: str, sentence: str) -> None:
    assert sentence in posted(client, text).one(id="half-width-check-result").text


def test_what_was_typed_stays_in_the_field_blanks_and_all(client: Client) -> None:
    assert posted(client, " <b>株式会社 ").one("input", name="text")["value"] == " <b>株式会社 "


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Enter the text you want to check."), ("a" * 501, "Enter at most 500 characters; these are 501.")],
)
def test_nothing_or_too_much_gets_its_sentence(client: Client, text: str, sentence: str) -> None:
    found = posted(client, text)
    assert found.one("title").text.startswith("Error: ")
    assert found.one("div.message").one("a").text == sentence


def test_a_text_in_the_address_is_not_read(client: Client) -> None:
    response = client.get(f"{PATH}?text=secret")
    assert b'value="secret"' not in response.content
    assert read(response).one(id="half-width-check-result").text == ""


def test_no_cache_keeps_the_page(client: Client) -> None:
    for response in (client.get(PATH), client.post(PATH, {"text": "x"})):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]


def test_htmx_gets_the_result_alone(client: Client) -> None:
    found = posted(client, "Example Inc.", **{"HX-Request": "true"})
    assert not found.all("h1")
    assert "Yes, this can be used as it is." in found.text


def test_a_flood_is_slowed_down_and_keeps_what_was_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.views.POSTS", 2)
    last = [posted(client, "Example Inc.") for _ in range(3)][-1]
    assert last.one("div.message").one("a").text.startswith("That is a lot at once.")
    assert last.one("input", name="text")["value"] == "Example Inc."
    assert last.one(id="half-width-check-result").text == ""


def test_it_is_logged_nowhere(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        response = client.post(PATH, {"text": "secret name"})
    assert "secret" not in caplog.text
    request = response.wsgi_request
    cleansed = SafeExceptionReporterFilter().get_post_parameters(request)
    assert cleansed["text"] != "secret name"
    assert vars(request)["sensitive_post_parameters"] == "__ALL__"
