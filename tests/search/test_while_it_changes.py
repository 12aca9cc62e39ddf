"""A search is answered from one state of the index, whatever is committed between two of its queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from faq.article import Article
from faq.compiler import write_article
from faq.models import Entry
from faq.publishing import publish_entry, withdraw_entries
from ground.snapshot import snapshot
from ground.text import Text
from search import rebuilding, views
from search.documents import Document
from search.index import put
from search.models import IndexedDocument, Reading, Vocable
from search.rebuilding import rebuild
from search.synonyms import Group
from search.thesaurus import write_groups
from tests.at_once import at_once
from tests.factories import both, create_entry
from tests.meanwhile import once
from tests.search.test_index import index

PAGES = ("/ja/search/?q=領収書", "/en/search/?q=receipt", "/ja/search/suggestions/?q=領収")


def publish(title: Text, answer: str = "本文です。") -> None:
    """The entry `receipts` as customers see it from now on."""
    article = Article("receipts", "billing", title=title, answer=both(answer))
    publish_entry(write_article(article), author=None)


def edit() -> None:
    publish(Text("領収書を再発行できますか?", "Can a receipt be issued again?"), "もう一度の本文。")


def withdraw() -> None:
    withdraw_entries([Entry.objects.get(slug="receipts")])


def change_synonyms() -> None:
    write_groups([Group(("領収書", "支払い"), ("もらえる",))])


@contextmanager
def before_query(number: int, do: Callable[[], object]) -> Iterator[list[int]]:
    """`do` something elsewhere before the query of this number; the list says which query it was, if it came to it."""
    numbers, done = count(1), []

    def counted(execute: Any, *arguments: Any) -> Any:
        if next(numbers) == number:
            done.append(number)
            at_once(do, times=1)
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        yield done


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [edit, withdraw, rebuild, change_synonyms])
def test_an_answer_is_the_one_before_or_the_one_after(client: Client, change: Callable[[], object]):
    title = Text("領収書をもらえますか?", "Can I have a receipt?")
    create_entry("receipts", title=title, answer=Text("本文です。", "Text."))
    create_entry("other", title=Text("支払いの領収書は?", "A receipt of what?"), answer=both("支払い"))
    for page in PAGES:
        for number in count(1):
            write_groups([Group(("領収書", "レシート"))])
            publish(title)
            if change is rebuild:  # as it was with another dictionary
                IndexedDocument.objects.filter(language="ja").update(body="古い索引の本文です。")
            before = client.get(page).content.decode()
            with before_query(number, change) as done:
                answer = client.get(page)
            assert answer.status_code == 200
            assert answer.content.decode() in {before, client.get(page).content.decode()}, (page, number)
            if not done:
                assert number > 3
                break


@pytest.mark.django_db
def test_inside_a_transaction_what_went_after_it_was_ranked_is_left_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    create_entry("receipts", title=Text("領収書をもらえますか?", "Receipts"))
    create_entry("other", title=Text("領収書は?", "A receipt?"))
    once(monkeypatch, views, "find", withdraw)
    page = client.get("/ja/search/?q=領収書")
    assert "/ja/faq/entry/other/" in page.content.decode()
    assert "/ja/faq/entry/receipts/" not in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_no_place_to_write_and_leaves_the_connection_as_it_was():
    create_entry("receipts", title=Text("領収書をもらえますか?", "Receipts"))
    if connection.vendor == "postgresql":
        with pytest.raises(Exception, match="read-only"), snapshot():
            Vocable.objects.all().delete()
    with snapshot():
        before = Entry.objects.count()
        at_once(lambda: create_entry("other"), times=1)  # nobody waits for a reader
        assert Entry.objects.count() == before
    with transaction.atomic():
        first = Entry.objects.count()
        assert first == before + 1
        if connection.vendor == "postgresql":
            at_once(lambda: create_entry("third"), times=1)
            assert Entry.objects.count() == first + 1
        else:  # it waits for its turn as before, so that it is never refused later
            connection.cursor().execute("PRAGMA busy_timeout = 20000")
            with pytest.raises(OperationalError):
                at_once(write_without_waiting, times=1)


def write_without_waiting() -> None:
    connection.cursor().execute("PRAGMA busy_timeout = 0")
    with transaction.atomic():
        pass


@pytest.mark.django_db(transaction=True)
def test_what_is_published_while_the_index_is_built_anew_stays(monkeypatch: pytest.MonkeyPatch):
    for slug in ("receipts", "leaves", "stays"):
        row = create_entry(slug, title=Text("残る", "Stays"))
        old = Document("entry", slug, f"faq/entry/{slug}/", title=Text("古い題", "Old"))
        put(f"entry {row.pk}", [old])

    def meanwhile() -> None:
        edit()
        withdraw_entries([Entry.objects.get(slug="leaves")])
        create_entry("comes", title=Text("新しい質問", "New"))

    once(monkeypatch, rebuilding, "_planned", lambda: at_once(meanwhile, times=1))
    assert rebuild() == 6
    kept = index()
    titles = set(IndexedDocument.objects.filter(language="ja").values_list("title", flat=True))
    assert titles == {"領収書を再発行できますか?", "新しい質問", "残る"}
    assert rebuild() == 6
    assert index() == kept


@pytest.mark.django_db
def test_building_anew_leaves_rows_that_are_right_where_they_are_and_mends_all_others():
    create_entry("receipts", title=Text("領収書をもらえますか?", "Receipts"))
    create_entry("other", title=Text("別の質問", "Other"))
    right, keys = index(), set(IndexedDocument.objects.values_list("pk", flat=True))
    rebuild()
    assert set(IndexedDocument.objects.values_list("pk", flat=True)) == keys
    IndexedDocument.objects.filter(slug="other").delete()
    IndexedDocument.objects.create(
        owner="nobody", kind="entry", slug="ghost", language="ja", title="幽霊", title_terms="幽霊"
    )
    Vocable.objects.filter(text__contains="領収").delete()
    Vocable.objects.create(language="ja", text="幽霊", head="幽霊", tail="幽霊", documents=7)
    Reading.objects.create(text="ゆうれい", head="ゆう", term="幽霊")
    rebuild()
    assert index() == right
    assert not Reading.objects.filter(term="幽霊").exists()
