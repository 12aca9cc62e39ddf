"""What machines read: addresses in the head of pages, the sitemap, robots.txt, the icon, the health check."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from faq.models import Category, Entry
from faq.publishing import withdraw_entries
from tests.factories import create_entry, create_flow, published_flow
from tests.html import Element, read

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
INDEXED = ["", "guides/", "guides/one/", "faq/", "faq/billing/", "faq/entry/entry/", "contact/"]
ORIGIN = "http://testserver"


@pytest.fixture(autouse=True)
def _site() -> None:
    create_entry("entry")
    Category.objects.update(summary_ja="請求のこと", summary_en="About bills")
    published_flow("q1: a=q2 b=end\nq2: a=end\nend", flow="one", end={"entries": ("entry",)})


def head(client: Client, path: str) -> Element:
    """The head of a page."""
    return read(client.get(path)).one("head")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", INDEXED)
def test_a_page_to_be_found_names_its_address_and_its_other_language(
    client: Client, language: str, path: str
) -> None:
    for query in ("", "?q1=a&utm_source=x"):
        page = head(client, f"/{language}/{path}{query}")
        assert not page.all("meta", name="robots")
        assert page.one("link", rel="canonical")["href"] == f"{ORIGIN}/{language}/{path}"
        alternates = {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")}
        assert alternates == {
            "ja": f"{ORIGIN}/ja/{path}",
            "en": f"{ORIGIN}/en/{path}",
            "x-default": f"{ORIGIN}/ja/{path}",
        }


@pytest.mark.parametrize("path", ["q1/", "q2/", "q2/?q1=a", "end/?q1=b&x"])
def test_a_step_is_not_to_be_indexed_and_its_canonical_address_has_no_trail(
    client: Client, path: str
) -> None:
    page = head(client, f"/en/guides/one/{path}")
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert page.one("link", rel="canonical")["href"] == f"{ORIGIN}/en/guides/one/{path.split('?')[0]}"
    assert not page.all("link", rel="alternate")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", [*INDEXED, "guides/one/q2/?q1=a"])
def test_a_page_brings_a_card_for_those_who_share_it(client: Client, language: str, path: str) -> None:
    page = head(client, f"/{language}/{path}")
    card = {meta["property"]: meta["content"] for meta in page.all("meta") if meta.get("property")}
    assert card["og:title"]
    assert card["og:site_name"]
    assert card["og:description"]
    assert card["og:url"] == f"{ORIGIN}/{language}/{path.split('?')[0]}"
    assert card["og:locale"] == {"ja": "ja_JP", "en": "en_US"}[language]
    assert card["og:image"].startswith(f"{ORIGIN}/static/")
    assert page.one("meta", name="description")["content"] == card["og:description"]
    assert page.one("title").text


def test_titles_and_descriptions_tell_pages_apart(client: Client) -> None:
    pages = [head(client, f"/en/{path}") for path in INDEXED]
    assert len({page.one("title").text for page in pages}) == len(pages)
    assert len({page.one("meta", name="description")["content"] for page in pages}) == len(pages)


def test_every_file_that_templates_name_is_there() -> None:
    templates = list((settings.BASE_DIR / "templates").glob("**/*.html"))
    named = {
        name for path in templates for name in re.findall(r"""{% static ["'](.+?)["']""", path.read_text())
    }
    assert named
    assert {name for name in named if not finders.find(name)} == set()


def _sitemap(client: Client, query: str = "") -> list[ElementTree.Element]:
    response = client.get(f"/sitemap.xml{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content).findall(f"{SITEMAP}url")  # noqa: S314 - our own


def test_the_sitemap_lists_what_is_to_be_indexed_in_both_languages(client: Client) -> None:
    create_flow("q: a=end\nend", flow="draft")
    create_entry("draft-entry", publish=False, category="draft-subject")
    urls = {url.findtext(f"{SITEMAP}loc"): url for url in _sitemap(client)}
    expected = {f"{ORIGIN}/{language}/{path}" for language in ("ja", "en") for path in INDEXED}
    assert set(urls) >= expected
    assert not [url for url in urls if "draft" in (url or "") or "/q1/" in (url or "")]
    for path in INDEXED:
        links = urls[f"{ORIGIN}/ja/{path}"].findall(f"{XHTML}link")
        assert {link.get("hreflang"): link.get("href") for link in links} == {
            "ja": f"{ORIGIN}/ja/{path}",
            "en": f"{ORIGIN}/en/{path}",
            "x-default": f"{ORIGIN}/{path}",  # leads to the visitor's language
        }


def test_every_address_of_the_sitemap_answers(client: Client) -> None:
    for url in _sitemap(client):
        links = [link.get("href") for link in url.findall(f"{XHTML}link")]
        for address in [url.findtext(f"{SITEMAP}loc"), *links]:
            assert address
            assert client.get(address.removeprefix(ORIGIN), follow=True).status_code == 200, address


def test_the_sitemap_forgets_what_was_withdrawn(client: Client) -> None:
    withdraw_entries(Entry.objects.all())
    assert not [url for url in _sitemap(client) if "entry" in (url.findtext(f"{SITEMAP}loc") or "")]


def test_robots_may_read_everything_but_admin_and_learn_of_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in lines


def test_there_is_an_icon_wherever_a_browser_asks_for_it(client: Client) -> None:
    asked = client.get("/favicon.ico")
    linked = head(client, "/ja/").one("link", rel="icon")["href"]
    assert asked["Location"] == linked
    file = finders.find(linked.removeprefix("/static/"))
    assert isinstance(file, str)
    assert Path(file).read_text().startswith("<svg")


def test_health_is_200_when_the_database_answers_and_is_up_to_date(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-cache" in response["Cache-Control"]


def test_robots_and_health_cannot_be_posted_to() -> None:
    client: Any = Client(enforce_csrf_checks=True)
    for path in ("/robots.txt", "/healthz"):
        for method in (client.post, client.put, client.delete):
            assert method(path).status_code == 405
