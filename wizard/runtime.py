"""Where a customer stands: a function of the published steps and the answers, by replay.

No current step is stored anywhere. `resolve` follows the answers from the first one and stops at the place
the address names; what was answered after it (somebody went back to change an answer) is kept as `later`.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """
    given = {answer.place: answer for answer in answers if answer.place in steps}
    if not given:
        return Position(place, steps[place])
    before: list[Answered] = []
    passed: set[Place] = set()
    here: Place | None = next(iter(given))
    while here is not None and here != place and here in given and here not in passed:
        passed.add(here)
        step = steps[here]
        choice = step.choice(given[here].choice)
        if choice is None:
            break
        before.append(Answered(here, step, choice))
        here = follow(here, choice, steps, starts)
    if here != place:
        return Position(place, steps[place], fits=False)
    later = tuple(answer for answer in given.values() if answer.place not in passed)
    return Position(place, steps[place], tuple(before), later)


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
    asked again only what the change requires; the others are dropped.
    """
    kept = {answer.place: answer for answer in position.later if answer.place != position.place}
    trail = [*position.trail, Answer(position.place, choice.slug)]
    here = _target(position.place, choice, steps, starts, kept)
    while here in kept and here in steps and len(trail) < MAX_ANSWERS:
        answer = kept.pop(here)
        taken = steps[here].choice(answer.choice)
        if taken is None:
            break
        trail.append(Answer(here, taken.slug))
        here = _target(here, taken, steps, starts, kept)
    return here, tuple(trail[-MAX_ANSWERS:])


def _target(
    here: Place, choice: Choice, steps: Steps, starts: Mapping[str, str], kept: Mapping[Place, Answer]
) -> Place:
    """As `follow`, but another guide's start keeps the guide's own address unless the way goes on from there."""
    target = follow(here, choice, steps, starts) or here
    to_a_start = choice.next is not None and choice.next.flow and not choice.next.step
    return Place(target.flow) if to_a_start and target not in kept else target
