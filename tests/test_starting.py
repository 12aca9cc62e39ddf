"""What a server is refused without, in a sentence, and what commands do without."""

from __future__ import annotations

import os
import secrets

import pytest
from django.core.checks.security.base import check_secret_key as check_secret_key_django
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from config.start import check_secret_key, require_for_command, weakness
from tests.test_settings import SECRET, manage


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("x", "it has 1 of at least 50 characters"),
        (SECRET[:49], "it has 49 of at least 50 characters"),
        ("abcd" * 20, "it has only 4 different characters"),
        ("change-me-" + SECRET, "it says “changeme”"),
        ("Your_Secret_Key" * 4, "it says “yoursecret”"),
        ("django-insecure-" + SECRET, "it says “insecure”"),
        ("only-for-development-" + SECRET, "it says “onlyfordevelopment”"),
        ("p.a.s.s.w.o.r.d" + SECRET, "it says “password”"),
    ],
)
def test_a_key_that_can_be_guessed_is_said_to_be_so(key: str, said: str) -> None:
    assert weakness(key).startswith(said)


def test_a_key_made_as_the_sentence_says_is_strong() -> None:
    assert [
        weakness(key) for key in (SECRET, SECRET[:50], *(secrets.token_urlsafe(50) for _ in range(200)))
    ] == [""] * 202


def test_a_server_without_hosts_and_with_a_weak_key_is_refused_on_one_line() -> None:
    done = manage("runserver", SECRET_KEY="change-me")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Not started: ALLOWED_HOSTS is not set, ")
    assert "SECRET_KEY can be guessed: it has 9 of at least 50 characters." in done.stderr
    assert "import secrets; print(secrets.token_urlsafe(50))" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.fixture
def unfit(settings: Settings) -> Settings:
    """Settings that no server can have."""
    settings.ALLOWED_HOSTS, settings.SECRET_KEY = [], "x"
    return settings


def is_refused(*arguments: str) -> bool:
    try:
        require_for_command(["manage.py", *arguments])
    except ImproperlyConfigured:
        return True
    return False


def test_only_commands_that_serve_are_refused(unfit: Settings) -> None:
    assert is_refused("runserver")
    assert is_refused("serve", "--port", "8001")
    assert is_refused("testserver")
    for words in ((), ("migrate",), ("check", "--deploy"), ("help", "serve"), ("serve", "--help")):
        assert not is_refused(*words), words


def test_a_developer_needs_neither(unfit: Settings) -> None:
    unfit.DEBUG = True
    assert not is_refused("serve")


def test_the_settings_a_server_is_told_to_use_are_looked_at(
    unfit: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    assert is_refused("runserver", "8000", "--settings=another.settings", "--noreload")
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "another.settings"


def test_an_image_is_built_without_hosts_and_with_any_key() -> None:
    done = manage("collectstatic", "--dry-run", "--no-input", SECRET_KEY="x")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_deployment_check_tells_what_was_passed_over() -> None:
    told = manage("check", "--deploy", SECRET_KEY=f"change-me-{SECRET}").stderr
    assert "security.W020" in told  # Django's, of hosts
    assert "config.W001" in told
    assert "2 issues " in told


def test_a_key_that_djangos_own_check_complains_of_is_not_told_twice(unfit: Settings) -> None:
    assert check_secret_key() == []
    assert check_secret_key_django(None) != []
