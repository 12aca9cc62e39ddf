"""What is kept of what readers type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.words import masked, search_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ｃａｒｄ　declined \n", "card declined"),
        ("ｸﾚｼﾞｯﾄｶｰﾄﾞ", "クレジットカード"),
        ("口座 1234-5678-9012 の請求", "口座 [number] の請求"),
        ("１２３４５６", "[number]"),
        ("電話 090 1234 5678", "電話 [number]"),
        ("エラー 404", "エラー 404"),
        ("Taro.Yamada@example.co.jpの口座", "[mail]の口座"),
        ("メールはtaro@example.comです", "メールは[mail]です"),
        ("太郎＠例え.jp", "[mail]"),
        ("a\x00b\u202ec", "a b c"),
        ("", ""),
    ],
)
def test_a_search_is_kept_in_one_form_without_numbers_and_addresses(typed, kept):
    assert search_text(typed) == kept


def test_a_long_search_is_cut():
    assert len(search_text("長" * 10_000)) == 100


def test_a_number_cannot_slip_through_at_the_cut():
    assert "1234" not in search_text("あ" * 98 + "123456")


@given(st.text(max_size=300))
def test_whatever_is_typed_the_text_is_short_printable_and_the_same_the_second_time(typed):
    kept = search_text(typed)
    assert len(kept) <= 100
    assert "\x00" not in kept
    assert kept.isprintable()
    assert kept == kept.strip()


@given(st.text(alphabet="0123456789 -あ@.a", max_size=40))
def test_no_four_digits_in_a_row_are_ever_left(typed):
    kept = masked(typed)
    assert not any(kept[at : at + 4].isdecimal() for at in range(len(kept) - 3))
