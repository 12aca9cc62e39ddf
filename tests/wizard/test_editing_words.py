"""Each change of a draft is a sentence, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from tests.edits import change
from tests.factories import create_flow
from wizard.editing import change_words, delete_step, redo, undo
from wizard.editing.words import SENTENCES
from wizard.models import DraftChange

pytestmark = pytest.mark.django_db


def test_a_change_says_what_was_done_to_what() -> None:
    flow = create_flow("q: yes=a no=b\na\nb")
    renamed = change(flow, "a", slug="c")
    assert renamed is not None
    with override("en"):
        assert change_words(renamed) == "Renamed the step “a” to “c”"
    with override("ja"):
        assert change_words(renamed) == "ステップ「a」を「c」に改名しました"


def test_a_deletion_names_the_successor_if_there_is_one() -> None:
    flow = create_flow("q: yes=a no=b\na\nb")
    with override("en"):
        deleted = delete_step(flow, "a", successor="b", expected_version=flow.version, author=None)
        assert change_words(deleted) == "Deleted the step “a” in favour of “b”"
        deleted = delete_step(flow, "b", expected_version=flow.version, author=None)
        assert change_words(deleted) == "Deleted the step “b”"


def test_an_undo_or_redo_says_of_what() -> None:
    flow = create_flow("q: yes=a\na")
    change(flow, "a", slug="c")
    with override("en"):
        undone = undo(flow, expected_version=flow.version, author=None).change
        assert change_words(undone) == "Undone: Renamed the step “a” to “c”"
        redone = redo(flow, expected_version=flow.version, author=None).change
        assert change_words(redone) == "Redone: Renamed the step “a” to “c”"


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_kind_of_change_has_a_sentence_in_japanese(kind: str) -> None:
    made = DraftChange(kind=kind.removesuffix("-for"), subject="s", detail="d" if "-for" in kind else "x")
    with override("en"):
        english = change_words(made)
    with override("ja"):
        assert change_words(made) != english
