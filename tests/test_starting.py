"""What a server is refused without, in a sentence, and what commands do without."""

from __future__ import annotations

import secrets

import pytest

from config.start import weakness
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


@pytest.mark.parametrize("command", ["runserver", "serve", "testserver"])
def test_a_server_without_hosts_and_with_a_weak_key_is_refused_in_one_sentence_each(command: str) -> None:
    done = manage(command, SECRET_KEY="change-me")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Not started: ALLOWED_HOSTS is not set, ")
    assert "SECRET_KEY can be guessed: it has 9 of at least 50 characters." in done.stderr
    assert "import secrets; print(secrets.token_urlsafe(50))" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_server_is_refused_by_the_settings_it_was_told_to_use() -> None:
    assert "no-such" in manage("runserver", "--settings", "no-such", SECRET_KEY="x").stderr


@pytest.mark.parametrize(
    "command", [("collectstatic", "--dry-run", "--no-input"), ("runserver", "--help"), ("check",)]
)
def test_commands_that_serve_nobody_do_without(command: tuple[str, ...]) -> None:
    done = manage(*command, SECRET_KEY="x")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_deployment_check_tells_what_those_commands_passed_over() -> None:
    told = manage("check", "--deploy", SECRET_KEY="x").stderr
    assert "security.W009" in told
    assert "security.W020" in told
    assert "config.W001" not in told  # once is enough
    told = manage(
        "check", "--deploy", SECRET_KEY=f"change-me-{SECRET}", ALLOWED_HOSTS="www.example.org"
    ).stderr
    assert "config.W001" in told
    assert told.count("WARNINGS") == told.count("?:") == 1
