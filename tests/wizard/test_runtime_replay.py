"""What holds on every way through every guide: replay, and links that lead where they say."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import mazes, rings, starts_of, steps_of
from wizard.graph import Choice, Graph, Step
from wizard.paths import list_ways
from wizard.runtime import Position, Steps, onward, resolve
from wizard.trail import MAX_ANSWERS, Answer, Answers, Place, encode, parse


def visit(place: Place, answers: Answers, steps: Steps, starts: dict[str, str]) -> Position:
    """What a reader of the address of `place` with `answers` gets: the query string is between the two."""
    there = Place(place.flow, place.step or starts[place.flow])
    return resolve(there, parse(encode(answers, place.flow), place.flow), steps, starts)


def walk(data: st.DataObject, guides: list[Graph], length: int) -> Iterator[tuple[Position, Choice]]:
    """A customer who takes `length` links, each from the page the one before led to."""
    steps, starts = steps_of(*guides), starts_of(*guides)
    position = visit(Place(guides[0].flow), (), steps, starts)
    for _ in range(length):
        if position.step.is_answer:
            return
        choice = data.draw(st.sampled_from(position.step.choices))
        yield position, choice
        position = visit(*onward(position, choice, steps, starts), steps, starts)


@given(mazes(), st.data())
def test_the_replay_of_any_way_lands_at_its_end(guide: Graph, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from(list(list_ways(guide, limit=200))))
    answers = tuple(Answer(Place(guide.flow, step.slug), choice.slug) for step, choice in way.answers)
    assert way.end is not None
    position = visit(Place(guide.flow, way.end.slug), answers, steps_of(guide), starts_of(guide))
    assert position.fits
    assert position.trail == answers
    assert [(passed.step, passed.choice) for passed in position.before] == list(way.answers)


@given(mazes(), st.data())
def test_every_step_of_a_way_shows_the_answers_before_and_after_it(guide: Graph, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from(list(list_ways(guide, limit=200))))
    answers = tuple(Answer(Place(guide.flow, step.slug), choice.slug) for step, choice in way.answers)
    for number, (step, choice) in enumerate(way.answers):
        position = visit(Place(guide.flow, step.slug), answers, steps_of(guide), starts_of(guide))
        assert position.fits
        assert (position.trail, position.later) == (answers[:number], answers[number:])
        assert position.chosen == choice.slug


@given(rings(), st.data())
def test_every_link_leads_to_a_page_its_answers_fit(guides: dict[str, Graph], data: st.DataObject) -> None:
    made = [guides["one"], guides["two"]]
    steps, starts = steps_of(*made), starts_of(*made)
    for position, choice in walk(data, made, 12):
        place, answers = onward(position, choice, steps, starts)
        landed = visit(place, answers, steps, starts)
        assert landed.fits
        assert len(answers) <= MAX_ANSWERS
        assert len({answer.place for answer in answers}) == len(answers)


@given(rings(), st.data())
def test_links_of_a_page_reached_by_any_query_fit(guides: dict[str, Graph], data: st.DataObject) -> None:
    made = [guides["one"], guides["two"]]
    steps, starts = steps_of(*made), starts_of(*made)
    answer = st.builds(
        Answer, st.sampled_from(list(steps)), st.sampled_from(["c0", "c1", "c2", "x0", "x1", "gone"])
    )
    query = encode(data.draw(st.lists(answer, max_size=8)), "one")
    position = resolve(data.draw(st.sampled_from(list(steps))), parse(query, "one"), steps, starts)
    for choice in position.step.choices:
        place, answers = onward(position, choice, steps, starts)
        assert visit(place, answers, steps, starts).fits


@given(mazes(), st.data())
def test_a_changed_answer_keeps_what_lies_on_the_new_way_and_drops_the_rest(
    guide: Graph, data: st.DataObject
) -> None:
    steps, starts = steps_of(guide), starts_of(guide)
    ways = [way for way in list_ways(guide, limit=200) if way.answers]
    if not ways:
        return
    way = data.draw(st.sampled_from(ways))
    answers = tuple(Answer(Place(guide.flow, step.slug), choice.slug) for step, choice in way.answers)
    number = data.draw(st.integers(0, len(answers) - 1))
    step: Step = way.answers[number][0]
    position = visit(answers[number].place, answers, steps, starts)
    place, kept = onward(position, data.draw(st.sampled_from(step.choices)), steps, starts)
    later = answers[number + 1 :]
    assert kept[:number] == answers[:number]
    assert [answer for answer in later if answer in kept] == list(kept[number + 1 :])
    # It stops at the first question nobody has answered yet, so that nothing kept was skipped.
    assert place not in {answer.place for answer in answers}
    assert visit(place, kept, steps, starts).trail == kept


@given(mazes(), st.data())
def test_the_same_answer_again_leads_back_to_the_end_of_the_way(guide: Graph, data: st.DataObject) -> None:
    steps, starts = steps_of(guide), starts_of(guide)
    way = data.draw(st.sampled_from(list(list_ways(guide, limit=200))))
    answers = tuple(Answer(Place(guide.flow, step.slug), choice.slug) for step, choice in way.answers)
    for answer, (_, choice) in zip(answers, way.answers, strict=True):
        position = visit(answer.place, answers, steps, starts)
        place, kept = onward(position, choice, steps, starts)
        assert way.end is not None
        assert (place.step, kept) == (way.end.slug, answers)
