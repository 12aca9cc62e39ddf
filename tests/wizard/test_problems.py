"""The sentences of problems: every one is complete, in English and in Japanese."""

import re

import pytest
from django.utils.translation import override

from faq.links import LINK_REASONS
from ground.sentences import LANGUAGE_NAMES
from tests.wizard.test_validation import BROKEN, WORLD
from wizard.problems import FIELDS, MESSAGES, Problem, Where
from wizard.validation import validate
from wizard.wording import sentence

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.mark.parametrize("code", BROKEN)
def test_a_sentence_says_what_is_wrong_with_every_detail_filled_in(code: str) -> None:
    for problem in validate(BROKEN[code][0](), WORLD):
        assert "%(" not in problem.message
        for name, value in problem.details:
            assert value in problem.message, name


@pytest.mark.parametrize("code", MESSAGES)
def test_a_sentence_ends_with_the_mend(code: str) -> None:
    what, _, mend = MESSAGES[code].partition(". ")
    assert what
    assert mend


@pytest.mark.parametrize("code", BROKEN)
def test_in_english_the_sentence_is_the_message(code: str) -> None:
    for problem in validate(BROKEN[code][0](), WORLD):
        with override("en"):
            assert sentence(problem) == problem.message


@pytest.mark.parametrize("code", BROKEN)
def test_in_japanese_every_word_of_the_sentence_is_japanese(code: str) -> None:
    for problem in validate(BROKEN[code][0](), WORLD):
        with override("ja"):
            words = sentence(problem)
        assert JAPANESE.search(words)
        assert "%(" not in words
        for english in (*FIELDS.values(), *LANGUAGE_NAMES.values(), *LINK_REASONS.values()):
            assert english not in words or english in dict(problem.details).get("link", "")


def test_a_removed_step_that_others_lead_to_is_said_with_their_name() -> None:
    problem = Problem("leads-removed", Where("guide", "a1"), (("guide", "other"),), "warning")
    with override("ja"):
        assert "other" in sentence(problem)
        assert JAPANESE.search(sentence(problem))


def test_the_name_of_a_field_is_translated_but_not_the_editors_words() -> None:
    label = Problem("same-label", Where("guide", "q1"), (("label", "title"), ("language", "English")))
    with override("ja"):
        assert "title" in sentence(label)
        assert "English" not in sentence(label)


def test_a_place_reads_like_a_path() -> None:
    assert str(Where("guide")) == "guide"
    assert str(Where("guide", "q1")) == "guide/q1"
    assert str(Where("guide", "q1", "yes")) == "guide/q1/yes"
