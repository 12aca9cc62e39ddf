"""At most so often from one address, and no address kept."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory

from ground.limits import client_address, is_too_often


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def request(address: str, **headers: str) -> HttpRequest:
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def too_often(address: str, name: str = "form") -> bool:
    return is_too_often(name, request(address), most=2, seconds=60)


def test_the_third_time_is_too_often_for_one_and_not_for_another():
    assert [too_often("192.0.2.1") for _ in range(3)] == [False, False, True]
    assert not too_often("192.0.2.2")
    assert not too_often("192.0.2.1", "another-form")


def test_after_the_span_it_begins_anew(monkeypatch):
    for _ in range(3):
        too_often("192.0.2.1")
    monkeypatch.setattr("time.time", lambda: 10**10)
    assert not too_often("192.0.2.1")


def test_the_addresses_of_one_ipv6_network_are_one_sender():
    assert [too_often(f"2001:db8:0:1::{n}") for n in range(3)] == [False, False, True]
    assert not too_often("2001:db8:0:2::1")


def test_what_is_no_address_is_limited_too():
    assert [too_often("unix:") for _ in range(3)] == [False, False, True]


def test_only_a_hash_of_the_address_is_kept(monkeypatch):
    kept: list[str] = []
    monkeypatch.setattr(cache, "add", lambda key, *_args, **_options: kept.append(key))
    too_often("192.0.2.1")
    assert len(kept) == 1
    assert "192" not in kept[0]


def test_behind_a_proxy_the_client_is_what_the_proxy_says_last(settings):
    forwarded = request("10.0.0.1", **{"x-forwarded-for": "6.6.6.6, 192.0.2.9"})
    assert client_address(forwarded) == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert client_address(forwarded) == "192.0.2.9"
    assert client_address(request("10.0.0.1")) == "10.0.0.1"
