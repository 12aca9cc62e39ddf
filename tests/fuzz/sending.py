"""20,000 raw requests to a real server, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random

from tests.faults.site import Site
from tests.fuzz.addresses import Address, World, addresses
from tests.fuzz.raw import raw_request
from tests.fuzz.report import UNKNOWN_CODING, Failure, Report
from tests.fuzz.stage import ROLES, cookies
from tests.fuzz.wire import send

AT_ONCE = 4
A_LOGIN = 200  # so many requests a session is good for: one of them may be a logout


def send_all(site: Site, seed: str, world: World, numbers: Sequence[int]) -> Report:
    """Send the requests with those numbers. What failed is sent again alone, for the traceback it leaves in the log."""
    report, known = Report(), addresses()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for start in range(0, len(numbers), A_LOGIN):
            people = {role: cookies(role) for role in ROLES}
            made = {
                number: _made(seed, number, known, world, people)
                for number in numbers[start : start + A_LOGIN]
            }
            # All of them first: what is sent again is to be alone, so that the log is about it.
            statuses = list(pool.map(lambda raw: send(site.port, raw), made.values()))
            report.sent += len(made)
            for (number, raw), status in zip(made.items(), statuses, strict=True):
                report.count(status)
                if status < 0 or (status >= 500 and not _is_of_the_protocol(raw, status)):
                    report.failures.append(_again(site, number, raw, status))
    return report


def _made(seed: str, number: int, known: Sequence[Address], world: World, people: dict[str, str]) -> bytes:
    rng = Random(f"{seed}:raw:{number}")  # noqa: S311 - to be repeated, not to be secret
    return raw_request(rng, known, world, people[rng.choice(ROLES)])


def _again(site: Site, number: int, raw: bytes, status: int) -> Failure:
    before = len(site.log)
    again = send(site.port, raw)
    what = f"{'no answer' if status < 0 else status}, once more {'no answer' if again < 0 else again}"
    return Failure(f"raw:{number}", what, repr(raw), _traceback(site.log[before:]))


def _is_of_the_protocol(raw: bytes, status: int) -> bool:
    return status == UNKNOWN_CODING and b"transfer-encoding" in raw.lower()


def _traceback(log: str) -> str:
    return log[log.rfind("Traceback") :] if "Traceback" in log else log[-2000:]
