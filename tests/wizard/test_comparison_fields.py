"""A step as flat fields: nothing is lost, conflicts are named, and a pick for each field merges two versions."""

from dataclasses import replace

from hypothesis import given, settings

from ground.text import Text
from tests.factories import both, graph
from tests.strategies import guides
from wizard.comparison.fields import (
    Place,
    conflicts,
    fields_of,
    header_of,
    merge,
    place_of,
    step_from_fields,
    target_from_text,
    target_to_text,
)
from wizard.graph import Choice, Graph, Step, Target


@given(guides())
@settings(max_examples=30)
def test_a_step_survives_being_taken_apart(guide: Graph) -> None:
    for step in guide.steps:
        assert step_from_fields(step.slug, fields_of(step)) == step


def test_a_path_names_a_field_its_language_and_its_choice() -> None:
    assert place_of("title.ja") == Place("title", "ja")
    assert place_of("helper") == Place("helper")
    assert place_of("choices") == Place("choices")
    assert place_of("choices.yes.label.en") == Place("label", "en", "yes")
    assert place_of("choices.yes.next") == Place("next", "", "yes")


def test_a_target_is_a_step_a_guide_or_a_step_of_a_guide() -> None:
    for target, text in ((Target("a"), "a"), (Target("", "g"), "g:"), (Target("a", "g"), "g:a"), (None, "")):
        assert target_to_text(target) == text
        assert target_from_text(text) == target


def test_a_header_has_the_start_among_its_fields() -> None:
    fields = header_of(graph("q: yes=a\na"))
    assert fields["start"] == "q"
    assert fields["title.en"] == "title of guide"


def test_a_conflict_knows_who_changed_the_field() -> None:
    base = Step("s", title=Text("題", "title"), helper="h")
    stored = replace(base, title=Text("題名", "title"), helper="theirs")
    typed = replace(base, title=Text("題", "heading"), helper="mine")
    found = {each.path: each for each in conflicts(*(fields_of(step) for step in (base, stored, typed)))}
    assert set(found) == {"title.ja", "title.en", "helper"}
    assert found["title.ja"].theirs_only
    assert not found["title.ja"].mine_only
    assert found["title.en"].mine_only
    assert (found["helper"].mine_only, found["helper"].theirs_only) == (False, False)
    assert (found["helper"].base, found["helper"].stored, found["helper"].typed) == ("h", "theirs", "mine")


def test_without_a_base_nobody_is_credited() -> None:
    found = conflicts(None, fields_of(Step("s", helper="a")), fields_of(Step("s", helper="b")))
    assert [(each.path, each.mine_only, each.theirs_only) for each in found] == [("helper", False, False)]


def test_merging_takes_each_field_from_the_side_that_was_picked() -> None:
    stored = fields_of(Step("s", title=both("theirs"), helper="theirs"))
    typed = fields_of(Step("s", title=both("mine"), helper="mine"))
    merged = step_from_fields("s", merge(stored, typed, {"helper"}))
    assert merged == Step("s", title=both("theirs"), helper="mine")


def test_a_choice_only_one_side_has_comes_along_when_the_list_that_names_it_is_picked() -> None:
    yes, no = Choice("yes", both("yes"), next=Target("a")), Choice("no", both("no"), next=Target("b"))
    stored, typed = fields_of(Step("s", choices=(yes,))), fields_of(Step("s", choices=(no, yes)))
    assert step_from_fields("s", merge(stored, typed, {"choices"})).choices == (no, yes)
    assert step_from_fields("s", merge(stored, typed, set())).choices == (yes,)
