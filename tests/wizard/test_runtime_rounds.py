"""Guides that lead into each other, and round again: a question that comes back is asked afresh, and what was tried stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import rings, starts_of, steps_of
from wizard.graph import Graph
from wizard.runtime import Position, Steps, onward, resolve
from wizard.trail import Answer, Answers, Place, encode, parse

RINGS = st.sampled_from([("one", "two"), ("one", "two", "three")]).flatmap(rings)


def visit(place: Place, answers: Answers, steps: Steps, starts: dict[str, str]) -> Position:
    """What a reader of the address of `place` with `answers` gets: the query string is between the two."""
    there = Place(place.flow, place.step or starts[place.flow])
    return resolve(there, parse(encode(answers, place.flow), place.flow), steps, starts)


def anywhere(data: st.DataObject, guides: list[Graph]) -> Position:
    """A position at any step with any answers at all, sensible or not."""
    steps, starts = steps_of(*guides), starts_of(*guides)
    answer = st.builds(Answer, st.sampled_from(list(steps)), st.sampled_from(["c0", "c1", "c2", "x0", "x1"]))
    answers = data.draw(st.lists(answer, max_size=8, unique_by=lambda answer: answer.place))
    return resolve(data.draw(st.sampled_from(list(steps))), tuple(answers), steps, starts)


@given(RINGS, st.data())
def test_no_trail_offers_a_choice_that_leads_to_its_own_page(
    guides: dict[str, Graph], data: st.DataObject
) -> None:
    made = list(guides.values())
    steps, starts = steps_of(*made), starts_of(*made)
    position = anywhere(data, made)
    for _ in range(12):
        for choice in position.step.choices:
            place, answers = onward(position, choice, steps, starts)
            assert Place(place.flow, place.step or starts[place.flow]) != position.place
        if position.step.is_answer:
            return
        position = visit(
            *onward(position, data.draw(st.sampled_from(position.step.choices)), steps, starts), steps, starts
        )


@given(RINGS, st.data())
def test_going_forward_loses_only_the_answer_to_what_is_asked_again(
    guides: dict[str, Graph], data: st.DataObject
) -> None:
    made = list(guides.values())
    steps, starts = steps_of(*made), starts_of(*made)
    position = visit(Place("one"), (), steps, starts)
    for _ in range(12):
        if position.step.is_answer:
            return
        choice = data.draw(st.sampled_from(position.step.choices))
        landed = visit(*onward(position, choice, steps, starts), steps, starts)
        assert landed.fits
        assert landed.chosen == ""
        assert landed.later == ()
        given_so_far = (*position.trail, Answer(position.place, choice.slug))
        assert landed.trail == tuple(answer for answer in given_so_far if answer.place != landed.place)
        position = landed


@given(RINGS, st.data())
def test_going_back_and_giving_the_same_answer_leads_forward_again(
    guides: dict[str, Graph], data: st.DataObject
) -> None:
    made = list(guides.values())
    steps, starts = steps_of(*made), starts_of(*made)
    position = visit(Place("one"), (), steps, starts)
    for _ in range(8):
        if position.step.is_answer:
            break
        choice = data.draw(st.sampled_from(position.step.choices))
        position = visit(*onward(position, choice, steps, starts), steps, starts)
    if not position.before:
        return
    last = position.before[-1]
    back = visit(last.place, position.trail, steps, starts)
    assert back.fits
    assert back.chosen == last.choice.slug
    place, answers = onward(back, last.choice, steps, starts)
    assert (Place(place.flow, place.step or starts[place.flow]), answers) == (position.place, position.trail)
