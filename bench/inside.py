"""The measured process: requests to the WSGI application, without a server or a socket.

`python -m bench.inside COUNT SIZE` checks what the site promises of each kind of request, then answers each kind
COUNT times and prints what it saw as JSON. With `--counted` callgrind counts instructions between marks; without
it the processor time of each kind is taken in many small rounds.

Kinds: `floor` (see bench.floor) · `page`, a question with two answers before it · its `fragment` · its `304` ·
`answer`, the page of an answer that shows an FAQ entry · `first`, pages nobody has read in this process before.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, repeat
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from bench import ANSWER, ANSWER_TRAIL, FLOOR, MEASURED, SMALLEST, TRAIL, place, rest

Environ = dict[str, Any]
QUERIES = {"floor": 0, "page": 1, "fragment": 1, "304": 1, "answer": 2, "first": 1}
WARM_UP = 20
ROUND = 10


@dataclass(frozen=True)
class Answered:
    """One response, with the number of queries it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    queries: int


class Site:
    """The application as a server would call it."""

    def __init__(self) -> None:
        self._application = get_wsgi_application()

    def answer(self, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status line, headers and body for one request."""
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Any:
            started.extend((status, headers))

        response = self._application({**environ, "wsgi.input": BytesIO()}, start_response)
        body = b"".join(response)
        response.close()
        return started[0], started[1], body

    def inspect(self, environ: Environ) -> Answered:
        """As `answer`, for looking at."""
        queries = 0

        def count(execute: Any, *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            status, headers, body = self.answer(environ)
        return Answered(int(status[:3]), dict(headers), body, queries)


def request(path: str, query: str = "", **headers: str) -> Environ:
    """The WSGI environment of a GET, as a browser would send it."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "HTTP_ACCEPT_LANGUAGE": "ja,en;q=0.7",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_CONNECTION": "keep-alive",
        "HTTP_REFERER": f"http://127.0.0.1{place('second')}",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "HTTP_USER_AGENT": "Mozilla/5.0",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }


def requests(site: Site, count: int, size: int) -> dict[str, Iterator[Environ]]:
    """What is measured, by kind: at least `count` requests of each, on a guide of `size` steps."""
    page = place(MEASURED)
    etag = site.inspect(request(page, TRAIL)).headers["ETag"]
    repeated = {
        "floor": request(FLOOR),
        "page": request(page, TRAIL),
        "fragment": request(page, TRAIL, HTTP_HX_REQUEST="true"),
        "304": request(page, TRAIL, HTTP_IF_NONE_MATCH=etag),
        "answer": request(place(ANSWER), ANSWER_TRAIL),
    }
    kinds: dict[str, Iterator[Environ]] = {kind: repeat(environ) for kind, environ in repeated.items()}
    if size >= SMALLEST + count + 1:
        kinds["first"] = (request(place(rest(number))) for number in range(count + 1))
    return kinds


def check(seen: dict[str, Answered]) -> None:
    """Raises AssertionError when a page is not what is to be measured, or breaks a promise."""
    for kind, answered in seen.items():
        assert answered.status == (304 if kind == "304" else 200), f"{kind}: {answered.status}"
        assert answered.queries == QUERIES[kind], f"{kind}: {answered.queries} queries"
        assert "Set-Cookie" not in answered.headers, kind
        assert kind == "floor" or "HX-Request" in answered.headers["Vary"], kind
    page, floor = len(seen["page"].body), len(seen["floor"].body)
    assert 0.97 < floor / page < 1.03, f"The floor has {floor} bytes and the page {page}."


def mark() -> None:
    """A C function nobody else calls: callgrind writes down what it counted since the last time."""
    os.getloadavg()


def count_instructions(site: Site, kinds: dict[str, Iterator[Environ]], count: int) -> None:
    """Answer `count` requests of each kind, with a mark before and after."""
    for environs in kinds.values():
        gc.collect()
        mark()
        for environ in islice(environs, count):
            site.answer(environ)
        mark()


def seconds(site: Site, kinds: dict[str, Iterator[Environ]], count: int) -> dict[str, float]:
    """The processor time of one request of each kind: the median of small rounds, taken in turns."""
    rounds: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(max(count // ROUND, 1)):
        for kind, environs in kinds.items():
            began = time.process_time()
            for environ in islice(environs, ROUND):
                site.answer(environ)
            rounds[kind].append((time.process_time() - began) / ROUND)
    return {kind: statistics.median(taken) for kind, taken in rounds.items()}


def main(count: int, size: int, *, counted: bool) -> dict[str, float]:
    """Measure; the seconds each kind takes, or 0 where it is callgrind that counts."""
    settings.COUNTS_WRITTEN_EVERY = 0  # no other thread shall work, and be counted, in the middle
    site = Site()
    kinds = requests(site, count, size)
    for kind, environs in kinds.items():
        for environ in islice(environs, WARM_UP if kind != "first" else 0):
            site.answer(environ)
    check({kind: site.inspect(next(environs)) for kind, environs in kinds.items()})
    if not counted:
        return seconds(site, kinds, count)
    count_instructions(site, kinds, count)
    return dict.fromkeys(kinds, 0.0)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), counted="--counted" in sys.argv)))
