"""The cache gone, silent, full and back: nothing is limited meanwhile, all else works, and the log says it once."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import in_full_only
from tests.faults.ports import free_port, silent_port
from tests.faults.site import Site
from tests.faults.words import comment, sign_in
from tests.waiting import until

Serve = Callable[..., Site]
GONE, BACK = "The cache does not answer, so nothing is limited.", "The cache answers again"
# Seconds, however busy the machine; a silent cache costs whoever finds it out one.
BEARABLE = 4


class Redis:
    """A server of our own at a port that stays the same."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self.start()

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        until(self._listens, lambda: "redis-server does not listen")

    def _listens(self) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """Take it away at once, frozen or not."""
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis that answers."""
    if shutil.which("redis-server") is None:
        pytest.skip("no Redis on this machine: apt-get install redis-server")
    server = Redis(tmp_path)
    yield server
    server.stop()


def check_that_nothing_is_limited(site: Site) -> None:
    for number in range(3):
        answer = comment(site, f"while it is away {number} {time.monotonic()}")
        assert answer.status == 303
        assert answer.seconds < BEARABLE
    assert [sign_in(site, "wrong").status for _ in range(2)] == [200, 200]
    assert "Internal Server Error" not in site.log
    assert site.get("/ja/").status == 200


def is_limited(site: Site) -> bool:
    """Whether the second of two comments is one too many."""
    return 429 in {comment(site, f"again {number} {time.monotonic()}").status for number in range(2)}


@in_full_only  # the short form tries a port that is silent
def test_redis_that_goes_hangs_and_comes_back(
    serve: Serve, postgres: Cluster, database: str, redis: Redis
) -> None:
    url = f"redis://127.0.0.1:{redis.port}"
    site = serve(postgres.url(database), "--workers", "1", CACHE_URL=url, FEEDBACK_LIMIT="1")
    assert is_limited(site)
    redis.stop()
    check_that_nothing_is_limited(site)
    assert (site.log.count(GONE), site.log.count(BACK)) == (1, 0)
    redis.start()
    time.sleep(5)  # for so long it is left alone
    assert is_limited(site)
    assert (site.log.count(GONE), site.log.count(BACK)) == (1, 1)
    redis.process.send_signal(signal.SIGSTOP)
    check_that_nothing_is_limited(site)
    assert (site.log.count(GONE), site.log.count(BACK)) == (2, 1)


@pytest.mark.parametrize("kind", [pytest.param("closed", marks=in_full_only), "silent"])
def test_a_redis_that_was_never_there(serve: Serve, postgres: Cluster, database: str, kind: str) -> None:
    with silent_port() as silent:
        port = silent if kind == "silent" else free_port()
        site = serve(
            postgres.url(database),
            "--workers",
            "1",
            CACHE_URL=f"redis://127.0.0.1:{port}",
            FEEDBACK_LIMIT="1",
        )
        check_that_nothing_is_limited(site)
        assert site.log.count(GONE) == 1


@in_full_only  # tests/ground/test_cache_away.py tries the same without a server
def test_a_cache_in_a_table_nobody_made(serve: Serve, postgres: Cluster, database: str) -> None:
    site = serve(postgres.url(database), "--workers", "1", CACHE_URL="db://nowhere", FEEDBACK_LIMIT="1")
    check_that_nothing_is_limited(site)
    assert site.log.count(GONE) == 1
