"""A guide as a tree in reading order: each step in full once, references, circles, and what nothing leads to."""

from hypothesis import given, settings

from tests.edits import with_step
from tests.factories import graph
from tests.strategies import guides, mazes
from tests.wizard.test_paths import chain
from wizard.graph import Choice, Graph, Step
from wizard.outline import outline


def told(guide: Graph) -> list[str]:
    """The branches, indented, with what they are unless it is a step in full."""
    return [
        f"{'  ' * branch.depth}{branch.slug}{'' if branch.kind == 'step' else ' ' + branch.kind}"
        f"{'' if branch.reached else ' (unreached)'}"
        for branch in outline(guide)
    ]


def test_steps_stand_below_the_question_that_leads_to_them() -> None:
    assert told(graph("q: yes=p no=a\np: one=b two=c\na\nb\nc")) == ["q", "  p", "    b", "    c", "  a"]


def test_a_second_way_into_a_step_is_a_reference() -> None:
    assert told(graph("q: yes=p no=a unsure=p\np: one=a\na")) == [
        "q",
        "  p",
        "    a",
        "  a reference",
        "  p reference",
    ]


def test_a_way_back_is_a_circle() -> None:
    assert told(graph("q: yes=p\np: again=q self=p")) == ["q", "  p", "    q circle", "    p circle"]


def test_other_guides_missing_steps_and_choices_without_a_target_are_named() -> None:
    guide = graph("q: one=other: two=other:step three=absent")
    guide = with_step(guide, "q", choices=(*guide.steps[0].choices, Choice("four")))
    assert told(guide) == ["q", "  other guide", "  other/step guide", "  absent missing", "   nowhere"]


def test_a_target_that_names_the_guide_itself_is_a_step_of_it() -> None:
    assert told(graph("q: one=guide:a two=guide:\na")) == ["q", "  a", "  q circle"]


def test_what_no_way_leads_to_follows_apart() -> None:
    guide = graph("q: yes=a\na\nx: on=y back=a\ny")
    assert told(guide) == ["q", "  a", "x (unreached)", "  y (unreached)", "  a reference (unreached)"]


def test_a_ring_that_no_way_leads_to_is_shown_from_its_first_step() -> None:
    assert told(graph("q\nx: on=y\ny: on=x"))[1:] == [
        "x (unreached)",
        "  y (unreached)",
        "    x circle (unreached)",
    ]


def test_without_a_start_everything_stands_apart() -> None:
    guide = Graph("guide", steps=(Step("a"), Step("b")))
    assert told(guide) == ["a (unreached)", "b (unreached)"]


def test_a_branch_names_the_one_it_hangs_on_and_the_choice_between() -> None:
    branches = outline(graph("q: yes=p no=a\np: one=b\na\nb"))
    assert [branch.parent for branch in branches] == [None, 0, 1, 0]
    assert [branch.choice and branch.choice.slug for branch in branches] == [None, "yes", "one", "no"]


def test_no_guide_is_too_deep() -> None:
    branches = outline(chain(20_000))
    assert branches[-1].depth == 19_999


@given(guides() | mazes())
@settings(max_examples=50)
def test_every_step_stands_in_full_just_once(guide: Graph) -> None:
    full = [branch.slug for branch in outline(guide) if branch.kind == "step"]
    assert sorted(full) == sorted(guide.by_slug)
