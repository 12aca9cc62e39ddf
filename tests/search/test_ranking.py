"""What comes first of what fits: where a word stands, how much of it is there, and messages letter for letter."""

from __future__ import annotations

from typing import Any

import pytest

from ground.text import Text
from search.finding import find
from search.showing import Shown, show
from search.synonyms import Group
from search.thesaurus import write_groups
from tests.factories import create_entry

pytestmark = pytest.mark.django_db


def shown(query: str) -> Shown:
    """The English result page of `query`."""
    return show(find(query, "en"), "en")


def found(query: str) -> list[str]:
    """The slugs of the results, in order."""
    return [result.url.rstrip("/").rpartition("/")[2] for result in shown(query).results]


def entry(slug: str, title: str, answer: str = "Press the button.", **values: Any) -> None:
    """An entry that is live; its Japanese finds nothing here."""
    create_entry(slug, title=Text("題です", title), answer=Text("本文です", answer), **values)


def test_a_word_in_a_title_is_worth_more_than_among_the_keywords_unless_the_title_is_long() -> None:
    entry("titled", "Receipt, letter, form, code, bank")
    entry("keyed", "Papers", keywords_en=("receipt",))
    entry("long", "Receipt, letter, form, code, bank, card")
    assert found("receipt") == ["titled", "keyed", "long"]


def test_a_keyword_is_worth_more_than_a_word_that_is_said_again_and_again() -> None:
    entry("said", "Printing papers", "Receipt or receipt: print the receipt, then file the receipt.")
    entry("keyed", "Papers of last year", keywords_en=("receipt copy",))
    entry("once", "Letters of last year", "You get a receipt by mail in the week after that.")
    assert found("receipt") == ["keyed", "said", "once"]


def test_what_was_typed_counts_in_part_too_where_a_synonym_stands_for_the_whole() -> None:
    write_groups([Group(("credit card", "plastic money"))])
    entry("card", "A card was refused")
    entry("credit", "A credit was refused")
    entry("money", "Money was refused")
    assert set(found("credit card")) == {"card", "credit"}


def test_a_message_of_six_characters_is_found_in_what_was_pasted() -> None:
    entry("message", "The screen stays black", phrases=("EC4711",))
    entry("shorter", "The screen stays white", phrases=("E4711",))
    entry("words", "I see here what is new")
    first, *others = shown("I see EC4711 here").results
    assert (first.url, first.is_message) == ("/en/faq/entry/message/", True)
    assert [other for other in others if other.is_message] == []
