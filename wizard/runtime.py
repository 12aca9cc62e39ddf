"""Where a customer stands: a function of the published steps and the answers, by replay.

No current step is stored anywhere. `resolve` follows the answers from the first one and stops at the place
the address names; what was answered after it (somebody went back to change an answer) is kept as `later`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wizard.graph import Choice, Step
from wizard.trail import MAX_ANSWERS, Answer, Answers, Place

Steps = Mapping[Place, Step]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question passed on the way, with the choice taken."""

    place: Place
    step: Step
    choice: Choice

    @property
    def answer(self) -> Answer:
        """The pair it stands for in the trail, in today's slugs."""
        return Answer(self.place, self.choice.slug)


@dataclass(frozen=True, slots=True)
class Position:
    """A customer at a step.

    `before`: the questions passed, first to last. `later`: answers given beyond this step earlier on, which
    still hold if the new way passes them. `fits`: whether the trail leads here; False when the guide has
    changed since the link was made.
    """

    place: Place
    step: Step
    before: tuple[Answered, ...] = ()
    later: Answers = ()
    fits: bool = True

    @property
    def trail(self) -> Answers:
        """The answers that led here."""
        return tuple(passed.answer for passed in self.before)

    @property
    def chosen(self) -> str:
        """The choice taken here before the customer came back, or an empty string."""
        return next((answer.choice for answer in self.later if answer.place == self.place), "")


def resolve(place: Place, answers: Answers, steps: Steps, starts: Mapping[str, str]) -> Position:
    """The position at `place` (which must be among `steps`) for somebody who gave `answers`.

    `steps` holds at least the steps the answers name; `starts` gives each guide's first step. Answers of
    unknown steps are passed over. The replay begins at the first known question of the trail.

    Somebody whose last answer leads to `place` has come forward to it: it is asked afresh, even in a link that holds
    an earlier answer to it. Otherwise an answer to `place` means that they came back to change it.
    """
    given = tuple(answer for answer in answers if answer.place in steps)
    index = next((number for number, answer in enumerate(given) if answer.place == place), len(given))
    before, later = given[:index], given[index:]
    if len(later) != 1 and (way := _replayed((*before, *later[1:]), place, (), steps, starts)):
        return Position(place, steps[place], way)
    if later and (way := _replayed(before, place, later, steps, starts)) is not None:
        return Position(place, steps[place], way, _readable(later, steps))
    return _from_the_first(place, given, steps, starts)


def _replayed(
    answers: Answers, place: Place, later: Answers, steps: Steps, starts: Mapping[str, str]
) -> tuple[Answered, ...] | None:
    """`answers` as the way to `place`, before `later`; None when they do not lead there.

    An answer leads to the question after it, or to one that was asked again since: a round of guides came back to it.
    """
    asked_again = {place, *(answer.place for answer in later)}
    if later and (last := _answered(later[-1], steps)):
        # The page from which somebody came back.
        asked_again.add(follow(last.place, last.choice, steps, starts) or place)
    way: list[Answered] = []
    following = place
    for answer in reversed(answers):
        passed = _answered(answer, steps)
        onward = follow(passed.place, passed.choice, steps, starts) if passed else None
        is_last = not way and not later
        if passed is None or (onward != following and (is_last or onward not in asked_again)):
            return None
        way.append(passed)
        following = passed.place
        asked_again.add(following)
    return tuple(reversed(way))


def _answered(answer: Answer, steps: Steps) -> Answered | None:
    """`answer` with its step and choice; None when the step has no such choice."""
    step = steps[answer.place]
    choice = step.choice(answer.choice)
    return Answered(answer.place, step, choice) if choice else None


def _from_the_first(place: Place, given: Answers, steps: Steps, starts: Mapping[str, str]) -> Position:
    """The position where the first answer leads on to `place`, in whichever order the others stand."""
    waiting = {answer.place: answer for answer in given}
    before: list[Answered] = []
    here: Place | None = next(iter(waiting), place)
    while here in waiting and here != place:
        passed = _answered(waiting.pop(here), steps)
        if passed is None:
            break
        before.append(passed)
        here = follow(passed.place, passed.choice, steps, starts)
    if here != place:
        return Position(place, steps[place], fits=False)
    return Position(place, steps[place], tuple(before), _readable(waiting.values(), steps))


def _readable(answers: Iterable[Answer], steps: Steps) -> Answers:
    """Those whose step has such a choice."""
    return tuple(answer for answer in answers if _answered(answer, steps))


def follow(here: Place, choice: Choice, steps: Steps, starts: Mapping[str, str]) -> Place | None:
    """The place `choice` leads to, by today's slugs as far as `steps` knows them; None when it leads nowhere."""
    if choice.next is None:
        return None
    flow = choice.next.flow or here.flow
    target = Place(flow, choice.next.step or starts.get(flow, ""))
    if target in steps:
        return target
    renamed = (at for at, step in steps.items() if at.flow == flow and target.step in step.aliases)
    return next(renamed, target)


def onward(
    position: Position, choice: Choice, steps: Steps, starts: Mapping[str, str]
) -> tuple[Place, Answers]:
    """Where `choice` leads from `position`, with the answers its link carries.

    Later answers that lie on the new way are kept and passed over, so that somebody who changes one answer is
    asked again only what the change requires; the others are dropped. It ends at the first open question, and
    where the way comes round to a question answered before: that is asked afresh, and loses its answer.
    """
    kept = {answer.place: answer for answer in position.later if answer.place != position.place}
    trail = [*position.trail, Answer(position.place, choice.slug)]
    here = _target(position.place, choice, steps, starts, kept)
    while here in kept and here in steps and len(trail) < MAX_ANSWERS:
        taken = steps[here].choice(kept.pop(here).choice)
        beyond = _target(here, taken, steps, starts, kept) if taken else None
        if taken is None or beyond is None or _asked(beyond, starts) == position.place:
            break
        trail.append(Answer(here, taken.slug))
        here = beyond
    return here, _carried(trail, here, position, steps, starts)


def _carried(
    trail: list[Answer], here: Place, position: Position, steps: Steps, starts: Mapping[str, str]
) -> Answers:
    """What of `trail` a link from `position` to `here` carries.

    No answer to what is asked there; nor, where a change dropped what came between, the answers before it.
    """
    asked = _asked(here, starts)
    carried = tuple(answer for answer in trail if answer.place != asked or answer.place == position.place)[
        -MAX_ANSWERS:
    ]
    return leading(carried, asked, steps, starts) if position.later else carried


def leading(answers: Answers, place: Place, steps: Steps, starts: Mapping[str, str]) -> Answers:
    """As much of the end of `answers` as leads to `place`; all of them where none does."""
    rests = (answers[number:] for number in range(len(answers)))
    return next((rest for rest in rests if _replayed(rest, place, (), steps, starts)), answers)


def _asked(place: Place, starts: Mapping[str, str]) -> Place:
    """The step that is asked at `place`."""
    return place if place.step else Place(place.flow, starts.get(place.flow, ""))


def _target(
    here: Place, choice: Choice, steps: Steps, starts: Mapping[str, str], kept: Mapping[Place, Answer]
) -> Place:
    """As `follow`, but another guide's start keeps the guide's own address unless the way goes on from there."""
    target = follow(here, choice, steps, starts) or here
    to_a_start = choice.next is not None and choice.next.flow and not choice.next.step
    return Place(target.flow) if to_a_start and target not in kept else target
