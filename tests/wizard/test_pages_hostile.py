"""Absurd, broken and hostile addresses: each gets a page, never an error."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import create_entry, published_flow
from tests.html import read

pytestmark = pytest.mark.django_db

QUERIES = {
    "ten thousand characters": "x" * 10_000,
    "an answer of ten thousand characters": f"q1={'a' * 10_000}",
    "a question of ten thousand characters": f"{'q' * 10_000}=a",
    "a raw NUL": "q1=a\x00&\x00",
    "a written NUL": "q1=%00&%00=a",
    "a key six thousand times": "&".join(["q1=a"] * 6000),
    "six thousand keys": "&".join(f"q{number}=a" for number in range(6000)),
    "six thousand guides": "&".join(f"g{number}.q1=a" for number in range(6000)),
    "six thousand separators": "&" * 6000,
    "emoji": "q1=😀&😀=a".encode().decode("latin-1"),
    "written emoji": "q1=%F0%9F%98%80",
    "invalid UTF-8": "q1=%ff%fe&%c3=%28",
    "raw bytes": b"q1=\xff\xfe".decode("latin-1"),
    "an answer to an answer": "a=b=c",
    "quotes and brackets": "q1='\"><script>alert(1)</script>",
    "SQL": "q1=a'; DROP TABLE wizard_flow; --",
    "paths": "q1=../../etc/passwd&../q1=a",
    "a colon": "q1:a;q1=a",
    "brackets": "q1[]=a&q1[$ne]=a&__proto__=a",
    "a template": "q1={{7*7}}&{%load%}=a",
    "line ends": "q1=a%0d%0aSet-Cookie:x=y&q1=a\r\nX-Evil: 1",
    "nothing": "?",
    "the slot of a skeleton": "q1=\x02title\x03",
    "many dots": "a.b.c.q1=a&.q1=a&.=a&one.q1=a",
}
PATHS = ["guides/one/", "guides/one/q2/", "guides/one/end/", "guides/nope/", "guides/one/nope/"]
OTHERS = ["", "guides/", "faq/", "faq/billing/", "faq/entry/entry/", "contact/", "nothing/"]


@pytest.fixture(autouse=True)
def _site() -> None:
    create_entry("entry")
    published_flow("q1: a=q2 b=end\nq2: a=end\nend", flow="one", end={"entries": ("entry",)})


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_no_query_is_an_error(client: Client, query: str) -> None:
    client.raise_request_exception = True
    for path in (*PATHS, *OTHERS):
        for headers in ({}, {"HX-Request": "true"}):
            response = client.get(f"/en/{path}", QUERY_STRING=query, headers=headers)
            assert response.status_code == (404 if "nope" in path or "nothing" in path else 200), path
            assert "\r" not in str(response.headers)
            assert "Set-Cookie" not in response.headers
            page = response.content.decode()
            assert "<script>alert" not in page
            read(page)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_no_query_is_an_error_at_the_bare_address_and_in_files_for_machines(
    client: Client, query: str
) -> None:
    for path, status in (("/", 302), ("/robots.txt", 200), ("/healthz", 200), ("/favicon.ico", 302)):
        assert client.get(path, QUERY_STRING=query).status_code == status
    assert client.get("/sitemap.xml", QUERY_STRING=query).status_code in {200, 400}


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "1e9", "%00", "last", "9" * 5000])
def test_no_page_of_the_sitemap_is_an_error(client: Client, page: str) -> None:
    assert client.get("/sitemap.xml", QUERY_STRING=f"p={page}").status_code in {200, 404}


@pytest.mark.parametrize(
    "slug",
    [
        "a" * 10_000,
        "%00",
        "a%00b",
        "%ff%fe",
        "😀",
        "質問",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e",
        "q1%0d%0aX-Evil:1",
        "<script>",
        "A_B",
        "-",
        "'; DROP TABLE wizard_flow; --",
        "q1\x02title\x03",
    ],
)
def test_no_slug_is_an_error(client: Client, slug: str) -> None:
    for path in ("guides/{}/", "guides/one/{}/", "guides/{}/q1/", "faq/{}/", "faq/entry/{}/", "{}/"):
        for language in ("ja", "en"):
            response = client.get(f"/{language}/{path.format(slug)}")
            assert response.status_code == 404
            assert "X-Evil" not in response.headers
            page = read(response)
            assert page.one("html")["lang"] == language
            assert page.one("main").one("form", role="search")


@pytest.mark.parametrize(
    "path",
    ["//", "//evil.example/", "///ja/", "/ja//", "/ja//guides//one/", "/ja/guides/one//", "/ja/..", "/./ja/"],
)
def test_no_number_of_slashes_is_an_error_or_leads_off_the_site(client: Client, path: str) -> None:
    response = client.get("/", PATH_INFO=path)
    assert response.status_code in {301, 302, 404}
    assert not response.get("Location", "/ja/").startswith("//")
    if response.status_code == 404:
        assert all(not link["href"].startswith("//") for link in read(response).all("a"))


def test_an_address_without_its_last_slash_redirects_with_its_query(client: Client) -> None:
    response = client.get("/en/guides/one/q2?q1=a")
    assert (response.status_code, response["Location"]) == (301, "/en/guides/one/q2/?q1=a")


@pytest.mark.parametrize("language", ["fr", "zh-hans", "ja-jp", "xx", "%00"])
def test_an_unknown_language_is_an_unknown_address(client: Client, language: str) -> None:
    for path in ("", "guides/one/", "faq/"):
        assert client.get(f"/{language}/{path}").status_code == 404


@pytest.mark.parametrize(
    "header", ["HX-Request", "HX-Current-URL", "HX-Target", "HX-Trigger", "If-None-Match", "Cookie"]
)
@pytest.mark.parametrize(
    "value", ["", "x" * 10_000, '"', "true;", "%ff", "W/", '*,,"', "a=b; django_language=xx"]
)
def test_no_header_is_an_error(client: Client, header: str, value: str) -> None:
    for path in ("/en/", "/en/guides/one/", "/en/guides/one/q2/?q1=a"):
        assert client.get(path, headers={header: value}).status_code in {200, 304}


@pytest.mark.parametrize("host", ["evil.example", "testserver:x", "a" * 300, "testserver@evil", ""])
def test_an_unknown_host_is_refused(client: Client, host: str) -> None:
    assert client.get("/en/guides/one/", headers={"host": host}).status_code == 400
