"""Bytes no browser sends, to a real server: each of these was a 500 once."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.cluster import Cluster
from tests.faults.site import Site
from tests.fuzz.wire import send

MANY = "&".join(["a=1"] * 4001)
FORM = "application/x-www-form-urlencoded"


def asked(line: str, *headers: str, body: str = "", host: str = "127.0.0.1") -> bytes:
    """A request with its headers."""
    length = [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join(
        [f"{line} HTTP/1.1", f"Host: {host}", "Connection: close", *length, *headers, "", body]
    ).encode("latin-1")


REFUSED = {
    "a charset": asked("POST /ja/feedback/", f"Content-Type: {FORM}; charset=shift_jis", body="a=1"),
    "a charset that is none": asked(
        "POST /ja/feedback/", f"Content-Type: {FORM}; charset=base64", body="a=1"
    ),
    "a charset beside a token": asked(
        "POST /admin/login/",
        f"Cookie: csrftoken={'a' * 32}",
        f"Content-Type: {FORM}; charset=shift_jis",
        body="a",
    ),
    "a form in no parts from elsewhere": asked(
        "POST /ja/",
        f"Cookie: csrftoken={'a' * 32}",
        "Content-Type: multipart/form-data",
        body="a",
        host="x.example",
    ),
}
TAKEN = {
    "a charset in a query": asked("GET /en/search/?q=%FF", "Content-Type: a/b; charset=hex"),
    "a charset and thousands of fields": asked(f"GET /en/?{MANY}", "Content-Type: a/b; charset=utf-8"),
    "a name in no encoding": asked("GET /en/", "Content-Type: a/b; c*=nothing''d"),
    "a referrer that is none": asked("GET /ja/contact/", "Referer: http://["),
    "a page of htmx that is none": asked(
        "GET /en/tools/billing-month/", "HX-Request: true", "HX-Current-URL: http://["
    ),
    "a place below which it stands": asked("GET /en/", "SCRIPT_NAME: /x"),
    "a path beside the path": asked("GET /en/", "PATH_INFO: /admin/"),
}


def test_no_bytes_break_a_server(serve: Callable[..., Site], postgres: Cluster, database: str):
    site = serve(postgres.url(database), "--workers", "1")
    assert {name: send(site.port, raw) for name, raw in REFUSED.items()} == dict.fromkeys(REFUSED, 400)
    assert {name: send(site.port, raw) for name, raw in TAKEN.items()} == dict.fromkeys(TAKEN, 200)
    assert "Error handling request" not in site.log
