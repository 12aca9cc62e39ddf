"""Signing in to admin: guessing is slowed down, and locks out nobody who has signed in before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

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
    said = [signs_in("wrong", name=name, address=f"192.0.2.{number}") for number in range(31)]
    assert [ENGLISH in each for each in said] == [False] * 30 + [True]


def test_a_stranger_does_not_lock_out_a_name() -> None:
    for _ in range(40):
        signs_in("wrong", address="198.51.100.1")
    assert ENGLISH in signs_in("right", address="198.51.100.1")
    assert signs_in("right") == ""


def browser(**options: Any) -> Client:
    """One in which hanako has signed in and out again."""
    client = Client(headers={"accept-language": "en"}, **options)
    assert is_let_in(client)
    client.post("/admin/logout/")
    return client


def flood(name: str = "hanako") -> None:
    """So many wrong passwords from so many addresses that no new browser is heard."""
    for number in range(31):
        signs_in("wrong", name=name, address=f"198.51.100.{number}")
    assert ENGLISH in signs_in("right", name=name)


def is_let_in(client: Client, name: str = "hanako") -> bool:
    return client.post(URL, {"username": name, "password": "right"}).status_code == 302


def test_a_browser_known_before_is_heard_whatever_strangers_try() -> None:
    client = browser(REMOTE_ADDR="198.51.100.1")
    flood()
    for _ in range(4):
        signs_in("wrong", name="nobody", address="198.51.100.1")
    assert ENGLISH in signs_in("right", address="198.51.100.1")
    assert is_let_in(client)


def test_a_browser_is_known_for_whoever_signed_in_with_it_and_for_nobody_else() -> None:
    for name in ("taro", "jiro"):
        get_user_model().objects.create_user(name, password="right", is_staff=True)
    client = browser()
    client.post(URL, {"username": "taro", "password": "right"})
    client.post("/admin/logout/")
    for name in ("hanako", "taro", "jiro"):
        flood(name)
    assert [is_let_in(client, name) for name in ("hanako", "taro", "jiro")] == [True, True, False]


def test_a_known_browser_guesses_no_more_than_another() -> None:
    client = browser()
    said = [client.post(URL, {"username": "hanako", "password": "wrong"}).content.decode() for _ in range(4)]
    assert [ENGLISH in each for each in said] == [False, False, False, True]
    assert not is_let_in(client)
    assert signs_in("right") == ""


def change_password(user: User) -> None:
    user.set_password("another")


def switch_off(user: User) -> None:
    user.is_active = False


def rename(user: User) -> None:
    user.username = "hanako2"


@pytest.mark.parametrize("change", [change_password, switch_off, rename])
def test_a_browser_is_known_no_longer_after_a_change_of_the_account(change: Callable[[User], None]) -> None:
    client = browser()
    user = get_user_model().objects.get(username="hanako")
    change(user)
    user.save()
    name = user.username
    flood(name)
    said = client.post(URL, {"username": name, "password": "another"}).content.decode()
    assert ENGLISH in said


@pytest.mark.parametrize("value", ["", "x", "x:y:z", "\xe9", "a" * 3000])
def test_a_cookie_that_was_made_up_or_is_too_old_is_none(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    ((name, kept),) = (
        (name, morsel.value) for name, morsel in client.cookies.items() if name.startswith("known_")
    )
    flood()
    client.cookies[name] = value
    assert not is_let_in(client)
    client.cookies[name] = kept[:-1] + ("a" if kept[-1] != "a" else "b")
    assert not is_let_in(client)
    client.cookies[name] = kept
    monkeypatch.setattr("ground.device.LIFETIME", -1)
    assert not is_let_in(client)


def test_the_cookie_names_nobody_and_only_admin_over_https_is_sent_it(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    ours = [morsel for name, morsel in browser().cookies.items() if name.startswith("known_")]
    assert len(ours) == 1
    assert "hanako" not in ours[0].OutputString()
    assert (ours[0]["path"], ours[0]["samesite"], ours[0]["httponly"], ours[0]["secure"]) == (
        "/admin/",
        "Strict",
        True,
        True,
    )
    assert ours[0]["max-age"] >= 180 * 24 * 3600


def test_nobody_else_is_given_the_cookie(client: Client) -> None:
    get_user_model().objects.create_user("guest", password="right")  # no staff
    for data in ({}, {"username": "hanako", "password": "wrong"}, {"username": "guest", "password": "right"}):
        client.post(URL, data)
    client.get(URL)
    assert not [name for name in client.cookies if name.startswith("known_")]
    client.force_login(get_user_model().objects.get(username="hanako"))
    client.post(URL, {"username": "hanako", "password": "wrong"})
    assert not [name for name in client.cookies if name.startswith("known_")]


def test_a_try_that_is_not_heard_is_a_line_of_the_log_without_password_or_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, password in (("hanako", "p4ssword"), ("p4ssword\n2026 forged", "x")):
        for _ in range(4):
            signs_in(password, name=name)
    lines = [record.getMessage() for record in caplog.records if record.name == "ground.login"]
    assert len(lines) == 5
    assert lines[0].startswith("Sign-in not heard: too many wrong passwords from one address (sender ")
    assert lines[0].endswith(", for the account hanako")
    assert lines[-1].endswith(", for a name that is no account's")
    assert not any(secret in line for secret in ("p4ssword", "192.0.2", "forged") for line in lines)


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
