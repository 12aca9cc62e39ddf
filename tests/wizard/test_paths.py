"""Ways: counted without being listed, listed up to a bound, and the longest of them."""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import graph
from tests.strategies import mazes
from wizard.graph import Choice, Graph, Step, Target
from wizard.paths import Way, count_ways, in_order, list_ways, questions_on_longest_way
from wizard.problems import errors
from wizard.validation import World, validate


def lattice(levels: int) -> Graph:
    """Questions in a row, each with two choices that join again at the next."""
    rows = [f"q{number}: a=q{number + 1} b=q{number + 1}" for number in range(levels)]
    return graph("\n".join([*rows, f"q{levels}"]))


def chain(steps: int) -> Graph:
    """A guide as deep as it is long."""
    rows = [
        Step(f"q{number}", choices=(Choice("on", next=Target(f"q{number + 1}")),))
        for number in range(steps - 1)
    ]
    return Graph("chain", start="q0", steps=(*rows, Step(f"q{steps - 1}", outcome="solved")))


def spelled(way: Way) -> str:
    """A way as `q1=yes q2=no -> a1`."""
    answers = " ".join(f"{step.slug}={choice.slug}" for step, choice in way.answers)
    return f"{answers} -> {way.end_name} ({way.outcome})"


def test_the_ways_of_a_guide_with_joins_are_counted_at_once() -> None:
    assert count_ways(lattice(40)) == 2**40


def test_a_listing_stops_at_its_bound() -> None:
    assert len(list(list_ways(lattice(40), limit=7))) == 7


def test_a_listing_of_nothing_lists_nothing() -> None:
    assert list(list_ways(lattice(2), limit=0)) == []
    assert list(list_ways(graph("a1"), limit=0)) == []


def test_a_listing_is_made_as_it_is_read() -> None:
    assert len(list(islice(list_ways(lattice(40), limit=2**40), 3))) == 3


def test_ways_come_with_their_answers_and_outcomes_first_choices_first() -> None:
    guide = graph("q1: yes=q2 no=a2\nq2: x=a1 far=other: step=other:s1\na1\na2", a2={"outcome": "contact"})
    assert [spelled(way) for way in list_ways(guide, limit=10)] == [
        "q1=yes q2=x -> a1 (answer)",
        "q1=yes q2=far -> other (guide)",
        "q1=yes q2=step -> other/s1 (guide)",
        "q1=no -> a2 (contact)",
    ]


def test_a_guide_that_is_one_answer_has_one_way() -> None:
    assert count_ways(graph("a1")) == 1
    assert [way.end_name for way in list_ways(graph("a1"), limit=5)] == ["a1"]


def test_a_guide_without_a_start_has_no_ways() -> None:
    guide = graph("q1: yes=a1\na1", start="gone")
    assert count_ways(guide) == 0
    assert list(list_ways(guide, limit=5)) == []
    assert in_order(guide) == ([], [])


def test_a_choice_that_leads_nowhere_ends_its_way_there() -> None:
    guide = graph("q1: yes=gone no=a1\na1")
    assert count_ways(guide) == 2
    assert [spelled(way) for way in list_ways(guide, limit=5)] == [
        "q1=yes ->  (nowhere)",
        "q1=no -> a1 (answer)",
    ]


def test_a_circle_is_left_where_it_closes() -> None:
    guide = graph("q1: on=q2\nq2: back=q1 end=a1\na1")
    assert in_order(guide)[1] == [("q2", "q1")]
    assert count_ways(guide) == 1
    assert [spelled(way) for way in list_ways(guide, limit=5)] == [
        "q1=on q2=back -> q1 (nowhere)",
        "q1=on q2=end -> a1 (answer)",
    ]


def test_a_guide_that_names_itself_is_walked_like_any_target_of_its_own() -> None:
    guide = graph("q1: on=guide:q2\nq2: end=guide:a1 again=guide:\na1")
    assert guide.reachable == {"q1", "q2", "a1"}
    assert in_order(guide)[1] == [("q2", "q1")]
    assert count_ways(guide) == 1


def test_the_longest_way_counts_questions_from_each_step() -> None:
    guide = graph("q1: short=a1 long=q2\nq2: x=q3 y=a1\nq3: x=a1\na1")
    assert questions_on_longest_way(guide) == {"q1": 3, "q2": 2, "q3": 1, "a1": 0}


def test_a_way_of_20_000_steps_is_walked_without_recursion() -> None:
    deep = chain(20_000)
    (way,) = list_ways(deep, limit=5)
    assert len(way.answers) == 19_999
    assert count_ways(deep) == 1
    assert questions_on_longest_way(deep)["q0"] == 19_999


def test_a_deep_guide_is_validated_without_recursion() -> None:
    found = validate(chain(5_000), World(), drafting=True)
    assert [problem.code for problem in errors(found)] == ["too-long"]


@given(mazes())
def test_as_many_ways_are_listed_as_are_counted(guide: Graph) -> None:
    listed = list(list_ways(guide, limit=100_000))
    assert len(listed) == count_ways(guide)
    assert len({spelled(way) for way in listed}) == len(listed)


@given(mazes())
def test_the_longest_way_listed_is_the_longest_way_counted(guide: Graph) -> None:
    longest = max(len(way.answers) for way in list_ways(guide, limit=100_000))
    assert questions_on_longest_way(guide)[guide.start] == longest


@given(mazes())
def test_every_step_comes_before_those_it_leads_to(guide: Graph) -> None:
    order, closing = in_order(guide)
    place = {slug: number for number, slug in enumerate(order)}
    assert set(order) == guide.reachable
    assert closing == []
    for slug in order:
        assert all(place[slug] < place[target] for target in guide.local_targets(guide.by_slug[slug]))


@given(mazes(), st.integers(0, 5))
def test_a_bound_gives_the_first_of_the_whole_listing(guide: Graph, limit: int) -> None:
    whole = [spelled(way) for way in list_ways(guide, limit=100_000)]
    assert [spelled(way) for way in list_ways(guide, limit=limit)] == whole[:limit]
