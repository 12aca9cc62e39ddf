"""FAQ files: read strictly, written so that they read the same; entries survive their rows."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.article import Article
from faq.compiler import compile_entries, compile_entry, write_article, write_related
from faq.interchange import Shelf, read_shelf, write_shelf
from faq.models import Entry, EntryAlias
from ground.documents import Source, parse_document, write_document
from ground.text import Text
from tests.factories import both, create_entry
from tests.strategies import former, names, slugs, texts, words

lines = st.lists(words.filter(lambda text: text and "\n" not in text), max_size=3).map(tuple)


def articles(category: str) -> st.SearchStrategy[Article]:
    """Entries with every field in use; what they refer to need not exist."""
    return st.builds(
        Article,
        slug=slugs,
        category=st.just(category),
        **dict.fromkeys(("title", "answer", "notice"), texts),
        **dict.fromkeys(("keywords_ja", "keywords_en", "phrases"), lines),
        related=names,
        helper=st.just("") | slugs,
        most_asked=st.none() | st.integers(1, 1000),
        **dict.fromkeys(("facts_as_of", "last_checked", "next_check", "source", "editor_note"), words),
        aliases=former,
    )


shelves = slugs.flatmap(
    lambda slug: st.builds(
        Shelf,
        st.just(slug),
        texts,
        texts,
        st.integers(0, 999),
        st.lists(articles(slug), max_size=3, unique_by=lambda article: article.slug).map(tuple),
    )
)


@settings(max_examples=40)
@given(shelves)
def test_a_category_survives_its_file_and_the_second_file_is_the_first(shelf: Shelf) -> None:
    written = write_document(write_shelf(shelf))
    source = Source("a")
    document = parse_document(written, source)
    assert document is not None
    read = read_shelf(document)
    assert source.complaints == []
    assert read == shelf
    assert write_document(write_shelf(read)) == written


@given(articles("billing"))
def test_an_entry_survives_being_plain_values(article: Article) -> None:
    assert Article.from_dict(article.as_dict()) == article


@pytest.mark.django_db
@settings(max_examples=25)
@given(articles("billing"))
def test_an_entry_survives_its_rows(article: Article) -> None:
    # Dates that are none are refused before they come here; what is related must exist.
    dates: dict[str, Any] = dict.fromkeys(("facts_as_of", "last_checked", "next_check"), "2021")
    article = replace(article, slug="entry", related=("other",) * bool(article.related), **dates)
    with transaction.atomic():
        create_entry("other", publish=False)
        entry = write_article(article)
        write_related(article)
        assert compile_entry(entry) == article
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_entries_are_read_with_four_queries_at_any_number(django_assert_num_queries) -> None:
    for number in range(6):
        create_entry(
            f"e{number}", publish=False, aliases=(f"old{number}",), related=("e0",) if number else ()
        )
    for slugs_read in (["e1"], [f"e{number}" for number in range(6)]):
        with django_assert_num_queries(4):
            assert set(compile_entries(slugs_read)) == set(slugs_read)


@pytest.mark.django_db
def test_writing_an_entry_over_itself_keeps_its_row_and_what_is_live() -> None:
    entry = create_entry("e1", aliases=("old",))
    write_article(Article("e1", "billing", title=both("new"), aliases=("older",)))
    again = Entry.objects.get(slug="e1")
    assert (again.pk, again.live_id) == (entry.pk, entry.live_id)
    assert again.title_en == "new"
    assert list(EntryAlias.objects.values_list("slug", flat=True)) == ["older"]


@pytest.mark.django_db
def test_of_two_entries_that_claim_a_rank_the_last_has_it() -> None:
    create_entry("e1", most_asked=1)
    create_entry("e2", most_asked=1)
    assert list(Entry.objects.order_by("slug").values_list("most_asked", flat=True)) == [None, 1]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("category: x", "1: missing-key"),
        ("format: 1\ncategory: x\ntitle: {ja: 題}\nentries:\n  e: {title: {ja: 題}, answer: {ja: 答}, kewords: {}}", "5: unknown-key"),
        ("format: 1\ncategory: x\ntitle: {ja: 題}\nentries:\n  e:\n    title: {ja: 題}", "5: missing-key"),
        ("format: 1\ncategory: x\ntitle: {ja: 題}\nentries:\n  E: {title: {ja: 題}, answer: {ja: 答}}", "5: slug"),
        ("format: 1\ncategory: x\ntitle: {ja: 題}\nentries:\n  e: {title: {ja: 題}, answer: 答}", "5: type"),
        ("format: 1\ncategory: x\ntitle: {ja: 題}\nentries: [e]", "4: type"),
        ("format: 1\ncategory: x\ntitle: {ja: 題}\norder: first\nentries: {}", "4: value"),
        ("format: 1\ncategory: x\ntitle: {ja: 題}\nentries:\n  e: {title: {ja: 題}, answer: {ja: 答}, keywords: {fr: [a]}}", "5: unknown-key"),
        ("format: 1\ncategory: x\ntitle: {ja: 題}\nentries:\n  e: {title: {ja: 題}, answer: {ja: 答}, most_asked: 1001}", "5: value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, complaint: str) -> None:
    source = Source("faq/x.yaml")
    document = parse_document(text.encode(), source)
    assert document is not None
    read_shelf(document)
    assert complaint in [f"{one.line}: {one.code}" for one in source.complaints]


def test_values_stay_text() -> None:
    document = parse_document(
        b"format: 1\ncategory: no\ntitle: {ja: on}\nentries:\n  yes:\n    title: {ja: 12:30}\n    answer: {ja: 0123}\n"
        b"    phrases: [no, 1.50, 2026-01-01]\n    facts_as_of: 2021\n",
        Source("a"),
    )
    assert document is not None
    shelf = read_shelf(document)
    assert (shelf.slug, shelf.title) == ("no", Text("on"))
    assert shelf.articles[0] == Article(
        "yes", "no", Text("12:30"), Text("0123"), phrases=("no", "1.50", "2026-01-01"), facts_as_of="2021"
    )
