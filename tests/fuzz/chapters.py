"""5,000 forms in chapters: each begins with a fresh database, and ends with a look at whatever shows what was stored."""

from __future__ import annotations

import io
import os
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client

from insights.counting import BUFFER
from tests.fuzz.addresses import World, addresses
from tests.fuzz.databases import Databases
from tests.fuzz.filling import Browser, forms_at, submit
from tests.fuzz.report import Failure, Report
from tests.fuzz.stage import ROLES, person

A_CHAPTER = 100  # forms
A_FORM = 5  # times one form is sent before it is fetched anew
# What shows what was stored, whoever stored it.
MIRRORS = (
    "/ja/", "/en/", "/en/guides/", "/ja/guides/payment/", "/en/guides/payment/how/?how=card", "/en/guides/contact/people/",
    "/ja/faq/", "/en/faq/billing/", "/en/faq/entry/dates/", "/ja/faq/entry/cards/", "/en/search/?q=bill", "/ja/search/?q=請求",
    "/en/search/suggestions/?q=bi", "/en/contact/", "/en/tools/", "/sitemap.xml", "/en/nothing/", "/preview/{token}/en/", "/h/{code}",
    "/admin/", "/admin/wizard/flow/", "/admin/wizard/step/", "/admin/faq/entry/", "/admin/faq/category/", "/admin/contact/channel/",
    "/admin/contact/enquiry/", "/admin/search/synonyms/", "/admin/wizard/alias/", "/admin/wizard/flowgroup/", "/admin/wizard/flow/payment/edit/",
    "/admin/wizard/flow/payment/export/", "/admin/wizard/flow/payment/whole/", "/admin/wizard/flow/payment/changes/", "/admin/coverage/",
    "/admin/wizard/flow/payment/publish/", "/admin/wizard/flow/payment/picture/", "/admin/faq/entry/dates/publish/", "/admin/insights/",
    "/admin/insights/comments/", "/admin/insights/comments/?csv=comments", "/admin/insights/searches/", "/admin/insights/entries/",
    "/admin/wizard/flow/1/change/", "/admin/faq/entry/1/change/", "/admin/contact/channel/1/change/", "/admin/wizard/step/1/change/",
    "/admin/contact/enquiry/1/change/", "/admin/auth/user/2/change/", "/admin/wizard/flow/1/history/",
)  # fmt: skip


def run(seed: str, world: World, databases: Databases, chapters: Iterable[int]) -> Report:
    """All those chapters, each in a process of its own, so that nothing is remembered from one to the next."""
    report = Report()
    connection.close()
    with get_context("fork").Pool(os.cpu_count() or 1, maxtasksperchild=1) as pool:
        made = ((seed, world, databases, chapter) for chapter in chapters)
        for part in pool.imap(_chapter, made, chunksize=1):
            report.add(part)
    return report


def _chapter(given: tuple[str, World, Databases, int]) -> Report:
    seed, world, databases, chapter = given
    report, name = Report(), f"fuzz{chapter}"
    part, rng = f"form:{chapter}", Random(f"{seed}:form:{chapter}")  # noqa: S311 - to be repeated
    connection.settings_dict["NAME"] = kept = databases.copy(name)
    try:
        people = {role: Browser(part, report, _client(role)) for role in ROLES}
        left = A_CHAPTER
        for role, path in _pages(seed, chapter, world, rng):
            left -= _page(people[role], rng, path, left)
            if left <= 0:
                break
        report.sent = A_CHAPTER - left
        BUFFER.flush()
        for path in MIRRORS:
            people["admin"].look(path.format(token=world.tokens[0], code=world.codes[0]))
        _commands(report, part)
    finally:
        connection.close()
        databases.drop(kept)
    return report


def _client(role: str) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, SERVER_NAME="127.0.0.1")
    if role != "nobody":
        client.force_login(person(role))
    return client


def _pages(seed: str, chapter: int, world: World, rng: Random) -> Iterator[tuple[str, str]]:
    """All pages for everybody in an order of the seed, cut into chapters: each comes up in turn, and the rest by chance."""
    dealt = [
        (role, address)
        for address in addresses()
        for role in ROLES
        if role != "nobody" or "admin/" not in address.route
    ]
    Random(f"{seed}:pages").shuffle(dealt)  # noqa: S311 - to be repeated
    start = chapter * 12 % len(dealt)
    order = [*dealt[start : start + 12], *rng.sample(dealt, len(dealt))]
    for role, address in islice(order, 400):
        values = {name: rng.choice(world.values(address.route, name)) for name in address.arguments}
        yield role, address.path(values, rng.choice(("ja", "en")))


def _page(browser: Browser, rng: Random, path: str, most: int) -> int:
    """Send the forms of a page a few times; returns how many were sent."""
    response = browser.look(path)
    if onward := _onward(response):
        path = onward
        response = browser.look(path)
    sent = 0
    for form in islice(forms_at(response), 4):
        for _ in range(A_FORM):
            if sent >= most:
                return sent
            answer = submit(browser, rng, path, form)
            sent += 1
            if onward := _onward(answer):
                browser.look(onward)
                break
            # What the answer asks in its turn: whether to delete, to take a file in, whose text is to stand.
            for asked in rng.sample(found := forms_at(answer), min(len(found), 1)):
                submit(browser, rng, path, asked)
                sent += 1
    return sent


def _onward(answer: Any) -> str:
    """Where the browser is sent, if it is to a page of this site."""
    where = "" if answer is None or answer.status_code not in {301, 302, 303} else answer["Location"]
    return where if where.startswith("/") else ""


def _commands(report: Report, part: str) -> None:
    """What an operator does with what was stored."""
    with tempfile.TemporaryDirectory() as folder:
        for command in (
            ("export_content", folder + "/pack", "--force"),
            ("publish_due",),
            ("rebuild_search",),
            ("send_enquiries",),
        ):
            try:
                call_command(*command, stdout=io.StringIO(), stderr=io.StringIO())
            except Exception as error:
                report.failures.append(
                    Failure(part, f"{command[0]} {error!r}"[:300], " ".join(command), traceback.format_exc())
                )
