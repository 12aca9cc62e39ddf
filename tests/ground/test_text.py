"""One text in both languages, and texts kept tidy."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ground.text import Text, tidy


def test_a_text_in_one_language_stands_in_for_the_other() -> None:
    assert Text("はい", "Yes").get("en") == "Yes"
    assert Text("はい", "Yes").get("ja") == "はい"
    assert Text("はい").get("en") == "はい"
    assert Text(en="Yes").get("ja") == "Yes"


def test_white_space_is_no_text() -> None:
    assert Text("はい", " \n").missing() == ("en",)
    assert Text().missing() == ("ja", "en")


def test_only_an_empty_text_is_false() -> None:
    assert not Text()
    assert Text("はい")
    assert Text(en="Yes")


@pytest.mark.parametrize("text", [Text(), Text("はい"), Text(en="Yes"), Text("はい", "Yes")])
def test_a_text_survives_being_plain_values(text: Text) -> None:
    assert Text.from_dict(text.as_dict()) == text
    assert "" not in text.as_dict().values()


def test_a_text_of_two_columns_is_tidy() -> None:
    row = SimpleNamespace(title_ja=" はい\r\n", title_en="Yes\x02")
    assert Text.of(row, "title") == Text("はい", "Yes")


@given(st.text())
def test_tidy_text_has_one_kind_of_line_end_and_no_control_characters(text: str) -> None:
    kept = tidy(text)
    assert not set(kept) & {chr(code) for code in range(32) if chr(code) not in "\n\t"}
    assert kept == kept.strip() == tidy(kept)
