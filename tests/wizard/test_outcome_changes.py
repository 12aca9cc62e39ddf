"""Which ways end otherwise after an edit, counted exactly where that can be done, and listed up to a limit."""

from dataclasses import replace
from itertools import product

from hypothesis import given

from tests.edits import with_step
from tests.factories import graph
from tests.strategies import mazes
from tests.wizard.test_paths import lattice
from wizard.comparison import outcome_changes
from wizard.comparison.outcomes import MOST_TRIED
from wizard.graph import Choice, Graph, Target
from wizard.paths import count_ways, list_ways

GUIDE = graph("q: yes=p no=a\np: one=b two=c\na\nb\nc")


def changes(old: Graph, new: Graph) -> list[str]:
    """The ways that end otherwise, as `q=yes p=one: before -> now`."""
    found = outcome_changes(old, new)
    assert found.exact
    assert found.complete
    assert found.changed == len(found.listed)
    return [
        f"{' '.join(f'{step.slug}={choice.slug}' for step, choice in way.answers)}: "
        f"{way.before.name} -> {' '.join(f'{end.name}/{end.outcome}' for end in way.ends)}"
        for way in found.listed
    ]


def test_a_changed_text_changes_no_outcome() -> None:
    assert changes(GUIDE, with_step(GUIDE, "b", editor_note="other")) == []


def test_a_retargeted_choice_changes_the_ways_through_it() -> None:
    assert changes(GUIDE, graph("q: yes=p no=a\np: one=b two=b\na\nb")) == ["q=yes p=two: c -> b/answer"]


def test_an_answer_that_amounts_to_something_else_changes_the_ways_that_end_there() -> None:
    new = with_step(GUIDE, "a", outcome="contact")
    assert changes(GUIDE, new) == ["q=no: a -> a/contact"]


def test_an_answer_that_is_no_longer_offered_is_told() -> None:
    new = graph("q: yes=p no=a\np: two=c\na\nc")
    assert changes(GUIDE, new) == ["q=yes p=one: b -> p/withdrawn"]


def test_an_answer_that_goes_by_another_name_is_the_same() -> None:
    yes, no = GUIDE.steps[0].choices
    new = with_step(GUIDE, "q", choices=(replace(yes, slug="sure", aliases=("yes",)), no))
    assert changes(GUIDE, new) == []


def test_a_renamed_step_is_the_same_step() -> None:
    new = with_step(graph("q: yes=p2 no=a\np2: one=b2 two=c\na\nb2\nc"), "b2", aliases=("b",))
    assert changes(GUIDE, with_step(new, "p2", aliases=("p",))) == []


def test_a_question_put_between_changes_what_may_end_elsewhere() -> None:
    new = graph("q: yes=n no=a\nn: x=p y=a\np: one=b two=c\na\nb\nc")
    assert changes(GUIDE, new) == [
        "q=yes p=one: b -> a/answer b/answer",
        "q=yes p=two: c -> a/answer c/answer",
    ]


def test_a_question_put_between_that_always_goes_on_changes_nothing() -> None:
    assert changes(GUIDE, graph("q: yes=n no=a\nn: x=p y=p\np: one=b two=c\na\nb\nc")) == []


def test_a_question_taken_out_changes_only_the_ways_it_told_apart() -> None:
    assert changes(GUIDE, graph("q: yes=b no=a\na\nb")) == ["q=yes p=two: c -> b/answer"]


def test_questions_asked_in_another_order_change_nothing() -> None:
    old = graph("p: 1=q1 2=q2\nq1: x=a y=b\nq2: x=c y=d\na\nb\nc\nd")
    new = graph("q0: go=p\np: 1=q1 2=q2\nq1: x=a y=b\nq2: x=c y=d\na\nb\nc\nd")
    assert changes(old, new) == []
    assert changes(graph("p: 1=q 2=q\nq: x=a y=c\na\nc"), graph("q: x=p y=c\np: 1=a 2=a\na\nc")) == []


def test_another_guide_and_nowhere_are_ends_too() -> None:
    old = graph("q: one=other: two=a\na")
    assert changes(old, graph("q: one=other:step two=a\na")) == ["q=one: other -> other/step/guide"]
    nowhere = with_step(old, "q", choices=(Choice("one"), old.steps[0].choices[1]))
    assert changes(old, nowhere) == ["q=one: other -> /nowhere"]


def test_a_guide_that_was_empty_has_no_ways_to_change() -> None:
    found = outcome_changes(Graph("guide"), GUIDE)
    assert (found.changed, found.ways, found.exact) == (0, 0, True)


def test_a_guide_that_is_emptied_changes_every_way() -> None:
    assert changes(graph("a"), Graph("guide")) == [": a -> /nowhere"]
    assert len(changes(GUIDE, Graph("guide"))) == 3


def test_a_circle_is_left_out() -> None:
    round_and_round = graph("q: yes=p no=a\np: one=q two=c\na\nc")
    assert changes(round_and_round, with_step(round_and_round, "a", outcome="solved")) == [
        "q=no: a -> a/solved"
    ]


def test_more_ways_than_anybody_could_list_are_counted() -> None:
    old = lattice(40)
    new = with_step(old, "q40", outcome="contact")
    found = outcome_changes(old, new, limit=5)
    assert (found.changed, found.ways, found.exact) == (2**40, 2**40, True)
    assert len(found.listed) == 5
    assert not found.complete
    assert outcome_changes(old, lattice(40)).changed == 0


def test_trying_stops_at_a_bound_and_says_so() -> None:
    old = lattice(40)
    ask = Choice("x", next=Target("q0")), Choice("y", next=Target("end"))
    first = graph("first: a=end\nend").steps
    new = replace(old, start="first", steps=(replace(first[0], choices=ask), first[1], *old.steps))
    found = outcome_changes(old, new, limit=3)
    assert not found.exact
    assert not found.complete
    assert found.changed == MOST_TRIED
    assert len(found.listed) == 3


@given(mazes(), mazes())
def test_the_count_is_what_trying_every_way_gives(old: Graph, new: Graph) -> None:
    found = outcome_changes(old, new, limit=10_000)
    ways = list(list_ways(old, limit=10_000))
    changed = [
        way for way in ways if ends(new, {step.slug: c.slug for step, c in way.answers}) != {way.end_name}
    ]
    assert found.ways == count_ways(old) == len(ways)
    assert [way.answers for way in found.listed] == [way.answers for way in changed]
    assert found.changed == len(changed)
    assert found.exact


def ends(guide: Graph, given: dict[str, str]) -> set[str]:
    """Where somebody may end who gave those answers: every combination of the others is tried."""
    open_questions = [step for step in guide.steps if step.choices and step.slug not in given]
    found = set()
    for answers in product(*(step.choices for step in open_questions)):
        taken = given | {step.slug: choice.slug for step, choice in zip(open_questions, answers, strict=True)}
        here = guide.by_slug[guide.start]
        while here.choices:
            choice = here.choice(taken[here.slug])
            if choice is None or choice.next is None:
                return {"withdrawn"}
            here = guide.by_slug[choice.next.step]
        found.add(here.slug)
    return found
