"""The pack that ships: complete, in both languages, and every entry within three clicks of home."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from faq.article import Article
from wizard.content import check_pack, read_pack
from wizard.coverage import cover
from wizard.pack import Pack

FACTS = yaml.load((Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
MOST_ASKED = [
    "phone-verification-failed",
    "forgot-email-or-password",
    "charged-despite-free-tier",
    "payment-methods-besides-card",
    "ri-applied-check",
]


_LIST_MARKER = re.compile(r"^ *\d+\. ", re.MULTILINE)


def states(text: str, figure: str) -> bool:
    """Whether `text` says `figure`; the numbers before the lines of a list say nothing."""
    return bool(re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", _LIST_MARKER.sub("", text)))


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(Path(settings.BASE_DIR) / "content")


@pytest.fixture(scope="module")
def articles(pack: Pack) -> dict[str, Article]:
    return {article.slug: article for shelf in pack.shelves for article in shelf.articles}


def test_the_pack_has_no_problems(pack: Pack):
    assert [str(complaint) for complaint in check_pack(pack)] == []


def test_it_has_all_entries_guides_and_channels(pack: Pack, articles: dict[str, Article]):
    assert set(articles) == set(FACTS)
    assert (len(articles), len(pack.flows), len(pack.directory.channels)) == (86, 16, 21)
    assert sorted(flow for group in pack.groups for flow in group.flows) == sorted(
        graph.flow for graph in pack.graphs
    )
    assert len(pack.groups) == 6


def test_the_five_most_asked_entries_are_marked_in_order(articles: dict[str, Article]):
    ranked = sorted((a for a in articles.values() if a.most_asked), key=lambda a: a.most_asked or 0)
    assert [article.slug for article in ranked] == MOST_ASKED


@pytest.mark.parametrize("slug", sorted(FACTS))
def test_an_entry_states_its_figures_and_names_in_both_languages(slug: str, articles: dict[str, Article]):
    answer = articles[slug].answer
    missing = [
        (language, token)
        for language in ("ja", "en")
        for token in FACTS[slug]["figures"]
        if not states(getattr(answer, language), token)
    ]
    for japanese, english in FACTS[slug]["names"]:
        missing += [("ja", japanese)] if japanese not in answer.ja else []
        missing += [("en", english)] if english not in answer.en else []
    assert missing == []


@pytest.mark.parametrize(
    ("text", "found"), [("1. First\n2. Second", False), ("1. Wait\n2. Pay USD 1.", True), ("21 days", False)]
)
def test_the_number_of_a_list_item_is_no_figure(text: str, found: bool):
    assert states(text, "1") is found


def test_every_entry_says_how_old_it_is_and_how_it_is_found(articles: dict[str, Article]):
    for article in articles.values():
        assert article.facts_as_of, article.slug
        assert article.last_checked < article.next_check, article.slug
        assert article.source, article.slug
        assert article.keywords_ja, article.slug
        assert article.keywords_en, article.slug


def test_an_entry_that_names_a_coming_day_is_checked_again_right_after_it(articles: dict[str, Article]):
    for article in articles.values():
        for year, month, day in re.findall(r"(\d{4})年(\d+)月(\d+)日", article.answer.ja + article.notice.ja):
            coming = date(int(year), int(month), int(day))
            if coming > date.fromisoformat(article.last_checked):
                assert date.fromisoformat(article.next_check) - coming <= timedelta(days=7), article.slug


def test_every_entry_is_reached_within_three_clicks_of_home(pack: Pack, articles: dict[str, Article]):
    coverage = cover(pack.graphs, articles)
    assert coverage.unreached == []
    assert coverage.most_clicks <= 3
    assert coverage.mean_clicks <= 2.5


def test_nobody_who_is_not_sure_ends_in_nothing(pack: Pack):
    assert cover(pack.graphs, []).lost == ()


def test_every_channel_is_offered_by_some_guide(pack: Pack):
    offered = {slug for graph in pack.graphs for step in graph.steps for slug in step.channels}
    assert offered == {channel.slug for channel in pack.directory.channels}


def test_no_guide_links_the_document_on_transfers_that_its_entry_withholds(pack: Pack):
    texts = [flow.read_text(encoding="utf-8") for flow in (pack.folder / "flows").glob("*.yaml")]
    assert not any("AWS_Account_Assignment.pdf" in text for text in texts)


def test_the_free_tier_guide_asks_when_the_account_was_opened_before_it_explains_a_charge(pack: Pack):
    guide = next(graph for graph in pack.graphs if graph.flow == "free-tier")
    charged = next(choice for choice in guide.by_slug["topic"].choices if choice.slug == "charged")
    assert charged.next is not None
    assert charged.next.step == "account-age"
    assert {choice.slug for choice in guide.by_slug["account-age"].choices} >= {"since-2025", "yes"}


def test_not_knowing_what_a_charge_is_for_comes_first_because_most_people_do_not(pack: Pack):
    guide = next(graph for graph in pack.graphs if graph.flow == "unexpected-charges")
    assert guide.by_slug["what-kind"].choices[0].is_unsure


def test_a_reserved_instance_is_called_by_its_name_in_every_step(pack: Pack):
    for graph in pack.graphs:
        for step in graph.steps:
            words = [step.title, step.body, step.tried, *(choice.label for choice in step.choices)]
            assert not any("予約" in text.ja for text in words), f"{graph.flow}/{step.slug}"


def test_every_remedy_leaves_a_line_for_support_and_a_way_on(pack: Pack):
    outcomes = {"solved", "no-change"}
    for graph in pack.graphs:
        for step in graph.steps:
            slugs = {choice.slug for choice in step.choices}
            if outcomes <= slugs:
                assert step.is_remedy, f"{graph.flow}/{step.slug}"
                assert not step.tried.missing(), f"{graph.flow}/{step.slug}"


def test_the_provider_is_named_in_content_only():
    for room in (
        "ground",
        "wizard",
        "faq",
        "contact",
        "search",
        "insights",
        "tools",
        "templates",
        "static",
        "config",
    ):
        for path in (Path(settings.BASE_DIR) / room).rglob("*.*"):
            if path.suffix in {".py", ".html", ".js", ".css"}:
                assert not re.search(r"\bAWS\b|Amazon", path.read_text(encoding="utf-8")), path
