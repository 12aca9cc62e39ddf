"""Synthetic guides. `python -m bench.guides SIZE` makes the tables and one published guide of SIZE steps.

The way that is measured is the same in every size, so that only the size of the guide differs:

    start ─► second ─► measured ─► end-4, an answer with an FAQ entry

Every question has three choices, two of which end in an answer. The last choice of the start leads to the
rest: a tree of questions three choices wide, eleven levels deep at 100,000 steps.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import django
from django.core.management import call_command
from django.db import connection

from bench import ANSWER, FLOW, MEASURED, SMALLEST, rest
from faq.article import Article
from ground.text import Text
from wizard.graph import Choice, Graph, Step, Target

_WIDTH = 3
_ENTRY = "card-declined"
_BODY = Text(
    "お支払いの画面を開き、**登録されているカード**の有効期限と名義を確かめてください。\n\n"
    "- 期限が切れている場合は、新しいカードを登録します\n- 名義が違う場合は、カード会社に問い合わせます",
    "Open the payment page and check the **expiry date and the name** of the card.\n\n"
    "- If it has expired, register a new one\n- If the name is wrong, ask the company that issued it",
)
T = TypeVar("T")


def guide_of(size: int) -> Graph:
    """A guide of exactly `size` steps (at least 10) that may be published."""
    if size < SMALLEST:
        raise ValueError(f"A guide has at least {SMALLEST} steps here.")
    title, summary = (
        Text("お支払いができないとき", "When a payment fails"),
        Text("3つの質問", "Three questions"),
    )
    return Graph(FLOW, title, summary, "start", tuple(_steps(size)))


def _steps(size: int) -> Iterator[Step]:
    yield _step("start", "second", "end-1", rest(0))
    yield _step("second", MEASURED, "end-2", "end-3")
    yield _step(MEASURED, "end-4", "end-5", "end-6")
    for number in range(1, 7):
        yield _step(f"end-{number}")
    others = size - SMALLEST + 1
    for number in range(others):
        first = number * _WIDTH + 1
        yield _step(rest(number), *(rest(below) for below in range(first, min(first + _WIDTH, others))))


def _step(slug: str, *targets: str) -> Step:
    choices = tuple(_choice(number, target) for number, target in enumerate(targets, 1))
    title = Text(f"{slug}: カードの画面にはどう出ていますか?", f"{slug}: what does the card page say?")
    return Step(slug, title, _BODY, entries=(_ENTRY,) if slug == ANSWER else (), choices=choices)


def _choice(number: int, target: str) -> Choice:
    label = Text(f"{number}番目: 有効期限が切れている", f"Number {number}: it has expired")
    hint = Text("画面の右上に赤い文字で出ています", "In red letters at the top right of the page")
    return Choice(f"way-{number}", label, hint, Target(target))


def _seconds(action: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    return action(), round(time.perf_counter() - began, 1)


def make(size: int) -> dict[str, float]:
    """Fill the empty database of this process; the seconds that writing and publishing took."""
    from faq.compiler import write_article
    from faq.models import Category
    from faq.publishing import publish_entry
    from wizard.compiler import write_graph
    from wizard.publishing import publish

    call_command("migrate", verbosity=0)
    Category.objects.create(slug="billing", title_ja="請求", title_en="Billing")
    question = Text("カードが使えないのはなぜですか?", "Why is the card declined?")
    publish_entry(write_article(Article(_ENTRY, "billing", question, _BODY)), author=None)
    flow, writing = _seconds(lambda: write_graph(guide_of(size)))
    _, publishing = _seconds(lambda: publish(flow, author=None))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what autovacuum does in its own time
    return {"writing": writing, "publishing": publishing}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make(int(sys.argv[1]))))
