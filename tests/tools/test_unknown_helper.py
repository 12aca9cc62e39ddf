"""An unknown helper is a problem that blocks publishing, wherever it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.article import Article
from faq.publishing import EntryNotPublishable
from faq.validation import article_problems
from tests.factories import both, create_entry, create_flow
from tools.registry import HELPERS
from wizard.content import check_pack, read_pack
from wizard.publishing import NotPublishable, problems_of, publish

pytestmark = pytest.mark.django_db

FLOW = """
format: 1
flow: one
title: {ja: 題, en: title}
summary: {ja: 要約, en: summary}
start: end
steps:
  end:
    title: {ja: 答え, en: answer}
    body: {ja: 本文です。, en: The body.}
    helper: HELPER
    outcome: answer
"""
SHELF = """
format: 1
category: billing
title: {ja: 請求, en: Billing}
order: 1
entries:
  month:
    title: {ja: いつですか?, en: When?}
    answer: {ja: 今です。, en: Now.}
    helper: HELPER
"""


def pack_with(folder: Path, helper: str) -> list[str]:
    """The codes of what is wrong with a pack that names `helper` in a step and in an entry."""
    for name, text in (("flows/one.yaml", FLOW), ("faq/billing.yaml", SHELF)):
        path = folder / name
        path.parent.mkdir()
        path.write_text(text.replace("HELPER", helper).strip(), encoding="utf-8")
    return [
        f"{Path(complaint.file).name}:{complaint.line}: {complaint.code}"
        for complaint in check_pack(read_pack(folder))
        if complaint.code == "helper-unknown"
    ]


def test_a_guide_with_it_cannot_be_published() -> None:
    flow = create_flow("end", end={"helper": "horoscope"})
    assert "helper-unknown" in [problem.code for problem in problems_of(flow)]
    with pytest.raises(NotPublishable, match="There is no helper called “horoscope”"):
        publish(flow, author=None)


def test_a_guide_with_a_known_one_can() -> None:
    assert publish(create_flow("end", end={"helper": "billing-month"}), author=None).number == 1


def test_an_entry_with_it_cannot_be_published() -> None:
    with pytest.raises(EntryNotPublishable, match="There is no helper called “horoscope”"):
        create_entry("month", helper="horoscope")


def test_it_is_a_problem_of_the_field() -> None:
    article = Article("month", "billing", both("question"), both("answer"), helper="horoscope")
    assert [(problem.code, problem.field) for problem in article_problems(article, HELPERS)] == [
        ("helper-unknown", "helper")
    ]


def test_checking_content_names_file_and_line_of_each(tmp_path: Path) -> None:
    assert pack_with(tmp_path, "horoscope") == [
        "billing.yaml:6: helper-unknown",
        "one.yaml:7: helper-unknown",
    ]


def test_checking_content_passes_a_known_one(tmp_path: Path) -> None:
    assert pack_with(tmp_path, "billing-month") == []
