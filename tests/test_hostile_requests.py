"""What no browser sends is refused in words, in both languages: nobody meets a broken server."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import TooManyFieldsSent
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from config.bodies import Request
from ground.forms import _state
from ground.text import tidy
from tests.factories import create_entry, published_flow
from tests.html import read
from tests.staff import administrator, signed_in

pytestmark = pytest.mark.django_db
DEEP = "[" * 3000
FORM = "application/x-www-form-urlencoded"
CHARSETS = ["shift_jis", "utf-16", "utf-7", "idna", "base64", "undefined", "nothing", "\0", "x" * 300]


@pytest.fixture(autouse=True)
def _as_on_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are made as `config.wsgi` makes them."""
    monkeypatch.setattr("django.test.client.WSGIRequest", Request)


def browser() -> Client:
    """One that sends a token for its forms, and hears of errors by their status."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "a" * 32
    return client


def is_said(response: Any) -> bool:
    """Whether it is refused as a bad request, in both languages, with the way home."""
    page = read(response)
    home = {"/ja/", "/en/"} <= {link.get("href") for link in page.all("a")}
    said = "この要求は受け取れません" in page.text and "This request cannot be taken" in page.text
    return response.status_code == 400 and said and home


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_in_another_charset_is_refused_in_words(charset: str) -> None:
    for path in ("/ja/contact/enquiry/", "/en/feedback/", "/admin/login/", "/en/nothing/"):
        kind = f"{FORM}; charset={charset}"
        assert is_said(browser().generic("POST", path, b"about=entry&vote=yes", kind)), path


def test_a_form_that_says_it_is_utf8_is_taken() -> None:
    create_entry("entry")
    for charset in ("utf-8", "UTF-8", "utf8", "us-ascii"):
        kind = f"{FORM}; charset={charset}"
        answer = browser().generic("POST", "/en/feedback/", b"about=entry&vote=yes", kind)
        assert answer.status_code == 303, charset


@pytest.mark.parametrize("host", ["testserver", "elsewhere.example"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"a"),
        ("multipart/form-data; boundary=", b"a"),
        ("multipart/form-data; boundary=あ", b"a"),
        (FORM, b"&".join([b"a=1"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))),
        (FORM, b"a=" + b"1" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)),
        (f"{FORM}; charset=shift_jis", b"a=1"),
    ],
)
def test_a_broken_or_endless_form_is_refused_in_words_whoever_is_asked(
    kind: str, body: bytes, host: str
) -> None:
    answer = browser().generic("POST", "/ja/contact/enquiry/", body, kind, headers={"Host": host})
    assert is_said(answer)


class Broken(io.BytesIO):
    """A connection that breaks off."""

    def read(self, *_size: Any) -> bytes:
        raise OSError("Connection reset by peer")


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=e"])
def test_a_form_that_breaks_off_is_refused_in_words(kind: str) -> None:
    broken: Any = {"wsgi.input": Broken(), "CONTENT_LENGTH": "9", "CONTENT_TYPE": kind}
    assert is_said(browser().post("/en/feedback/", {}, **broken))


def test_admin_says_in_place_that_a_form_was_not_understood() -> None:
    client = signed_in("wizard.change_flow")
    answer = client.post(
        "/admin/wizard/flow/x/undo/", b"a", content_type="multipart/form-data", headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer["X-Said"]) == (400, "yes")
    assert "Nothing was saved" in answer.content.decode()


def made(query: str, kind: str) -> Request:
    """The request as the server makes it."""
    environ = RequestFactory().get("/ja/search/").environ
    return Request({**environ, "QUERY_STRING": query, "CONTENT_TYPE": kind})


@pytest.mark.parametrize(
    "kind", [*(f"text/plain; charset={charset}" for charset in CHARSETS), "a/b; c*=nothing''d", "a/b; c*=''d"]
)
def test_no_type_of_content_keeps_a_request_from_being_made(kind: str) -> None:
    request = made("q=%E3%81%82", kind)
    assert request.GET["q"] == "あ"


def test_thousands_of_fields_and_a_charset_do_not_either() -> None:
    query = "&".join(["a=1"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    request = made(query, f"{FORM}; charset=utf-8")
    with pytest.raises(TooManyFieldsSent):  # to whoever asks, and can answer
        _ = request.GET


@pytest.mark.parametrize("entry", ["wsgi", "asgi"])
def test_the_server_makes_its_requests_so(entry: str) -> None:
    shown = f"from config.{entry} import application; print(application.request_class.__module__)"
    command = [sys.executable, "-c", shown]
    done = subprocess.run(  # noqa: S603 - our own program
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("config.bodies\n", "")


@pytest.mark.parametrize("path", ["/ja/contact/", "/h/abc", "/en/guides/one/", "/en/tools/billing-month/"])
def test_an_address_that_is_none_in_a_header_changes_nothing(path: str) -> None:
    published_flow("q: a=end\nend", flow="one")
    usual = browser().get(path, headers={"HX-Request": "true"}).status_code
    assert usual < 500
    for header in ("Referer", "Origin", "HX-Current-URL"):
        for address in ("http://[", "http://[::1]:x/", "http://\u2100/"):
            answer = browser().get(path, headers={"HX-Request": "true", header: address})
            assert answer.status_code == usual, (header, address)


@pytest.mark.parametrize(
    "seen",
    [
        DEEP,
        '{"fields":' * 3000,
        "9" * 5000,
        '{"fields": {"slug": []}}',
        '{"fields": {"slug": {"a": 1}}}',
        '{"fields": []}',
        '{"fields": {"title_ja": "\\ud800"}}',
        "NaN",
    ],
)
def test_a_hidden_field_that_says_nonsense_is_as_good_as_none(seen: str) -> None:
    entry = create_entry("entry")
    client = signed_in("faq.change_entry", "faq.view_entry")
    client.raise_request_exception = False
    answer = client.post(
        f"/admin/faq/entry/{entry.pk}/change/", {"seen": seen, "title_ja": "a", "slug": "entry"}
    )
    assert answer.status_code == 200


def test_of_a_hidden_field_only_texts_are_believed() -> None:
    assert _state('{"fields": {"a": "1", "b": [], "c": null}}')["fields"] == {"a": "1"}


@pytest.mark.parametrize("typed", [DEEP, '{"title_ja":' * 3000, "[]", '{"title_ja": 1}', "9" * 5000])
def test_a_decision_that_did_not_arrive_whole_is_refused_in_words(typed: str) -> None:
    published_flow("q: a=end\nend", flow="one")
    client = signed_in("wizard.change_flow", "wizard.view_flow")
    client.raise_request_exception = False
    answer = client.post("/admin/wizard/flow/one/steps/q/", {"do": "merge", "typed": typed, "version": "1"})
    assert answer.status_code in {400, 422}
    assert "did not arrive whole" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["auth/user", "auth/group", "wizard/flow", "faq/entry", "contact/channel"]
)
@pytest.mark.parametrize("key", ["0x10", "9" * 5000, "\0", "a"])
def test_an_action_on_rows_that_cannot_be_is_refused_in_words(address: str, key: str) -> None:
    chosen = {"action": "delete_selected", "_selected_action": key}
    answer = administrator().post(f"/admin/{address}/", chosen, follow=True)
    assert "Some of the chosen rows do not exist. Choose them again." in answer.content.decode()


@pytest.mark.parametrize("model", [*admin.site._registry], ids=lambda model: model._meta.label_lower)
def test_a_row_is_named_by_no_relation_that_leads_to_it(model: type[Model]) -> None:
    staff = administrator()
    address = reverse(admin_urlname(model._meta, "changelist"))  # type: ignore[arg-type] # SafeString is one
    for field in model._meta.get_fields(include_hidden=True):
        if not field.concrete:
            assert staff.get(address, {"_to_field": field.name}).status_code == 400, field.name
        if field.auto_created and not field.concrete:
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name or ""}
            asked["field_name"] = field.name
            assert staff.get("/admin/autocomplete/", asked).status_code in {403, 404}, field.name


@pytest.mark.parametrize("model", [*admin.site._registry], ids=lambda model: model._meta.label_lower)
def test_an_empty_name_of_a_field_names_no_row(model: type[Model]) -> None:
    address = reverse(admin_urlname(model._meta, "change"), args=["0"])  # type: ignore[arg-type] # SafeString is one
    answer = administrator().get(address, {"_to_field": ""}, follow=True)
    assert "doesn’t exist. Perhaps it was deleted?" in answer.content.decode()


def test_halves_of_characters_are_kept_nowhere() -> None:
    assert tidy("a\ud800b\udfff") == "ab"
