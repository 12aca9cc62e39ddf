"""A cache that does not answer stops nobody: nothing is limited until it does, and the log says so once."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory

from contact.models import Enquiry
from ground.limits import forget, is_repeated, is_too_often, take_back
from insights.models import Comment
from tests.factories import published_flow

REQUEST: HttpRequest = RequestFactory().post("/")
BACKEND = f"{__name__}.Gone"


class Gone(LocMemCache):
    """A cache whose server is gone."""

    is_back = False

    def make_and_validate_key(self, *args: Any, **options: Any) -> str:
        """What every operation begins with."""
        if not Gone.is_back:
            raise ConnectionError("Connection refused")
        return super().make_and_validate_key(*args, **options)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test does to the cache, the next one meets a cache nobody has been disappointed by."""
    monkeypatch.setattr("ground.limits._Cache.next_try", 0.0)
    monkeypatch.setattr("ground.incidents.CACHE._said", {})
    monkeypatch.setattr(Gone, "is_back", False)


@pytest.fixture
def gone(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": BACKEND}}
    settings.ENQUIRY_EMAIL = "desk@example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def said(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    return [
        (record.levelno, record.getMessage())
        for record in caplog.records
        if record.name == "michishirube.cache"
    ]


@pytest.mark.usefixtures("gone")
def test_nothing_is_limited_and_the_log_says_it_once_until_it_is_back(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ground.limits._PAUSE", 0)
    assert not any(is_too_often("form", REQUEST, most=1, seconds=60) for _ in range(5))
    assert not any(is_repeated("vote", REQUEST, seconds=60) for _ in range(5))
    take_back("form", REQUEST, seconds=60)
    forget("vote", REQUEST)
    gone = "The cache does not answer, so nothing is limited. ConnectionError: Connection refused"
    assert said(caplog) == [(logging.ERROR, gone)]
    monkeypatch.setattr(Gone, "is_back", True)
    assert [is_too_often("form", REQUEST, most=1, seconds=60) for _ in range(2)] == [False, True]
    assert [is_repeated("vote", REQUEST, seconds=60) for _ in range(2)] == [False, True]
    assert said(caplog)[1:] == [(logging.WARNING, "The cache answers again: limits are counted.")]


@pytest.mark.usefixtures("gone")
def test_it_is_left_alone_for_a_while_so_that_a_silent_one_costs_one_reader_one_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def count(*_: object, **__: object) -> NoReturn:
        asked.append(1)
        raise TimeoutError

    monkeypatch.setattr(Gone, "make_and_validate_key", count)
    for _ in range(5):
        is_too_often("form", REQUEST, most=1, seconds=60)
    assert len(asked) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("gone")
def test_enquiries_comments_votes_and_logins_work_without_it(client: Client) -> None:
    asked = client.post("/en/contact/enquiry/", {"mail": "customer@example.com", "text": "Why?"})
    assert (asked.status_code, Enquiry.objects.count()) == (302, 1)
    published_flow("q1: yes=a1\na1")
    about = {"about": "guide/a1?q1=yes"}
    assert client.post("/en/feedback/", {**about, "vote": "no"}).status_code == 303
    client.post("/en/feedback/", {**about, "comment": "It did not help."})
    assert Comment.objects.get().text == "It did not help."
    get_user_model().objects.create_user("hanako", password="right", is_staff=True)
    for password, status in (("wrong", 200), ("right", 302)):
        sent = client.post("/admin/login/", {"username": "hanako", "password": password})
        assert sent.status_code == status


@pytest.mark.django_db
def test_a_cache_in_a_table_that_is_missing_takes_no_transaction_with_it(settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "nowhere"}
    }
    with transaction.atomic():
        assert not is_too_often("form", REQUEST, most=0, seconds=60)
        assert Comment.objects.count() == 0


def test_a_cache_in_a_folder_that_cannot_be_written_is_away_too(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "file" / "cache"),
        }
    }
    assert not is_too_often("form", REQUEST, most=0, seconds=60)
    with pytest.raises(OSError, match="Not a directory"):
        cache.set("key", 1)
