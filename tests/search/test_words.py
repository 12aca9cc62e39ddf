"""Text into words: widths, okurigana, verbs and their nouns, English endings, hostile characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import normalise, runs, spoken, squeeze, stem, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("支払方法", "支払い方法"),
        ("しはらい", "支払い"),
        ("支払う", "支払い"),
        ("支払えない", "支払い"),
        ("見積もる", "見積もり"),
        ("引き落とされる", "引き落とし"),
        ("取り消したい", "取り消し"),
        ("問い合わせる", "問い合わせ"),
        ("カードを替える", "カードを変える"),
        ("クレカ無し", "クレカなし"),
        ("二重", "2重"),
        ("パスワードを忘れた", "パスワード忘れ"),
        ("ｸﾚｼﾞｯﾄｶｰﾄﾞ", "クレジットカード"),
        ("ＭＦＡ", "mfa"),
        ("Ｅｃ２", "EC2"),
        ("cancelled", "canceling"),
        ("invoices", "Invoice"),
        ("cancellation", "cancel"),
        ("verification", "verify"),
        ("payments", "pay"),
    ],
)
def test_spellings_of_one_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("使えない", ["使い", "出来る", "無い"]),
        ("使わない", ["使い", "無い"]),
        ("停止された", ["停止", "れる"]),
        ("使い方", ["使い", "方"]),
        ("再決済", ["再決済"]),
        ("0円", ["0円"]),
        ("何円", ["何円"]),
        ("12か月", ["12箇月"]),
        ("2アカウント", ["2アカウント"]),
        ("お得", ["得"]),
        ("3 件", []),
    ],
)
def test_what_changes_a_meaning_is_kept(text: str, seen: list[str]) -> None:
    assert [word.term for word in words(text)] == seen


def test_a_word_with_a_prefix_remembers_the_word_without_it() -> None:
    assert [word.base for word in words("再決済 2アカウント 12か月 決済")] == ["決済", "アカウント", "", ""]


def test_japan_is_said_as_people_say_it() -> None:
    assert spoken("日本語でｸﾚｶの話") == "にほんごでくれかのはなし"


def test_what_people_say_around_their_trouble_is_no_term() -> None:
    assert terms("どうすれば解約できますか?") == ["解約"]
    assert terms("How can I get my money back, please?") == ["money", "back"]
    assert terms("これはどこですか") == []


@pytest.mark.parametrize("text", ["ＭＦＡ　ｸﾚｼﾞｯﾄ を EC2で", "a\nb2 支払い\r\n\n領収書", "x" * 9000 + "解約"])
def test_a_word_knows_where_it_stands(text: str) -> None:
    for word in words(text):
        assert terms(text[word.start : word.end]) in ([word.term], []), word


@given(st.text(max_size=200))
def test_any_text_gives_terms_of_letters_and_digits(text: str) -> None:
    for term in terms(text):
        assert term == squeeze(term) != ""
    assert "\x00" not in normalise(text)


def test_marks_of_direction_and_control_are_no_part_of_a_query() -> None:
    assert normalise(" 解\u200f約\x00 \u202e ＡＢＣ ") == "解 約 abc"


def test_long_input_is_no_trouble() -> None:
    assert terms("解約 " * 20_000)[:2] == ["解約", "解約"]


def test_what_is_mistyped_are_latin_words_and_runs_of_katakana() -> None:
    assert runs("クレジットカードで Savings Plans を 3回 払う") == ["クレジットカード", "savings", "plans"]


def test_short_words_keep_their_endings() -> None:
    assert [stem(word) for word in ("aws", "bus", "its", "ri", "is")] == ["aws", "bus", "its", "ri", "is"]
