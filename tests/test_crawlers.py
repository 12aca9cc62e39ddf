"""Crawlers find what is to be found, once in each language, and get lost in nobody's answers."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import create_channel, create_entry, published_flow
from tests.html import Element, read

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.ENQUIRY_EMAIL = "desk@example.org"
    create_entry("card")
    create_channel("desk", always=True)
    end = {"outcome": "contact", "entries": ("card",), "channels": ("desk",)}
    published_flow("w1: a=end b=end\nend", flow="two", w1={"helper": "half-width-check"}, end=end)
    published_flow("q1: a=q2 b=q2 c=two:\nq2: a=q3 b=q3 c=end\nq3: a=end b=two:w1\nend", flow="one", end=end)
    published_flow("w1: a=end b=one: c=one:q2\nend", flow="two", w1={"helper": "half-width-check"}, end=end)


class Site:
    """The site as a crawler sees it; each page is fetched once, however many crawlers come."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.pages: dict[str, Element] = {}
        lines = client.get("/robots.txt").content.decode().splitlines()
        rules = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
        self.refused = [re.compile(re.escape(rule).replace(r"\*", ".*")) for rule in rules]

    def is_refused(self, address: str) -> bool:
        """Whether robots.txt asks not to fetch an address."""
        return any(rule.match(address) for rule in self.refused)

    def links(self, address: str, *, nofollow: bool) -> set[str]:
        """The addresses of this site to which a page links; with `nofollow`, those it asks not to follow too."""
        if address not in self.pages:
            response = self.client.get(address)
            assert response.status_code == 200, address
            self.pages[address] = read(response)
        page = self.pages[address]
        found = [*page.all("a"), *page.all("link", rel="alternate")]
        led = (
            urljoin(ORIGIN + address, link["href"])
            for link in found
            if nofollow or link.get("rel") != "nofollow"
        )
        return {to.removeprefix(ORIGIN).partition("#")[0] for to in led if to.startswith(ORIGIN)} - {address}

    def crawl(self, *, robots: bool, nofollow: bool) -> set[str]:
        """What somebody fetches who obeys robots.txt, or nofollow, or both."""
        seen: set[str] = set()
        waiting = {"/ja/"}
        while waiting and len(seen) < 300:
            address = waiting.pop()
            seen.add(address)
            onward = self.links(address, nofollow=not nofollow)
            waiting |= {to for to in onward if not (robots and self.is_refused(to))} - seen
        return seen

    def sitemap(self) -> set[str]:
        """The addresses the sitemap lists."""
        root = ElementTree.fromstring(self.client.get("/sitemap.xml").content)  # noqa: S314 - our own
        return {(loc.text or "").removeprefix(ORIGIN) for loc in root.iter() if loc.tag.endswith("}loc")}


def test_robots_txt_or_nofollow_each_keep_a_crawler_to_what_the_sitemap_lists(client: Client) -> None:
    site = Site(client)
    listed = site.sitemap()
    assert {"/ja/guides/one/", "/en/faq/entry/card/"} <= listed
    assert not [address for address in listed if site.is_refused(address)]
    assert site.crawl(robots=True, nofollow=True) == listed
    assert site.crawl(robots=False, nofollow=True) == listed
    firsts = {f"/{language}/guides/{step}/" for language in ("ja", "en") for step in ("one/q1", "two/w1")}
    assert site.crawl(robots=True, nofollow=False) == listed | firsts  # by “Copy the link to this step”


def test_whatever_depends_on_how_somebody_came_is_not_to_be_followed_nor_fetched(client: Client) -> None:
    site = Site(client)
    end = "/ja/guides/one/end/?q1=a&q2=c"
    person = read(client.get(end)).one("aside", aria_labelledby="person").one("a")["href"]
    way = person.partition("?way=")[2]
    for address in (
        "/ja/guides/one/?two.w1=b",
        "/ja/guides/one/q2/?q1=a&q2=b",
        "/ja/guides/two/w1/?w1=a",
        end,
        person,
        f"/ja/contact/enquiry/?way={way}",
        f"/h/{way}",
        f"/ja/feedback/?about=one/end{quote('?q1=a&q2=c')}&said=no",
        f"/ja/tools/half-width-check/?at=two/w1{quote('?w1=a')}",
        "/ja/search/?q=crad&exact=1",
    ):
        onward = site.links(address, nofollow=False)
        assert onward, address
        assert site.is_refused(address), address
        assert not [to for to in onward if "?" in to or site.is_refused(to)], address


def test_what_only_programs_ask_for_is_not_listed_by_search_engines(client: Client) -> None:
    for address in ("/sitemap.xml", "/healthz"):
        assert "noindex" in client.get(address)["X-Robots-Tag"]
