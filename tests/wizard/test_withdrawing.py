"""Withdrawing an entry or a channel: refused where a live answer would be left with nothing to show."""

from __future__ import annotations

from typing import Any

import pytest

from contact.models import Channel
from faq.models import Entry
from faq.publishing import withdraw_entries
from faq.renaming import rename_entry
from ground.needs import StillNeeded
from ground.text import Text
from tests.admin_pages import sentences, signed_in
from tests.factories import create_channel, create_entry, create_flow, published_flow

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"
REFUSED = (
    "Still needed: these answers would be left with nothing to show: guide/a. Give each a text, or another entry or"
    " channel, publish its guide, and try again."
)


def published_answer(**shown: Any) -> None:
    """A live guide with an answer that has no text and shows these."""
    published_flow(LINES, a={"body": Text(), **shown})


def act(room: str, action: str, *rows: Entry | Channel) -> list[str]:
    """What the list says after an action."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "post": "yes"}
    return sentences(signed_in().post(f"/admin/{room}/", chosen, follow=True))


def test_the_only_entry_of_a_live_answer_stays() -> None:
    entry = create_entry("card")
    published_answer(entries=("card",))
    assert act("faq/entry", "withdraw_chosen", entry) == [REFUSED]
    assert Entry.objects.published().get() == entry


def test_the_only_channel_of_a_live_answer_is_neither_withdrawn_nor_deleted() -> None:
    channel = create_channel("desk")
    published_answer(channels=("desk",), outcome="contact")
    create_flow(LINES)
    assert act("contact/channel", "withdraw_chosen", channel) == [f"channel desk: {REFUSED}"]
    assert act("contact/channel", "delete_selected", channel) == [REFUSED]
    assert Channel.objects.published().get() == channel


def test_entries_that_an_answer_needs_one_of_are_withdrawn_one_by_one_and_not_together() -> None:
    one, two = create_entry("one"), create_entry("two")
    published_answer(entries=("one", "two"))
    with pytest.raises(StillNeeded):
        withdraw_entries([one, two])
    assert withdraw_entries([one]) == 1
    with pytest.raises(StillNeeded):
        withdraw_entries([two])


def test_an_entry_renamed_since_is_needed_all_the_same() -> None:
    entry = create_entry("card")
    published_answer(entries=("card",))
    rename_entry(entry, "cards")
    with pytest.raises(StillNeeded):
        withdraw_entries([entry])


@pytest.mark.parametrize(
    "shown",
    [
        {"entries": ("card",), "body": Text("本文", "a text")},
        {"entries": ("card",), "channels": ("desk",)},
        {"entries": ("card",), "outcome": "solved"},
        {"related": ("card",), "channels": ("desk",)},
    ],
)
def test_what_is_not_all_that_an_answer_shows_is_withdrawn(shown: dict[str, Any]) -> None:
    entry = create_entry("card")
    create_channel("desk")
    published_answer(**shown)
    assert withdraw_entries([entry]) == 1


def test_what_only_a_question_or_a_draft_shows_is_withdrawn() -> None:
    entry = create_entry("card")
    published_flow(LINES, q={"entries": ("card",)})
    create_flow(LINES, flow="draft", a={"body": Text(), "entries": ("card",)})
    assert withdraw_entries([entry]) == 1
