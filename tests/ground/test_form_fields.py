"""Fields of forms: texts kept tidy, lists written one a line."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ground.forms import LinesField, TidyField


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\r\nb\rc\n", "a\nb\nc"), ("  ", ""), ("", ""), (None, ""), ("a\0b", "ab"), ("　全角　", "全角")],
)
def test_a_text_is_kept_tidy(typed: str | None, kept: str) -> None:
    assert TidyField(required=False).clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\r\n\r\n b \r\nc", ["a", "b", "c"]), ("", []), (" \n ", []), (None, []), ("a\0b", ["ab"])],
)
def test_lines_become_a_list(typed: str | None, kept: list[str]) -> None:
    assert LinesField(required=False).clean(typed) == kept


def test_a_list_is_shown_as_lines_and_comes_back_unchanged() -> None:
    field = LinesField(required=False)
    assert field.prepare_value(["a", "b"]) == "a\nb"
    assert not field.has_changed(["a", "b"], "a\r\nb\r\n")
    assert field.has_changed(["a", "b"], "b\na")
    assert not field.has_changed(None, "")


def test_each_line_is_checked() -> None:
    with pytest.raises(ValidationError):
        LinesField(max_length=3).clean("abc\nabcd")


def test_a_list_that_must_not_be_empty_is_refused_when_it_is() -> None:
    with pytest.raises(ValidationError):
        LinesField().clean(" \n")
