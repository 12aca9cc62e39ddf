"""Signing in to admin: after some wrong passwords nobody is heard for a while, whoever they say they are."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db
URL = "/admin/login/"
ENGLISH, JAPANESE = "Try again in 10 minutes.", "10分後にもう一度お試しください。"


@pytest.fixture(autouse=True)
def _limit(settings):
    settings.LOGIN_LIMIT = 3
    cache.clear()
    get_user_model().objects.create_user("hanako", password="right", is_staff=True)


def signs_in(password: str, *, name: str = "hanako", address: str = "192.0.2.1", language: str = "en") -> str:
    """What the page says; empty for somebody who is let in."""
    client = Client(REMOTE_ADDR=address, headers={"accept-language": language})
    response = client.post(URL, {"username": name, "password": password})
    return "" if response.status_code == 302 else response.content.decode()


def test_the_right_password_is_not_heard_after_too_many_wrong_ones() -> None:
    assert not any(ENGLISH in signs_in("wrong") for _ in range(3))
    assert ENGLISH in signs_in("right")
    assert JAPANESE in signs_in("right", language="ja")


def test_one_address_cannot_try_many_names() -> None:
    for number in range(3):
        assert ENGLISH not in signs_in("wrong", name=f"name{number}")
    assert ENGLISH in signs_in("right")
    assert signs_in("right", address="192.0.2.2") == ""


@pytest.mark.parametrize("name", ["hanako", "Hanako", "nobody"])
def test_many_addresses_cannot_try_one_name_whether_or_not_it_is_anybodys(name: str) -> None:
    said = [signs_in("wrong", name=name, address=f"192.0.2.{number}") for number in range(4)]
    assert [ENGLISH in each for each in said] == [False, False, False, True]


def test_right_passwords_do_not_count() -> None:
    assert [signs_in("right") for _ in range(5)] == [""] * 5


def test_a_form_that_is_not_filled_in_does_not_count() -> None:
    for _ in range(5):
        assert ENGLISH not in signs_in("")
    assert signs_in("right") == ""


def test_after_the_span_one_is_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        signs_in("wrong")
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: 10**10)
    assert ENGLISH not in signs_in("wrong")


ELSEWHERE = [
    "",
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "javascript:alert(1)",
    "http://[",
    "\\\\evil.example",
]


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_whoever_is_to_be_led_elsewhere_begins_at_the_start_of_admin(onward: str) -> None:
    given = {"username": "hanako", "password": "right"}
    in_form = Client().post(URL, {**given, "next": onward})
    in_address = Client().post(f"{URL}?{urlencode({'next': onward})}", given)
    assert [(each.status_code, each["Location"]) for each in (in_form, in_address)] == [(302, "/admin/")] * 2


def test_signing_in_leads_on_to_the_page_that_was_asked_for() -> None:
    asked = Client().get("/admin/wizard/flow/")
    answer = Client().post(asked["Location"], {"username": "hanako", "password": "right"})
    assert answer["Location"] == "/admin/wizard/flow/"


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_signing_out_and_switching_the_language_lead_nowhere_else(onward: str) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(username="hanako"))
    switched = client.post(
        "/admin/language/", {"language": "en", "next": onward}, headers={"Referer": onward or "/"}
    )
    assert switched["Location"].startswith("/")
    assert not switched["Location"].startswith("//")
    assert client.post("/admin/logout/", {"next": onward}).headers.get("Location", URL).startswith("/admin/")
