"""What is kept of what readers type."""

from __future__ import annotations

import time
import unicodedata

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
        ("電話 １２３－４５６－７８９－０１２", "電話 [number]"),
        ("123−456−789", "[number]"),
        ("123ー456—789", "[number]"),
        ("123 - 456 - 789", "[number]"),
        ("123\u200b456", "[number]"),
        ("٠١٢٣", "[number]"),
        ("①②③④", "[number]"),
        ("1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e3", "[number]"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍへ", "[mail]へ"),
        ("taro＠example。comへ", "[mail]へ"),
        ("taroーyamada@example.com", "[mail]"),
        ("サーバーtaro@example.com", "サーバー[mail]"),
        ("a\x00b\u202ec", "a b c"),
        ("", ""),
    ],
)
def test_a_search_is_kept_in_one_form_without_numbers_and_addresses(typed, kept):
    assert search_text(typed) == kept


@pytest.mark.parametrize("typed", ["手順①と② ｶｰﾄﾞ 20℃", "エラー404と２", "サーバー－ダウン"])
def test_what_holds_neither_stays_as_it_was_typed(typed):
    assert masked(typed) == typed


@pytest.mark.parametrize("letters", ["a", "㏂", "aー", "あ", "a@"])
def test_a_word_as_long_as_a_search_may_be_is_read_at_once(letters):
    started = time.process_time()
    search_text(letters * (2000 // len(letters)))
    assert time.process_time() - started < 0.5


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


@given(st.text(alphabet="0123456789 -あ@.a−ー－１２①", max_size=40))
def test_no_four_digits_in_a_row_are_ever_left(typed):
    kept = masked(typed)
    read = unicodedata.normalize("NFKC", kept).replace("−", "").replace("ー", "").replace("-", "")
    assert not any(read[at : at + 4].isdecimal() for at in range(len(read) - 3))
