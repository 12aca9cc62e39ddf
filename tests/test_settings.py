"""Settings from the environment: sensible defaults, and a sentence for every nonsense value."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.patience import limit_waiting

BASE = Path(__file__).resolve().parent.parent
SECRET = "for-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz"
PRODUCTION = {"DEBUG": "0", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "www.example.org"}
OURS = (
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "TIME_ZONE",
    "SITE_NAME",
)

NONSENSE = {
    "DATABASE_URL": [
        "nonsense",
        "://",
        "postgres//missing.colon",
        "nosql://localhost/db",
        "postgres://user@localhost:port/db",
        "postgres://[::1/db",
    ],
    "CACHE_URL": ["nonsense", "http://localhost", "://", "file://", "file://here"],
    "EMAIL_URL": [
        "nonsense",
        "http://localhost",
        "smtp://localhost:port",
        "smtp://localhost:99999",
        "smtp://localhost:0",
        "smtp://[::1",
        "smtp://",
        "smtp:///mail",
        "smtp:mail.example.org",
        "smtp://mail.example.org/inbox",
        "smtp://mail example.org",
        "smtp://user@mail.example.org",
        "smtp://:secret@mail.example.org",
        "smtp://mail.example.org?ssl",
        "smtp://mail.example.org?tls=1",
        "smtp://mail.example.org#tls",
        "smtps://mail.example.org?tls",
        "smtps://",
        "dummy://",
        "file://",
        "file:///",
        "file://mails",
        "file://here/mails",
        "file:///var/mails?tls",
    ],
    "ENQUIRY_EMAIL": [
        "nobody",
        "@example.org",
        "desk@",
        "desk@example.org\x07",
        "desk@example.org, office@example.org",  # no mail could be made of any of these
        "desk@example.org;office@example.org",
        "Desk <desk@example.org> office@example.org",
        "Desk, Billing <desk@example.org>",
        "desk@例..jp",
    ],
    "TIME_ZONE": [
        "Tokyo",
        "Asia",
        "Asia/Edo",
        "../Asia/Tokyo",
        "/etc/passwd",
        "Asia/Tokyo\x01",
        "x" * 5000,
        "+09:00",
    ],
    "DEBUG": ["maybe", "2", "はい"],
    "HTTPS": ["maybe"],
    "BEHIND_PROXY": ["127.0.0.1"],
    "DATABASE_TIMEOUT": ["-1", "soon", "601"],
    "CONN_MAX_AGE": ["-1", "soon", "1.5", "86401", "9" * 5000],
    "ENQUIRY_KEEP_DAYS": ["0", "3651", "99999999", "soon"],
    "TEXTS_KEEP_DAYS": ["0", "3651", "9" * 5000],
    "CASE_MONTHS": ["0", "121"],
    "FEEDBACK_LIMIT": ["-1", "10001"],
    "INSIGHTS_SMALLEST": ["-1", "1001"],
    "LOGIN_LIMIT": ["0", "1001"],
    "LOG_LEVEL": ["LOUD", "debug"],
    "DEFAULT_FROM_EMAIL": ["nobody", "desk@example.org, office@example.org"],
    "ALLOWED_HOSTS": [
        "https://help.example.org",
        "help.example.org:8000",
        "help.example.org/",
        "help.example.org.",
        "*.example.org",
        "::1",
        "例え..jp",
        "例え.jp:8000",
        "faß.example",  # Python and browsers write it differently
        f"{'例' * 70}.jp",
    ],
    "CSRF_TRUSTED_ORIGINS": [
        "help.example.org",
        "https://",
        "https://help.example.org/",
        "ftp://help.example.org",
        "https://例え.jp:port",
        "https://faß.example",
    ],
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that sets nothing of ours."""
    for name in {*OURS, *NONSENSE}:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def settings_from(environment: pytest.MonkeyPatch, **values: str) -> dict[str, Any]:
    """All settings, as the environment makes them."""
    for name, value in values.items():
        environment.setenv(name, value)
    return runpy.run_path(str(BASE / "config" / "settings.py"))


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in NONSENSE.items() for value in values]
)
def test_a_nonsense_value_stops_the_start_with_a_sentence(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    settings = {
        "CONN_MAX_AGE": {"DATABASE_URL": "postgres://localhost/db"},
        "ENQUIRY_EMAIL": {"EMAIL_URL": "smtp://localhost"},
    }.get(name, {})
    with pytest.raises(ImproperlyConfigured) as caught:
        settings_from(environment, **{**PRODUCTION, **settings, name: value})
    assert name in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_password_in_a_url_is_not_repeated_in_the_sentence(environment: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("DATABASE_URL", "nosql://user:hunter2@localhost/db"),
        ("DATABASE_URL", "postgres://user:hunter2@localhost:port/db"),
        ("EMAIL_URL", "imap://user:hunter2@localhost"),
        ("EMAIL_URL", "smtp://user:hunter2#x@localhost"),
        ("EMAIL_URL", "smtp://user:hunter2/x@localhost"),
        ("EMAIL_URL", "smtp://user:x@y?hunter2@localhost"),
        ("CACHE_URL", "memcache://user:hunter2@localhost"),
    ):
        with environment.context() as here, pytest.raises(ImproperlyConfigured) as caught:
            settings_from(here, **{**PRODUCTION, name: value})
        assert "hunter2" not in str(caught.value)


def test_a_page_does_not_wait_for_ever_and_a_command_may(environment: pytest.MonkeyPatch) -> None:
    found = settings_from(
        environment, **PRODUCTION, DATABASE_URL="postgres://localhost/db?options=-c+statement_timeout%3D99s",
        CACHE_URL="redis://localhost",
    )  # fmt: skip
    database = found["DATABASES"]["default"]
    assert database["OPTIONS"] == {"connect_timeout": 10, "options": "-c statement_timeout=99s"}
    limit_waiting([database], found["DATABASE_TIMEOUT"])
    assert database["OPTIONS"] == {
        "connect_timeout": 3,
        "options": "-c statement_timeout=10s -c lock_timeout=5000 -c statement_timeout=99s",
        "patience": 11,
    }
    assert found["CACHES"]["default"]["OPTIONS"] == {"socket_connect_timeout": 1, "socket_timeout": 1}


def test_a_page_waits_for_a_locked_file_as_long_as_the_operator_says(environment: pytest.MonkeyPatch) -> None:
    for seconds, waited in (("7", 7), ("0", 20)):
        with environment.context() as here:
            found = settings_from(here, **PRODUCTION, DATABASE_TIMEOUT=seconds)
        database = found["DATABASES"]["default"]
        assert database["OPTIONS"]["timeout"] == 20
        limit_waiting([database], found["DATABASE_TIMEOUT"])
        assert database["OPTIONS"]["timeout"] == waited


def test_a_secret_key_is_required_unless_debugging(environment: pytest.MonkeyPatch) -> None:
    for value in ("", "   "):
        with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
            settings_from(environment, DEBUG="0", SECRET_KEY=value)
    assert settings_from(environment, DEBUG="1", SECRET_KEY="")["SECRET_KEY"]


def test_debug_is_off_unless_asked_for(environment: pytest.MonkeyPatch) -> None:
    assert settings_from(environment, SECRET_KEY=SECRET)["DEBUG"] is False
    for value in ("1", "true", "YES", "on"):
        assert settings_from(environment, DEBUG=value)["DEBUG"] is True
    for value in ("0", "false", "No", "off", ""):
        assert settings_from(environment, DEBUG=value)["DEBUG"] is False


def test_the_defaults_are_those_of_the_design(environment: pytest.MonkeyPatch) -> None:
    made = settings_from(environment, SECRET_KEY=SECRET)
    database = made["DATABASES"]["default"]
    assert database["ENGINE"].endswith("sqlite3")
    assert Path(database["NAME"]) == BASE / "db.sqlite3"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert made["CACHES"]["default"]["BACKEND"].endswith("LocMemCache")
    assert made["TIME_ZONE"] == "Asia/Tokyo"
    assert made["LANGUAGE_CODE"] == "ja"
    assert made["ALLOWED_HOSTS"] == []


def test_the_environment_decides(environment: pytest.MonkeyPatch) -> None:
    made = settings_from(
        environment,
        **PRODUCTION,
        DATABASE_URL="postgres://user:p%40ss@db.example.org:5433/guides",
        CACHE_URL="db://cached",
        EMAIL_URL="smtp://me:s%3Acret@mail.example.org:587?tls",
        TIME_ZONE="Europe/London",
        SITE_NAME="Help",
    )
    database = made["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.example.org", 5433, "p@ss")
    assert database["CONN_MAX_AGE"] == 600
    assert made["CACHES"]["default"]["LOCATION"] == "cached"
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"], made["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)
    assert made["EMAIL_HOST_PASSWORD"] == "s:cret"
    assert made["TIME_ZONE"] == "Europe/London"
    assert made["ALLOWED_HOSTS"] == ["www.example.org"]


@pytest.mark.parametrize("name", ["例え.jp", "例え。ｊｐ", "XN--R8JZ45G.jp"])
def test_a_host_is_known_by_the_letters_browsers_send_however_it_is_written(
    environment: pytest.MonkeyPatch, name: str
) -> None:
    hosts = f"{name}, .{name},*, Help.example.org,[::1]"
    made = settings_from(
        environment,
        **{**PRODUCTION, "ALLOWED_HOSTS": hosts},
        CSRF_TRUSTED_ORIGINS=f"https://{name}:8443,https://*.{name}",
    )
    sent = "xn--r8jz45g.jp"
    assert made["ALLOWED_HOSTS"] == [sent, f".{sent}", "*", "help.example.org", "[::1]"]
    assert made["CSRF_TRUSTED_ORIGINS"] == [f"https://{sent}:8443", f"https://*.{sent}"]


def test_a_mail_server_that_does_not_answer_is_left_after_ten_seconds(
    environment: pytest.MonkeyPatch,
) -> None:
    assert settings_from(environment, **PRODUCTION)["EMAIL_TIMEOUT"] == 10


TAKES_ENQUIRIES = {"ENQUIRY_EMAIL": "Desk <desk@example.org>"}


@pytest.mark.parametrize("debug", ["0", "1"])
@pytest.mark.parametrize("values", [{}, {"EMAIL_URL": ""}, {"EMAIL_URL": "  "}])
def test_enquiries_without_a_mail_server_stop_the_start(
    environment: pytest.MonkeyPatch, debug: str, values: dict[str, str]
) -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"^ENQUIRY_EMAIL is set and EMAIL_URL is not: .*smtp://.*\.$"
    ):
        settings_from(environment, **{**PRODUCTION, **TAKES_ENQUIRIES, **values, "DEBUG": debug})


@pytest.mark.parametrize("url", ["console://", "memory://"])
def test_a_server_whose_mails_would_vanish_is_refused_and_a_developer_may_wish_it(
    environment: pytest.MonkeyPatch, url: str
) -> None:
    with (
        environment.context() as here,
        pytest.raises(ImproperlyConfigured, match=f"{url}, which delivers nothing"),
    ):
        settings_from(here, **PRODUCTION, **TAKES_ENQUIRIES, EMAIL_URL=url)
    with environment.context() as here:
        assert settings_from(here, DEBUG="1", **TAKES_ENQUIRIES, EMAIL_URL=url)["ENQUIRY_EMAIL"]
    # Where no enquiries are taken, no mail is needed.
    assert settings_from(environment, **PRODUCTION, EMAIL_URL=url)["ENQUIRY_EMAIL"] == ""


def test_mails_may_be_kept_in_a_folder_that_can_be_written_to(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "not there yet" / "mails"
    made = settings_from(environment, **PRODUCTION, **TAKES_ENQUIRIES, EMAIL_URL=folder.as_uri())
    assert made["EMAIL_FILE_PATH"] == str(folder)
    assert list(tmp_path.iterdir()) == []  # settings make nothing
    (tmp_path / "file").touch()
    with environment.context() as here, pytest.raises(ImproperlyConfigured, match="may write to"):
        settings_from(here, EMAIL_URL=(tmp_path / "file" / "mails").as_uri())
    environment.setattr(os, "access", lambda *_args: False)  # as root may write anywhere
    with pytest.raises(ImproperlyConfigured, match="may write to"):
        settings_from(environment)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, False, False),
        ("smtp://mail_server:2525/", "mail_server", 2525, False, False),
        ("smtp://[::1]:587/?tls", "::1", 587, True, False),
        ("smtps://me:%40%23@mail.example.org", "mail.example.org", 465, False, True),
    ],
)
def test_a_mail_server_is_read_from_its_address(
    environment: pytest.MonkeyPatch, url: str, host: str, port: int, *, tls: bool, ssl: bool
) -> None:
    made = settings_from(environment, **PRODUCTION, **TAKES_ENQUIRIES, EMAIL_URL=url)
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"]) == (host, port)
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (tls, ssl)
    assert made["EMAIL_HOST_PASSWORD"] == ("@#" if "@" in url else "")


def test_production_is_https_only(environment: pytest.MonkeyPatch) -> None:
    made = settings_from(environment, **PRODUCTION)
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert made[name] is True
    assert made["SECURE_HSTS_SECONDS"] > 0


def manage(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in an environment of its own."""
    ours = {"DJANGO_ALLOW_ASYNC_UNSAFE", "DJANGO_SETTINGS_MODULE", *OURS, *NONSENSE}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "manage.py", *arguments],
        cwd=BASE,
        env={**kept, **values},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "values"),
    [
        ("check", {}),
        ("load_content", {"DEBUG": "maybe"}),
        ("migrate", {"DEBUG": "1", "DATABASE_URL": "nonsense"}),
        ("send_enquiries", {**PRODUCTION, "ENQUIRY_EMAIL": "desk@example.org"}),
    ],
)
def test_manage_py_says_it_without_a_traceback(command: str, values: dict[str, str]) -> None:
    done = manage(command, **values)
    assert done.returncode == 1
    assert done.stderr.startswith("Not started: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["migrate", "send_enquiries", "publish_due", "rebuild_search"])
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://nobody@127.0.0.1:1/nothing", "The database cannot be used: "),
        ("sqlite:////nowhere/db.sqlite3", "The database cannot be used: unable to open"),
    ],
)
def test_a_command_that_finds_no_database_says_so_in_a_sentence(command: str, url: str, said: str) -> None:
    done = manage(command, **PRODUCTION, DATABASE_URL=url)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Not finished: {said}")
    assert done.stderr.count("\n") == 1
    asked_for = manage(command, "--traceback", **PRODUCTION, DATABASE_URL=url)
    assert "Traceback" in asked_for.stderr


DOCUMENTED = {
    **PRODUCTION,
    "CONN_MAX_AGE": "60",
    "CACHE_URL": "db://cache",
    "EMAIL_URL": "smtp://user:password@mail.example.org:587/?tls",
    "DEFAULT_FROM_EMAIL": "guide@example.org",
    "SITE_NAME": "Help",
    "TIME_ZONE": "Asia/Tokyo",
    "BEHIND_PROXY": "1",
    "CSRF_TRUSTED_ORIGINS": "https://www.example.org",
    "ENQUIRY_EMAIL": "desk@example.org",
    "LOGIN_LIMIT": "5",
    "LOG_LEVEL": "INFO",
}


@pytest.mark.parametrize("values", [PRODUCTION, DOCUMENTED | {"HTTPS": "0"}])
def test_the_deployment_check_is_silent_with_the_documented_settings(
    tmp_path: Path, values: dict[str, str]
) -> None:
    url = f"sqlite:///{tmp_path / 'check.sqlite3'}"
    done = manage("check", "--deploy", "--fail-level", "WARNING", **values, DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


def test_only_a_site_that_is_said_to_have_no_https_is_not_asked_for_it(
    environment: pytest.MonkeyPatch,
) -> None:
    assert "SILENCED_SYSTEM_CHECKS" not in settings_from(environment, **PRODUCTION)
    assert "SILENCED_SYSTEM_CHECKS" not in settings_from(environment, DEBUG="1")


def test_reading_the_settings_writes_nothing(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(BASE / "config", tmp_path / "config", ignore=shutil.ignore_patterns("__pycache__"))
    before = sorted(tmp_path.rglob("*"))
    environment.setenv("SECRET_KEY", SECRET)
    made = runpy.run_path(str(tmp_path / "config" / "settings.py"))
    assert made["BASE_DIR"] == tmp_path
    assert sorted(tmp_path.rglob("*")) == before
