"""half-width-check: U+0020 to U+007E, at most 50 characters, and the half-width form where that alone helps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.clock import jst, unhurried
from tools.helpers.half_width_check import half_width_check

NOW = jst("2026-11-24 12:00")


def check(text):
    return half_width_check(text=text, now=NOW)


@pytest.mark.parametrize("text", ["Example Inc.", "Sample & Co., (Tokyo)", "~", "a" * 50])
def test_half_width_text_is_fine(text):
    assert check(text).is_fine
    assert check(text).offer == ""


def test_full_width_letters_are_offered_as_half_width():
    found = check("ＥＸＡＭＰＬＥ Ｉｎｃ．")
    assert not found.is_fine
    assert found.offer == "EXAMPLE Inc."
    assert found.wrong == tuple("ＥＸＡＭＰＬＩｎｃ．")


def test_for_japanese_there_is_nothing_to_offer():
    found = check("株式会社サンプル")
    assert (found.is_fine, found.offer) == (False, "")


def test_51_letters_are_too_long():
    found = check("a" * 51)
    assert (found.is_fine, found.is_too_long, found.length) == (False, True, 51)


def test_an_offer_that_would_be_too_long_is_not_made():
    assert check("Ａ" * 51).offer == ""
    assert check("Ａ" * 50).offer == "A" * 50


def test_blanks_at_the_ends_count():
    assert check(" " + "a" * 50).is_too_long


@pytest.mark.parametrize(
    ("character", "number"), [("\u3000", "U+3000"), ("\t", "U+0009"), ("\x7f", "U+007F")]
)
def test_what_cannot_be_seen_is_named_by_its_number(character, number):
    assert check(f"a{character}b").named == [("", number)]


@unhurried
@given(st.text(max_size=80))
def test_an_offer_is_always_fine_itself(text):
    offer = check(text).offer
    assert not offer or check(offer).is_fine


@unhurried
@given(st.text(max_size=80))
def test_everything_wrong_is_named_once_and_nothing_else(text):
    found = check(text)
    assert set(found.wrong) == {character for character in text if not " " <= character <= "~"}
    assert len(set(found.wrong)) == len(found.wrong)
