"""What is live is found at once, what is withdrawn is not, and building anew gives the same index."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from faq.article import Article
from faq.compiler import write_article
from faq.publishing import publish_entry, withdraw_entries
from faq.renaming import rename_entry
from ground.text import Text
from search.finding import find
from search.models import IndexedDocument, IndexState, Reading, Vocable
from tests.factories import both, create_entry, create_flow, published_flow
from wizard.publishing import publish
from wizard.renaming import rename_flow

pytestmark = pytest.mark.django_db


def found(query: str, language: str = "ja") -> list[str]:
    """The addresses of what fits."""
    return [ranked.document.path for ranked in find(query, language).fitting]


def index() -> dict[str, Any]:
    """Everything the index says, without keys."""
    return {
        "documents": sorted(
            IndexedDocument.objects.values_list("slug", "language", "title_terms", "key_terms", "body_terms")
        ),
        "words": sorted(Vocable.objects.values_list("language", "text", "documents")),
        "state": sorted(
            IndexState.objects.values_list("language", "documents", "title_length", "body_length")
        ),
    }


def entry(slug: str, title: str, **values: Any) -> Any:
    """A live entry."""
    return create_entry(
        slug, title=Text(title, f"about {slug}"), answer=Text("本文です。", "Text."), **values
    )


def test_a_published_entry_is_found_at_once_and_a_draft_is_not() -> None:
    create_entry("draft", publish=False, title=Text("領収書の下書き", "A draft"))
    assert found("領収書") == []
    entry("receipts", "領収書をもらえますか?")
    assert found("領収書") == ["faq/entry/receipts/"]


def test_an_edit_replaces_what_was_there() -> None:
    row = entry("receipts", "領収書をもらえますか?")
    article = Article(
        "receipts", "billing", title=Text("見積書をもらえますか?", "Estimates"), answer=both("x")
    )
    publish_entry(write_article(article), author=None)
    assert found("領収書") == []
    assert found("見積書") == [f"faq/entry/{row.slug}/"]
    assert not Vocable.objects.filter(text="領収").exists()


def test_a_withdrawn_entry_is_gone() -> None:
    row = entry("receipts", "領収書をもらえますか?")
    assert withdraw_entries([row]) == 1
    assert found("領収書") == []
    assert index() == {"documents": [], "words": [], "state": [("en", 0, 0, 0), ("ja", 0, 0, 0)]}


def test_a_renamed_entry_is_found_under_its_new_address() -> None:
    row = entry("receipts", "領収書をもらえますか?")
    rename_entry(row, "get-receipt")
    assert found("領収書") == ["faq/entry/get-receipt/"]


def test_what_is_rolled_back_was_never_there() -> None:
    with transaction.atomic():
        entry("receipts", "領収書をもらえますか?")
        assert found("領収書")
        transaction.set_rollback(True)
    assert found("領収書") == []


def test_a_guide_is_found_by_its_title_and_its_steps_by_theirs() -> None:
    title = Text("退会の理由は?", "Why do you leave?")
    published_flow(
        "q: a=end\nend", flow="leaving", end={"title": Text("倉庫を片付ける", "Clear up"), "body": both("b")}
    )
    assert found("倉庫") == ["guides/leaving/end/"]
    flow = create_flow("q: a=end\nend", flow="leaving", q={"title": title})
    publish(flow, author=None)
    assert found("倉庫") == []
    assert found("退会 理由") == ["guides/leaving/"]


def test_a_renamed_guide_is_found_under_its_new_address() -> None:
    flow = published_flow(
        "q: a=end\nend", flow="old", end={"title": Text("倉庫を片付ける", "Clear up"), "body": both("b")}
    )
    rename_flow(flow, "new")
    assert found("倉庫") == ["guides/new/end/"]


def test_building_anew_gives_what_publishing_left(capsys: pytest.CaptureFixture[str]) -> None:
    entry("receipts", "領収書をもらえますか?", keywords_ja=("レシート",), phrases=("Your receipt",))
    entry("other", "別の質問です")
    published_flow("q: a=end\nend")
    withdraw_entries([entry("gone", "消えた質問")])
    before = index()
    Reading.objects.all().delete()
    call_command("rebuild_search")
    assert capsys.readouterr().out == "8 documents in the index.\n"
    assert index() == before
    assert Reading.objects.filter(text="りょうしゅう", term="領収").exists()
    assert found("レシート") == ["faq/entry/receipts/"]


def test_an_edit_costs_the_same_however_much_there_is(django_assert_max_num_queries: Any) -> None:
    row = entry("receipts", "領収書をもらえますか?")
    for number in range(20):
        entry(f"other-{number}", f"別の質問{number}です")
    article = Article(
        "receipts", "billing", title=Text("見積書をもらえますか?", "Estimates"), answer=both("x")
    )
    write_article(article)
    with django_assert_max_num_queries(40):
        publish_entry(row, author=None)
