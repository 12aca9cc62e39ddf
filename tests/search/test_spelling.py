"""Which known word was meant."""

from __future__ import annotations

import pytest

from search.spelling import allowed, distance, nearest


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("abc", "abc", 0),
        ("abc", "ab", 1),
        ("abc", "abcd", 1),
        ("abc", "axc", 1),
        ("abc", "acb", 1),
        ("abc", "cba", 2),
    ],
)
def test_a_slip_is_a_letter_added_left_out_changed_or_swapped(one: str, other: str, away: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == away


def test_beyond_the_limit_it_does_not_matter_how_far() -> None:
    assert distance("kitten", "sitting", 1) == 2
    assert distance("a", "abcdef", 2) == 3


def test_longer_words_forgive_more_and_latin_ones_less() -> None:
    assert [allowed(word) for word in ("カド", "カアド", "カードド")] == [0, 0, 1]
    assert [allowed(word) for word in ("card", "cards", "downgrade", "marketplace")] == [0, 1, 1, 2]


def test_the_nearest_wins_then_the_commonest() -> None:
    known = [("invoice", 3), ("invoices", 9), ("involve", 1)]
    assert nearest("invoive", known) == "invoice"
    assert nearest("paymant", [("payment", 1), ("paymint", 5)]) == "paymint"
    assert nearest("zzzzzzz", known) == ""


def test_a_letter_left_out_of_a_word_of_five_is_forgiven_and_likelier_than_a_changed_one() -> None:
    assert nearest("chek", [("check", 1), ("chef", 9)]) == "check"
    assert nearest("bils", [("bills", 1)]) == "bills"
    assert nearest("cost", [("most", 5), ("cast", 5)]) == ""
    assert nearest("chage", [("chase", 9), ("charge", 1)]) == "charge"


def test_a_real_word_two_letters_away_is_left_alone() -> None:
    assert nearest("downgrade", [("download", 5)]) == ""
