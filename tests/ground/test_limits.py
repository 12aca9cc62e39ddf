"""At most so often from one address, and no address kept."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpRequest
from django.test import RequestFactory

from ground.limits import client_address, is_too_often, take_back


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(params=["locmem.LocMemCache", "filebased.FileBasedCache", "db.DatabaseCache"])
def _any_cache(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, db: None) -> None:
    """Each kind of cache that `CACHE_URL` may name and that needs no server."""
    location = "cache" if "db" in request.param else str(tmp_path)
    backend = f"django.core.cache.backends.{request.param}"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": location}}
    call_command("createcachetable", verbosity=0)


def request(address: str, **headers: str) -> HttpRequest:
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def too_often(address: str, name: str = "form") -> bool:
    return is_too_often(name, request(address), most=2, seconds=60)


def test_the_third_time_is_too_often_for_one_and_not_for_another():
    assert [too_often("192.0.2.1") for _ in range(3)] == [False, False, True]
    assert not too_often("192.0.2.2")
    assert not too_often("192.0.2.1", "another-form")


@pytest.fixture
def later(monkeypatch):
    """A function that makes it so many seconds later, for every kind of cache."""
    now = time.time()

    def wait(seconds: int) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr("time.time", lambda: now)
    monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: datetime.fromtimestamp(now, UTC))
    return wait


@pytest.mark.usefixtures("_any_cache")
def test_a_span_is_as_long_as_it_says_in_every_cache(later):
    def hourly() -> bool:
        return is_too_often("form", request("192.0.2.1"), most=2, seconds=3600)

    hourly()
    later(400)  # longer than a cache keeps what it is told no end for
    hourly()
    later(2000)
    assert hourly()
    later(1000)
    assert hourly()
    later(300)
    assert [hourly() for _ in range(3)] == [False, False, True]


@pytest.mark.usefixtures("_any_cache")
def test_what_is_taken_back_does_not_count():
    assert [too_often("192.0.2.1") for _ in range(2)] == [False, False]
    take_back("form", request("192.0.2.1"), seconds=60)
    assert [too_often("192.0.2.1") for _ in range(2)] == [False, True]


def test_somebody_may_be_counted_by_another_name_than_the_address():
    def by_name(address: str, who: str) -> bool:
        return is_too_often("form", request(address), most=1, seconds=60, who=who)

    assert not by_name("192.0.2.1", "hanako")
    assert by_name("192.0.2.2", "hanako")
    assert not by_name("192.0.2.2", "taro")


def test_the_addresses_of_one_ipv6_network_are_one_sender():
    assert [too_often(f"2001:db8:0:1::{n}") for n in range(3)] == [False, False, True]
    assert not too_often("2001:db8:0:2::1")


def test_a_household_is_one_sender_and_the_next_one_is_another():
    # The first and the last address of a network of 64 bits, and those beside it.
    household = ["2001:db8:0:2::", "2001:db8:0:2:8000::1", "2001:db8:0:2:ffff:ffff:ffff:ffff"]
    assert [too_often(address) for address in household] == [False, False, True]
    assert not too_often("2001:db8:0:1:ffff:ffff:ffff:ffff")
    assert not too_often("2001:db8:0:3::")


def test_an_ipv4_address_written_as_ipv6_is_that_address():
    assert [too_often("::ffff:192.0.2.1") for _ in range(2)] == [False, False]
    assert not too_often("::ffff:192.0.2.2")
    assert too_often("192.0.2.1")


@pytest.mark.parametrize("length", [1, 64, 65, 500])
def test_a_secret_key_of_any_length_will_do(settings: Any, length: int):
    settings.SECRET_KEY = "k" * length
    assert [too_often("192.0.2.1") for _ in range(3)] == [False, False, True]


def test_what_is_no_address_is_limited_too():
    assert [too_often("unix:") for _ in range(3)] == [False, False, True]


def test_only_a_hash_of_the_address_is_kept(monkeypatch):
    kept: list[str] = []
    monkeypatch.setattr(cache, "add", lambda key, *_args, **_options: kept.append(key))
    too_often("192.0.2.1")
    assert len(kept) == 2
    assert not any("192.0" in key for key in kept)


def test_behind_a_proxy_the_client_is_what_the_proxy_says_last(settings):
    forwarded = request("10.0.0.1", **{"x-forwarded-for": "6.6.6.6, 192.0.2.9"})
    assert client_address(forwarded) == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert client_address(forwarded) == "192.0.2.9"
    assert client_address(request("10.0.0.1")) == "10.0.0.1"
