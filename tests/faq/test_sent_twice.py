"""Publishing, restoring or withdrawing an entry, and ticking off comments, twice: done once, and told as it is."""

from __future__ import annotations

import pytest
from django.test import Client

from faq.models import Entry, EntryRevision
from insights.models import Comment
from tests.factories import create_channel, create_entry
from tests.html import read
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
ENTRY = "/admin/faq/entry/"


@pytest.fixture
def editor() -> Client:
    """Somebody who may do everything to entries."""
    rooms = ("faq.view_entry", "faq.change_entry", "faq.publish_entry", "faq.view_entryrevision")
    return signed_in(*rooms, "contact.view_channel", "contact.publish_channel")


def sent(client: Client, path: str, **fields: object) -> str:
    """What the page says that a form leads to."""
    return read(client.post(path, fields, follow=True)).one("ul.messagelist").text


def test_an_entry_is_published_once_and_the_second_click_is_told_so(editor: Client) -> None:
    create_entry("card")
    Entry.objects.update(title_en="another question")
    page = read(editor.get(f"{ENTRY}card/publish/"))
    mark = page.one("form.publishing").one("input", name="mark")["value"]
    assert "revision 2 is live" in sent(editor, f"{ENTRY}card/publish/", mark=mark)
    again = sent(editor, f"{ENTRY}card/publish/", mark=mark)
    assert again == "Revision 2 of “another question” is live already: it was published a moment ago."
    Entry.objects.update(title_en="a third question")
    assert "somebody changed the entry" in sent(editor, f"{ENTRY}card/publish/", mark=mark)
    for said in ("revision 3 is live", "Revision 3 of “a third question” is live already"):
        assert said in sent(editor, f"{ENTRY}card/revisions/1/")
    first = EntryRevision.objects.get(number=2).pk
    for said in ("revision 4 is live", "Revision 4 of “a third question” is live already"):
        fields = {"action": "restore_chosen", "_selected_action": first}
        assert said in sent(editor, "/admin/faq/entryrevision/", **fields)
    assert EntryRevision.objects.count() == 4


def test_withdrawing_twice_says_that_nothing_was_left_to_withdraw(editor: Client) -> None:
    fields = {"action": "withdraw_chosen", "_selected_action": create_entry("card").pk}
    assert "1 entry was withdrawn." in sent(editor, ENTRY, **fields)
    assert "Nothing was left to withdraw" in sent(editor, ENTRY, **fields)


def test_a_channel_published_or_withdrawn_twice_is_told_as_it_is(editor: Client) -> None:
    chosen = create_channel("desk", publish=False).pk
    for action, said in (
        ("publish_chosen", "is published"),
        ("publish_chosen", "has not changed since it was published"),
        ("withdraw_chosen", "is withdrawn from the site"),
        ("withdraw_chosen", "is withdrawn from the site"),
    ):
        assert said in sent(editor, "/admin/contact/channel/", action=action, _selected_action=chosen)


def test_comments_are_ticked_off_once_and_both_clicks_say_so() -> None:
    reader = signed_in("insights.view_insights", "insights.change_comment")
    row = Comment.objects.create(day="2026-01-01", language="ja", entry="card", text="読みにくい")
    for _ in range(2):
        assert "1 comment ticked off." in sent(reader, "/admin/insights/comments/", comment=row.pk)
