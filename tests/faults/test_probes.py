"""What probes are told while the database is stopped, and when it is back."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.faults.cluster import Cluster
from tests.faults.site import Site
from tests.waiting import until


def test_a_stopped_database_is_named_while_the_process_is_alive_and_it_recovers_without_a_restart(
    serve: Callable[..., Site], postgres: Cluster, database: str
):
    site = serve(postgres.url(database), "--workers", "1", "--threads", "4")
    well = site.get("/readyz")
    assert (well.status, well.text.count(": ok\n"), well.text.count("\n")) == (200, 6, 6)
    postgres.stop()
    try:
        time.sleep(1.1)  # what was found is remembered for a second
        with ThreadPoolExecutor(8) as threads:
            answers = [threads.submit(site.get, path) for path in ("/readyz", "/healthz", "/livez") * 8]
            told = [answer.result() for answer in answers]
        assert [answer.status for answer in told] == [503, 503, 200] * 8
        assert {answer.text.splitlines()[0] for answer in told} == {"database: does not answer", "ok"}
        assert "mail: not known: the database does not answer\n" in site.get("/readyz").text
    finally:
        postgres.start()
    site.wait("/healthz")
    until(lambda: site.get("/readyz").text == well.text)
    assert len(site.workers()) == 1
    assert site.log.count("The database cannot be used") == 1
    assert "Service Unavailable" not in site.log
