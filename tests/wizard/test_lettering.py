"""How texts are broken into lines where no browser does it."""

from hypothesis import given
from hypothesis import strategies as st

from wizard.lettering import NOT_FIRST, columns, wrap


def test_a_japanese_character_is_two_columns_wide() -> None:
    assert columns("abc") == 3
    assert columns("カードA") == 7


def test_a_short_text_is_one_line() -> None:
    assert wrap("支払方法", 20) == ["支払方法"]
    assert wrap("", 20) == [""]


def test_japanese_breaks_between_any_two_characters() -> None:
    assert wrap("通らなかったのはどの支払いですか", 18) == ["通らなかったのはど", "の支払いですか"]


def test_a_line_does_not_begin_with_a_full_stop() -> None:
    assert wrap("登録カードの情報は、正しい", 18) == ["登録カードの情報は、", "正しい"]


def test_a_line_does_not_end_with_an_opening_bracket() -> None:
    assert wrap("支払いの方法を「変更」する", 16) == ["支払いの方法を", "「変更」する"]


def test_english_breaks_between_words() -> None:
    assert wrap("How do you pay it", 12) == ["How do you", "pay it"]


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("あ" * 30, 10) == ["あああああ", "ああああ…"]


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert wrap("a" * 15, 10) == ["a" * 10, "a" * 5]


def test_line_ends_are_spaces() -> None:
    assert wrap("one\ntwo\u3000three", 20) == ["one two three"]


@given(st.text(max_size=80), st.integers(4, 40), st.integers(1, 3))
def test_lines_are_few_and_about_as_wide_as_asked(text: str, width: int, lines: int) -> None:
    found = wrap(text, width, lines=lines)
    assert 1 <= len(found) <= lines
    for line in found:
        assert columns(line.rstrip("".join(NOT_FIRST))) <= width + 2
