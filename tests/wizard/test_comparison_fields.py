"""A step as flat fields: nothing is lost, and each has a path that names it."""

from hypothesis import given, settings

from tests.factories import graph
from tests.strategies import guides
from wizard.comparison.fields import (
    Place,
    fields_of,
    header_of,
    place_of,
    step_from_fields,
    target_from_text,
    target_to_text,
)
from wizard.graph import Graph, Target


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
