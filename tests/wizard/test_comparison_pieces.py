"""Texts word by word: Japanese by its kinds of characters, English by its words."""

from hypothesis import given
from hypothesis import strategies as st

from ground.pieces import item_pieces, pieces, words_of

texts = st.text(alphabet="あいカー日本語ab1 。、\n", max_size=40)


def test_japanese_is_cut_where_the_kind_of_character_changes() -> None:
    assert words_of("カードの請求先を2026年に変更します。") == [
        *("カード", "の", "請求先", "を", "2026", "年", "に", "変更", "します", "。")
    ]


def test_english_is_cut_into_words() -> None:
    assert words_of("Don't re-enter it.") == ["Don't", " ", "re-enter", " ", "it", "."]


def test_only_the_word_that_changed_is_marked() -> None:
    assert pieces("請求先を確認します。", "支払方法を確認します。") == (
        ("gone", "請求先"),
        ("new", "支払方法"),
        ("same", "を確認します。"),
    )


def test_a_text_written_anew_is_all_new() -> None:
    assert pieces("", "新しい本文") == (("new", "新しい本文"),)


def test_equal_texts_are_one_piece() -> None:
    assert pieces("同じ", "同じ") == (("same", "同じ"),)


def test_a_list_is_compared_item_by_item() -> None:
    assert item_pieces(("a", "b", "c"), ("a", "x", "c")) == (
        ("same", "a"),
        ("gone", "b"),
        ("new", "x"),
        ("same", "c"),
    )


def test_two_items_gone_together_are_two_pieces() -> None:
    assert item_pieces(("a", "b"), ()) == (("gone", "a"), ("gone", "b"))


@given(texts, texts)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(text for kind, text in found if kind != "new") == old
    assert "".join(text for kind, text in found if kind != "gone") == new
    assert all(text for _, text in found)


@given(st.lists(st.sampled_from("abc")).map(tuple), st.lists(st.sampled_from("abc")).map(tuple))
def test_the_items_give_both_lists_back(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    found = item_pieces(old, new)
    assert tuple(item for kind, item in found if kind != "new") == old
    assert tuple(item for kind, item in found if kind != "gone") == new
