"""Where a customer stands, by replay; and where each choice leads from there."""

from dataclasses import replace

from tests.factories import graph
from tests.strategies import starts_of, steps_of
from wizard.graph import Graph
from wizard.runtime import Position, onward, resolve
from wizard.trail import Place, encode, parse

GUIDE = graph("q1: yes=q2 no=q3\nq2: x=q4 y=q3\nq3: x=q4 y=a2\nq4: x=a1 y=a2\na1\na2")


def at(step: str, query: str = "", *guides: Graph) -> Position:
    """The position at a step of the first guide for somebody who came by `query`."""
    guides = guides or (GUIDE,)
    flow = guides[0].flow
    return resolve(Place(flow, step), parse(query, flow), steps_of(*guides), starts_of(*guides))


def follow(position: Position, choice: str, *guides: Graph) -> str:
    """The address the link of `choice` has, as `guide/step?query`."""
    guides = guides or (GUIDE,)
    taken = position.step.choice(choice)
    assert taken is not None
    place, answers = onward(position, taken, steps_of(*guides), starts_of(*guides))
    return f"{place.flow}/{place.step}?{encode(answers, place.flow)}"


def test_the_answers_lead_from_the_first_question_to_the_place() -> None:
    position = at("q4", "q1=yes&q2=x")
    assert position.fits
    assert [(passed.step.slug, passed.choice.slug) for passed in position.before] == [
        ("q1", "yes"),
        ("q2", "x"),
    ]
    assert encode(position.trail, "guide") == "q1=yes&q2=x"


def test_a_step_without_a_trail_stands_alone() -> None:
    assert at("q4") == Position(Place("guide", "q4"), GUIDE.by_slug["q4"])


def test_a_way_may_begin_in_the_middle() -> None:
    assert [passed.step.slug for passed in at("q4", "q2=x").before] == ["q2"]
    assert at("q4", "q2=x").fits


def test_a_trail_that_leads_elsewhere_does_not_fit() -> None:
    position = at("q4", "q1=yes&q2=y")
    assert not position.fits
    assert position.before == ()
    assert position.later == ()


def test_a_trail_with_a_gap_does_not_fit() -> None:
    assert not at("q4", "q1=yes").fits


def test_a_choice_the_step_no_longer_has_does_not_fit() -> None:
    assert not at("q4", "q1=yes&q2=gone").fits


def test_unknown_steps_are_passed_over() -> None:
    assert at("q4", "gone=x&q1=yes&other.q1=no&q2=x").fits


def test_a_trail_of_unknown_steps_alone_is_no_trail() -> None:
    assert at("q4", "gone=x") == at("q4")


def test_answers_beyond_the_place_are_kept_for_later() -> None:
    position = at("q2", "q1=yes&q2=x&q4=y")
    assert encode(position.trail, "guide") == "q1=yes"
    assert encode(position.later, "guide") == "q2=x&q4=y"
    assert position.chosen == "x"


def test_at_the_first_question_every_answer_is_later() -> None:
    assert encode(at("q1", "q1=yes&q2=x").later, "guide") == "q1=yes&q2=x"
    assert at("q1", "q1=yes&q2=x").fits


def test_nothing_is_chosen_where_nothing_was_answered() -> None:
    assert at("q4", "q1=yes&q2=x").chosen == ""


def test_a_choice_leads_on_with_the_answer_added() -> None:
    assert follow(at("q2", "q1=yes"), "x") == "guide/q4?q1=yes&q2=x"


def test_changing_an_answer_keeps_later_answers_on_the_new_way() -> None:
    assert follow(at("q2", "q1=yes&q2=y&q3=x&q4=y"), "x") == "guide/a2?q1=yes&q2=x&q4=y"


def test_changing_an_answer_drops_those_off_the_new_way() -> None:
    assert follow(at("q1", "q1=yes&q2=x"), "no") == "guide/q3?q1=no"


def test_answers_behind_the_first_open_question_are_dropped() -> None:
    # q4 lies on the new way too, but q3 before it must be asked first.
    assert follow(at("q1", "q1=yes&q2=x&q4=y"), "no") == "guide/q3?q1=no"


def test_giving_the_same_answer_again_goes_back_to_where_one_was() -> None:
    assert follow(at("q1", "q1=yes&q2=x&q4=y"), "yes") == "guide/a2?q1=yes&q2=x&q4=y"


def test_a_later_answer_whose_choice_is_gone_is_asked_again() -> None:
    assert follow(at("q1", "q1=no&q2=gone&q4=y"), "yes") == "guide/q2?q1=yes"


def test_from_a_step_whose_trail_does_not_fit_one_goes_on_without_it() -> None:
    assert follow(at("q4", "q1=no"), "x") == "guide/a1?q4=x"


def test_a_choice_without_a_target_stays_where_it_is() -> None:
    guide = graph("q1: yes=a1 no=gone\na1")
    broken = replace(
        guide.steps[0], choices=tuple(replace(choice, next=None) for choice in guide.steps[0].choices)
    )
    draft = replace(guide, steps=(broken, *guide.steps[1:]))
    assert follow(at("q1", "", draft), "yes", draft) == "guide/q1?q1=yes"


def test_a_former_slug_of_a_choice_still_counts_and_is_written_anew() -> None:
    step = replace(GUIDE.steps[0], choices=(replace(GUIDE.steps[0].choices[0], aliases=("yep",)),))
    guide = replace(GUIDE, steps=(step, *GUIDE.steps[1:]))
    position = at("q2", "q1=yep", guide)
    assert position.fits
    assert encode(position.trail, "guide") == "q1=yes"
    assert follow(at("q1", "", guide), "yep", guide) == "guide/q2?q1=yes"


def test_a_choice_that_names_a_step_by_its_former_slug_leads_to_it() -> None:
    other = graph("new: x=a1\na1", flow="other", new={"aliases": ("old",)})
    guide = graph("q1: far=other:old\n")
    assert follow(at("q1", "", guide, other), "far", guide, other) == "other/new?guide.q1=far"


def test_answers_of_another_guide_lead_into_this_one() -> None:
    one, two = graph("q1: far=two:q2\n", flow="one"), graph("q1: x=q2\nq2: x=a1\na1", flow="two")
    position = at("q2", "one.q1=far", two, one)
    assert position.fits
    assert encode(position.trail, "two") == "one.q1=far"


def test_a_choice_into_another_guide_leads_to_its_own_address() -> None:
    one, two = graph("q1: far=two:\n", flow="one"), graph("q1: x=a1\na1", flow="two")
    assert follow(at("q1", "", one, two), "far", one, two) == "two/?one.q1=far"


def test_a_start_that_was_answered_before_is_passed_over() -> None:
    one, two = graph("q1: far=two: near=a1\na1", flow="one"), graph("q1: x=a1\na1", flow="two")
    position = at("q1", "q1=near&two.q1=x", one, two)
    assert follow(position, "far", one, two) == "two/a1?one.q1=far&q1=x"


def test_a_round_between_guides_asks_its_question_afresh_and_keeps_the_answers_on_the_way() -> None:
    one, two = graph("q1: far=two:q1\n", flow="one"), graph("q1: back=one:q1\n", flow="two")
    position = at("q1", "q1=far&two.q1=back", one, two)
    assert position.fits
    assert position.chosen == ""
    assert encode(position.trail, "one") == "two.q1=back"
    assert follow(position, "far", one, two) == "two/q1?one.q1=far"


def test_a_round_that_never_meets_the_place_ends_and_does_not_fit() -> None:
    one, two = graph("q1: far=two:q1\nlost", flow="one"), graph("q1: back=one:q1\n", flow="two")
    assert not at("lost", "q1=far&two.q1=back", one, two).fits


def test_a_way_of_more_than_sixty_answers_keeps_the_last_sixty_and_still_fits() -> None:
    long = graph("\n".join([*(f"q{number}: on=q{number + 1}" for number in range(70)), "q70"]))
    position = at("q0", "", long)
    for number in range(70):
        address = follow(position, "on", long)
        position = at(f"q{number + 1}", address.partition("?")[2], long)
        assert position.fits
    assert [passed.step.slug for passed in position.before] == [f"q{number}" for number in range(10, 70)]
