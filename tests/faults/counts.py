"""Pages whose readers are counted, and what the database says of them."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.cluster import Cluster
from tests.faults.readers import Readers
from tests.faults.site import Site

GUIDE, ENTRY, SEARCH = "/en/guides/payment/", "/en/faq/entry/dates/", "/en/search/?q=cards"
COUNTED = {
    GUIDE: "SELECT sum(n) FROM insights_stepcount WHERE kind = 'seen'",
    ENTRY: "SELECT sum(n) FROM insights_entrycount WHERE kind = 'seen'",
    SEARCH: "SELECT sum(n) FROM insights_searchcount",
}
KINDS = {
    "sync": ("--workers", "2", "--threads", "1"),
    "gthread": ("--workers", "2", "--worker-class", "gthread", "--threads", "2"),
}
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def number(postgres: Cluster, database: str, query: str) -> int:
    """What the query counts."""
    ((counted,),) = postgres.sql(database, query)
    return int(counted or 0)


def waiting(postgres: Cluster, database: str) -> int:
    """How many sessions wait for somebody else's lock."""
    return number(postgres, database, _WAITING)


def make_quick(site: Site) -> None:
    """Have what is slow only the first time done by a robot, whom nobody counts: what comes next is counted at once."""
    for page in (GUIDE, ENTRY):
        assert site.get(page, User_Agent="curl/8").status == 200


def read_seven_times(site: Site) -> None:
    """Seven readers of the guide, none of them written down before the last has come."""
    make_quick(site)
    for _ in range(7):
        assert site.get(GUIDE).status == 200


def assert_all_counted(readers: Readers, count: Callable[[str], int]) -> None:
    """What was answered is counted; of what was broken off nobody knows."""
    assert readers.answered
    for path, answered in readers.answered.items():
        assert answered <= count(COUNTED[path]) <= answered + readers.failed[path], path
