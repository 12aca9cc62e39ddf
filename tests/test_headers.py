"""Security headers: on every public page, on the admin's login, on redirects and on what is missing."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import create_entry, published_flow
from tests.html import read

pytestmark = pytest.mark.django_db
PATHS = [
    ("/", 302),
    ("/ja/", 200),
    ("/en/guides/", 200),
    ("/ja/guides/one/", 200),
    ("/en/guides/one/end/?q=a", 200),
    ("/ja/faq/", 200),
    ("/en/faq/entry/entry/", 200),
    ("/ja/contact/", 200),
    ("/en/guides/nope/", 404),
    ("/nothing", 404),
    ("/sitemap.xml", 200),
    ("/robots.txt", 200),
    ("/healthz", 200),
    ("/livez", 200),
    ("/readyz", 200),
    ("/admin/login/", 200),
    ("/admin/", 302),
]
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(autouse=True)
def _site() -> None:
    create_entry("entry")
    published_flow("q: a=end\nend", flow="one")


def directives(policy: str) -> dict[str, set[str]]:
    """A Content-Security-Policy by directive."""
    parts = [part.split() for part in policy.split(";")]
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_every_answer_brings_the_security_headers(client: Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    policy = directives(response["Content-Security-Policy"])
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == {"'self'"}
    assert policy["form-action"] == {"'self'"}
    assert policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}
    assert "unsafe-" not in response["Content-Security-Policy"]
    assert "*" not in response["Content-Security-Policy"]


def test_a_304_brings_the_policy_it_had(client: Client) -> None:
    first = client.get("/en/guides/one/")
    again = client.get("/en/guides/one/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert directives(again["Content-Security-Policy"]) == directives(first["Content-Security-Policy"])


@pytest.mark.parametrize("path", [path for path, _ in PATHS if path.startswith(("/ja/", "/en/"))])
def test_a_page_loads_nothing_from_elsewhere_and_nothing_inline(client: Client, path: str) -> None:
    response = client.get(path)
    page = read(response)
    loaded = [script.get("src") for script in page.all("script")]
    loaded += [link["href"] for link in page.all("link") if link["rel"] in {"stylesheet", "icon"}]
    loaded += [image["src"] for image in page.all("img")]
    assert len(loaded) >= 4
    assert all(address.startswith("/static/") for address in loaded if address)
    assert not [element for element in page.walk() if element.get("style")]
    assert not page.all("style")


def test_the_login_of_admin_says_who_may_not_frame_it_and_sets_a_cookie_for_its_form_only(
    client: Client,
) -> None:
    response = client.get("/admin/login/")
    assert set(response.cookies) == {"csrftoken"}
    assert response.cookies["csrftoken"]["samesite"] == "Lax"
    assert "no-store" in response["Cache-Control"]


def test_behind_https_pages_say_so_and_plain_http_is_redirected(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    redirected = Client().get("/en/guides/one/?q=a")
    assert (redirected.status_code, redirected["Location"]) == (301, "https://testserver/en/guides/one/?q=a")
    secure = Client().get("/en/guides/one/", secure=True)
    assert secure["Strict-Transport-Security"].startswith("max-age=3600")
