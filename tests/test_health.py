"""What load balancers ask: whether the site can answer, by whichever host, and in words what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.db import InterfaceError, OperationalError
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db
ADDRESSES = ("/livez", "/readyz", "/healthz")
BY_ADDRESS: dict[str, Any] = {"host": "10.0.0.7:8000"}


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
    assert client.get("/healthz").status_code == 503  # a process reads it once


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
def test_readiness_names_each_part_and_being_alive_needs_no_database(
    client: Client, error: type[Exception]
) -> None:
    assert client.get("/readyz").content == b"database: ok\nstatic files: ok\n"
    with patch("config.health.MigrationExecutor", side_effect=error("password of somebody wrong")):
        assert client.get("/readyz").content == b"database: does not answer\nstatic files: ok\n"
        assert [client.get(address).status_code for address in ADDRESSES] == [200, 503, 503]
    with patch("config.health.MigrationExecutor.migration_plan", return_value=[("faq", False)]):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database: 1 migrations to apply\n")


@pytest.mark.parametrize("address", ADDRESSES)
def test_health_is_only_read(address: str) -> None:
    strict: Any = Client(enforce_csrf_checks=True)
    assert [strict.post(address).status_code, strict.put(address).status_code] == [405, 405]
    assert strict.head(address).status_code == 200
