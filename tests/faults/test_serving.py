"""What all these tests stand on: the site is served from PostgreSQL by gunicorn."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.cluster import Cluster
from tests.faults.site import Site


def test_it_serves_stops_and_is_there_again(serve: Callable[..., Site], postgres: Cluster, database: str):
    site = serve(postgres.url(database))
    assert site.get("/ja/").status == 200
    assert site.get("/healthz").status == 200
    assert len(site.workers()) == 2
    site.stop()
    assert "Traceback" not in site.log
    assert serve(postgres.url(database)).get("/en/guides/payment/").status == 200


def test_whoever_asks_for_headers_alone_leaves_no_line_in_the_log(
    serve: Callable[..., Site], postgres: Cluster, database: str
):
    site = serve(postgres.url(database))
    for path in ("/livez", "/healthz", "/readyz", "/en/guides/payment/", "/robots.txt"):
        answer, whole = site.head(path), site.get(path)
        assert (answer.status, answer.text) == (whole.status, "")
        assert answer.headers.get("Content-Length") == whole.headers.get("Content-Length")
    assert "WARNING" not in site.log
