"""Putting an entry before customers: an immutable revision each time something has changed."""

import pytest
from django.contrib.auth.models import User

from faq.article import Article
from faq.compiler import write_article
from faq.models import Entry, EntryRevision
from faq.publishing import EntryNotPublishable, publish_entry, restore_entry, withdraw_entries
from faq.validation import article_problems
from ground.text import Text
from tests.factories import both, create_entry

pytestmark = pytest.mark.django_db


def edited(entry: Entry, **values: object) -> Entry:
    """The entry with its draft written anew."""
    texts = {"title": both("title"), "answer": both("answer")}
    return write_article(Article(entry.slug, "billing", **{**texts, **values}))  # type: ignore[arg-type]


def test_an_entry_is_live_as_it_was_published() -> None:
    entry = create_entry(
        "e1", notice=Text("**古い**", "*old*"), facts_as_of="2021", last_checked="2026-11-23"
    )
    assert entry.live is not None
    assert (entry.live.number, entry.live.facts_as_of, entry.live.last_checked) == (1, "2021", "2026-11-23")
    assert entry.live.content["html"] == {"ja": "<p>answer e1です</p>", "en": "<p>answer e1</p>"}
    assert entry.live.content["notice_html"] == {"ja": "<strong>古い</strong>", "en": "<em>old</em>"}
    edited(entry)
    assert EntryRevision.objects.get().content["title"]["en"] == "question e1"


def test_publishing_what_has_not_changed_gives_the_live_revision() -> None:
    entry = create_entry("e1")
    assert publish_entry(entry, author=None) == entry.live
    assert EntryRevision.objects.count() == 1


def test_a_change_is_a_new_revision_with_its_author_and_note() -> None:
    author = User.objects.create_user("editor")
    revision = publish_entry(edited(create_entry("e1")), author=author, note="why")
    assert (revision.number, revision.author, revision.note) == (2, author, "why")
    assert Entry.objects.get().live == revision


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": Text("題")}, "missing-text"),
        ({"answer": Text(en="answer")}, "missing-text"),
        ({"notice": Text("注意")}, "missing-text"),
        ({"answer": both("[x](javascript:alert(1))")}, "bad-link"),
        ({"notice": both("[x](/relative)")}, "bad-link"),
        ({"answer": both("[x](https://example.com")}, "bad-link"),
        ({"facts_as_of": "2021-13"}, "bad-date"),
        ({"last_checked": "2021"}, "bad-date"),
        ({"next_check": "soon"}, "bad-date"),
        ({"helper": "gone"}, "helper-unknown"),
    ],
)
def test_what_is_not_ready_is_refused_and_nothing_changes(values: dict[str, object], code: str) -> None:
    entry = create_entry("e1")
    draft = edited(entry, **values)
    with pytest.raises(EntryNotPublishable, match="^e1: "):
        publish_entry(draft, author=None)
    texts = {"title": both("t"), "answer": both("a")}
    article = Article("e1", "billing", **{**texts, **values})  # type: ignore[arg-type]
    assert {problem.code for problem in article_problems(article, {"known"})} == {code}
    assert Entry.objects.get().live_id == entry.live_id
    assert EntryRevision.objects.count() == 1


@pytest.mark.parametrize("date", ["2021", "2021-02", "2021-02-28", ""])
def test_facts_may_be_dated_as_well_as_one_knows(date: str) -> None:
    assert list(article_problems(Article("e", "c", both("t"), both("a"), facts_as_of=date), ())) == []


def test_restoring_publishes_an_old_revision_anew_and_leaves_the_draft() -> None:
    entry = create_entry("e1")
    first = entry.live
    assert first is not None
    publish_entry(edited(entry, answer=both("second")), author=None)
    edited(entry, answer=both("third"))
    restored = restore_entry(first, author=None)
    entry.refresh_from_db()
    assert (restored.number, restored.content, entry.live) == (3, first.content, restored)
    assert entry.answer_en == "third"


def test_withdrawing_takes_entries_off_the_site_and_nothing_else() -> None:
    entries = [create_entry("e1"), create_entry("e2"), create_entry("e3", publish=False)]
    assert withdraw_entries(entries[1:]) == 1
    assert list(Entry.objects.published()) == entries[:1]
    assert EntryRevision.objects.count() == 2
