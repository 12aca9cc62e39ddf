"""What load balancers ask: whether the site can answer, by whichever host, and in words what is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any
from unittest.mock import PropertyMock, patch

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.cache.backends.locmem import LocMemCache
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from config.health_checks import CACHE, DATABASE, DISK, LEAST_FREE, MAIL, STATIC_FILES, Part
from contact.models import Enquiry
from tests.contact.arriving import arrived
from tests.test_settings import BASE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_looks_anew")]
ADDRESSES = ("/livez", "/readyz", "/healthz")
BY_ADDRESS: dict[str, Any] = {"host": "10.0.0.7:8000"}


PARTS = (DATABASE, STATIC_FILES, CACHE, DISK, MAIL)
WELL = "database: ok\nmigrations: ok\nstatic files: ok\ncache: ok\ndisk: ok\nmail: ok\n"


def forget() -> None:
    """As if what was found last were no longer remembered."""
    for part in PARTS:
        part.forget()


@pytest.fixture
def _looks_anew() -> Iterator[None]:
    """What another test found is not remembered, nor is what this one does."""
    forget()
    yield
    forget()


def told(client: Client, address: str = "/readyz") -> tuple[int, str]:
    """Status and text, as they are now."""
    forget()
    response = client.get(address)
    return response.status_code, response.content.decode()


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """A server's folder of static files; its manifest is still to be written."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    return tmp_path


def write_manifest(folder: Path, *, without: str = "") -> dict[str, str]:
    """All static files, by the names `collectstatic` knows them by, and the manifest that lists them."""
    names = {name for finder in get_finders() for name, _storage in finder.list([".*"])}
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    paths = {name: name for name in names if name != without}
    (folder / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": paths}))
    return paths


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_load_balancer_that_asks_by_address_is_answered_and_nobody_else(
    client: Client, settings: Settings, address: str
) -> None:
    settings.ALLOWED_HOSTS = ["www.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    for host in ("10.0.0.7:8000", "[fd00::7]", "_not a host_"):
        response = client.get(address, headers={"host": host})
        assert response.status_code == 200
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
    assert client.get("/ja/", headers=BY_ADDRESS, secure=True).status_code == 400
    assert client.get("/robots.txt", headers=BY_ADDRESS, secure=True).status_code == 400
    assert client.get("/ja/", headers={"host": "www.example.org"}, secure=True).status_code == 200


def test_without_the_manifest_every_page_fails_and_health_says_why(client: Client, collected: Path) -> None:
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        Client().get("/ja/")
    for address in ADDRESSES:
        response = client.get(address)
        assert response.status_code == 503
        assert (
            "static files: the manifest is missing; run manage.py collectstatic" in response.content.decode()
        )
    write_manifest(collected)
    assert told(client, "/healthz")[0] == 503  # a process reads it once


def test_a_manifest_that_is_whole_is_well(client: Client, collected: Path) -> None:
    write_manifest(collected)
    assert [client.get(address).status_code for address in ADDRESSES] == [200, 200, 200]
    assert client.get("/ja/").status_code == 200


@pytest.mark.parametrize("gone", ["from the manifest", "from the disk"])
def test_a_file_that_is_gone_is_named(client: Client, collected: Path, gone: str) -> None:
    write_manifest(collected, without="site.js" if gone == "from the manifest" else "")
    if gone == "from the disk":
        (collected / "site.js").unlink()
    response = client.get("/livez")
    assert response.status_code == 503
    assert response.content.decode().startswith("static files: 1 are missing, site.js among them")


def test_a_manifest_cut_off_in_the_middle_is_said_to_be_unreadable(client: Client, collected: Path) -> None:
    (collected / "staticfiles.json").write_text('{"version": "1.1", "pa')
    assert client.get("/healthz").content.startswith(b"static files: the manifest cannot be read")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_the_database_the_site_is_alive_and_not_ready(client: Client, error: type[Exception]) -> None:
    assert told(client) == (200, WELL)
    with patch.object(MigrationRecorder, "migration_qs", PropertyMock(side_effect=error("password of x"))):
        said = "not known: the database does not answer"
        assert told(client) == (
            503,
            f"database: does not answer\nmigrations: {said}\nstatic files: ok\ncache: ok\ndisk: ok\nmail: {said}\n",
        )
        assert told(client, "/healthz") == (503, f"database: does not answer\nmigrations: {said}\n")
        assert told(client, "/livez") == (200, "ok\n")


def test_migrations_to_apply_are_counted(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="faq").delete()
    lacking = len([*(BASE / "faq" / "migrations").glob("0*.py")])
    said = f"migrations: {lacking} to apply; run manage.py migrate\n"
    assert told(client, "/healthz") == (503, said)
    assert said in told(client)[1]


@pytest.mark.parametrize(
    "error",
    [ProgrammingError('relation "django_migrations" does not exist'), OperationalError("no such table: x")],
)
def test_an_empty_database_has_everything_to_apply(client: Client, error: Exception) -> None:
    with patch.object(MigrationRecorder, "migration_qs", PropertyMock(side_effect=error)):
        status, said = told(client, "/healthz")
    assert status == 503
    assert said.startswith("migrations: ")
    assert int(said.split()[1]) > 30


class Away(LocMemCache):
    """A cache that does not answer."""

    def set(self, *_args: Any, **_named: Any) -> None:
        """As a client of Redis does without its server."""
        raise ConnectionError("host of x")


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        ("tests.test_health.Away", "does not answer; limits are off"),
        ("django.core.cache.backends.dummy.DummyCache", "keeps nothing; limits are off"),
    ],
)
def test_a_cache_that_is_away_is_told_and_the_site_stays_ready(
    client: Client, settings: Settings, backend: str, said: str
) -> None:
    settings.CACHES = {"default": {"BACKEND": backend}}
    assert told(client) == (200, WELL.replace("cache: ok", f"cache: {said}"))
    assert told(client, "/healthz") == (200, "ok\n")


def test_a_disk_that_is_nearly_full_is_told_and_the_site_stays_ready(client: Client) -> None:
    usage = shutil.disk_usage("/")._replace(free=LEAST_FREE - 1)
    with patch("config.health_checks.shutil.disk_usage", return_value=usage):
        status, said = told(client)
    assert status == 200
    (line,) = (line for line in said.splitlines() if line.startswith("disk: "))
    assert "temporary files: only 49 MB are free" in line
    assert ("the database: only 49 MB are free" in line) is (connection.vendor == "sqlite")


def test_folders_that_may_not_be_written_to_are_told_without_their_names(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path / "later" / "cache")}}
    assert told(client) == (200, WELL)
    with patch(
        "config.health_checks.os.access", side_effect=lambda path, _how: tmp_path not in Path(path).parents
    ):
        assert "disk: the cache: nothing can be written" in told(client)[1]
        assert str(tmp_path) not in told(client)[1]


def test_enquiries_that_staff_may_not_know_of_are_counted(client: Client) -> None:
    now = timezone.now()
    for minutes in (14, 16, 60):
        enquiry = arrived(reference=f"ref-{minutes}")
        Enquiry.objects.filter(pk=enquiry.pk).update(created_at=now - timedelta(minutes=minutes))
    said = "mail: 2 enquiries are not known to have been mailed after 15 minutes; see them in admin\n"
    assert told(client) == (200, WELL.replace("mail: ok\n", said))
    Enquiry.objects.filter(reference="ref-16").update(mailed_at=now)
    assert "mail: 1 enquiry is not known" in told(client)[1]
    Enquiry.objects.update(state="answered")
    assert told(client) == (200, WELL)


def test_a_fault_nobody_thought_of_is_told_and_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with patch("config.health_checks.shutil.disk_usage", side_effect=RecursionError):
        assert told(client) == (
            200,
            WELL.replace("disk: ok", "disk: cannot be told (RecursionError, see the log)"),
        )
    assert "The health of disk cannot be told" in caplog.text


@pytest.mark.parametrize(("address", "queries"), [("/livez", 0), ("/healthz", 1), ("/readyz", 2)])
def test_a_probe_costs_a_query_or_two_and_the_next_ones_within_a_second_none(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    with patch("config.health_checks.monotonic", return_value=1000.0), django_assert_num_queries(queries):
        for _ in range(100):
            client.get(address)
    with patch("config.health_checks.monotonic", return_value=1000.999), django_assert_num_queries(0):
        client.get(address)
    with patch("config.health_checks.monotonic", return_value=1001.0), django_assert_num_queries(queries):
        client.get(address)


def test_of_many_who_ask_at_once_one_looks() -> None:
    looked: list[int] = []
    begun = Barrier(20)

    def look() -> dict[str, str]:
        looked.append(1)
        sleep(0.05)
        return {"x": "slow"}

    part = Part("x", look=look, seconds=60)

    def ask(_number: int) -> dict[str, str]:
        begun.wait()
        return part.faults()

    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(ask, range(20))) == [{"x": "slow"}] * 20
    assert len(looked) == 1


def test_static_files_are_looked_for_once_a_minute(client: Client, collected: Path) -> None:
    write_manifest(collected)
    with patch("config.health_checks.monotonic", return_value=1000.0):
        assert client.get("/livez").status_code == 200
        (collected / "site.js").unlink()
    with patch("config.health_checks.monotonic", return_value=1059.9):
        assert client.get("/livez").status_code == 200
    with patch("config.health_checks.monotonic", return_value=1060.0):
        assert client.get("/livez").status_code == 503


@pytest.mark.parametrize("address", ADDRESSES)
def test_health_is_only_read(address: str) -> None:
    strict: Any = Client(enforce_csrf_checks=True)
    assert [strict.post(address).status_code, strict.put(address).status_code] == [405, 405]
    assert strict.head(address).status_code == 200
