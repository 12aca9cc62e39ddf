"""The hand-off pack of a way, and the short code that is the way itself.

A code names guide, revision and the choices by their number in that revision (revisions never change), one
character each: `payment-failed.3.120-k7`. A way through several guides joins its parts with `~`; a part that does not
begin at the guide's start names its step: `guide.3.step.12`. The two characters at the end catch typing errors. Nothing is
stored: the code is the trail. A way through more than `MAX_PARTS` guides has no code.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.timezone import now as time_now
from django.utils.translation import get_language

from contact.handoff import HandOff, Passed, as_text
from ground.text import LANGUAGES, Text
from wizard.graph import Step, step_from_dict
from wizard.live import LiveGuide
from wizard.models import Alias, PublishedStep, Revision
from wizard.runtime import Answered
from wizard.trail import MAX_ANSWERS, Answer, Answers, Place, address

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CHECK = "23456789bcdfghjkmnpqrstvwxz"
_PART = re.compile(
    r"(?P<flow>[a-z0-9-]{1,80})\.(?P<number>\d{1,6})(?:\.(?P<step>[a-z0-9-]{1,80}))?\.(?P<choices>[0-9a-z]*)\Z"
)
MAX_CODE = 1000
MAX_PARTS = 10


def code_of(place: Place, before: Iterable[Answered], guides: Mapping[str, LiveGuide]) -> str:
    """The short code of the way `before` that led to `place`.

    Empty when `read_code` would not read it: a choice has no single character, or the way is too long.
    """
    parts: list[str] = []
    start = before_it = None
    choices = ""
    for passed in [*before, None]:
        here = passed.place if passed else place
        if start is None or not _goes_on(before_it, here):
            if start:
                parts.append(_part(start, choices, guides))
            start, choices = here, ""
        if passed:
            index = passed.step.choices.index(passed.choice)
            if index >= len(_DIGITS):
                return ""
            choices += _DIGITS[index]
        before_it = passed
    parts.append(_part(start or place, choices, guides))
    body = "~".join(parts)
    return f"{body}-{_check(body)}" if len(parts) <= MAX_PARTS and len(body) <= MAX_CODE else ""


def _goes_on(passed: Answered | None, here: Place) -> bool:
    """Whether the answer leads to `here` within its guide, by the slug its revision has; else a new part begins."""
    target = passed.choice.next if passed else None
    return bool(passed and target and Place(passed.place.flow, target.step) == here and not target.flow)


def _part(start: Place, choices: str, guides: Mapping[str, LiveGuide]) -> str:
    guide = guides[start.flow]
    named = "" if start.step == guide.start else f".{start.step}"
    return f"{start.flow}.{guide.number}{named}.{choices}"


def _check(body: str) -> str:
    number = zlib.crc32(body.encode())
    return _CHECK[number % len(_CHECK)] + _CHECK[number // len(_CHECK) % len(_CHECK)]


@dataclass(frozen=True, slots=True)
class Walked:
    """A way read from a code, as its revisions have it."""

    place: Place
    step: Step
    before: tuple[Answered, ...]
    guide: Revision
    is_live: bool

    @property
    def trail(self) -> tuple[Answer, ...]:
        """The answers, for a link into today's guide."""
        return tuple(passed.answer for passed in self.before)


class UnreadableCode(ValueError):
    """The code is mistyped, or names a revision that was never published."""


def read_code(code: str) -> Walked:
    """The way a code stands for; two queries and one for every answer. Raises UnreadableCode."""
    parts = _parts_of(code)
    before: list[Answered] = []
    for part, revision in zip(parts, _revisions_of(parts), strict=True):
        place = _walk_part(part, revision, before)
    step = _step_of(revision, place.step)
    return Walked(place, step, tuple(before), revision, revision.flow.live_id == revision.pk)


def _parts_of(code: str) -> list[re.Match[str]]:
    """The parts of a code that could be one; nothing is asked of the database for any other. Raises UnreadableCode."""
    body, _, check = code.strip().lower().rpartition("-")
    if not body or len(body) > MAX_CODE or check != _check(body):
        raise UnreadableCode(code)
    parts = [match for match in map(_PART.match, body.split("~")) if match]
    answers = [len(part["choices"]) for part in parts]
    if len(parts) != body.count("~") + 1 or len(parts) > MAX_PARTS or sum(answers) > MAX_ANSWERS:
        raise UnreadableCode(code)
    if not all(answers[:-1]):  # nobody leaves a guide without an answer
        raise UnreadableCode(code)
    return parts


def _revisions_of(parts: Iterable[re.Match[str]]) -> list[Revision]:
    """The revision each part names; one query, two more where a guide has another slug by now. Raises UnreadableCode."""
    named = [(part["flow"], int(part["number"])) for part in parts]
    found = _revisions(named)
    if lacking := set(named) - found.keys():
        former = Alias.objects.filter(slug__in={flow for flow, _ in lacking}, step=None)
        today = dict(former.values_list("slug", "flow__slug"))
        renamed = {(flow, number): (today.get(flow, flow), number) for flow, number in lacking}
        rows = _revisions(renamed.values())
        found |= {old: rows[new] for old, new in renamed.items() if new in rows}
    if not found.keys() >= set(named):
        raise UnreadableCode
    return [found[each] for each in named]


def _revisions(named: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Revision]:
    wanted = reduce(or_, (Q(flow__slug=flow, number=number) for flow, number in named))
    rows = Revision.objects.select_related("flow").filter(wanted)
    return {(revision.flow.slug, revision.number): revision for revision in rows}


def _walk_part(part: re.Match[str], revision: Revision, before: list[Answered]) -> Place:
    """Add the answers of a part to `before`; returns the place they lead to within its guide."""
    flow = revision.flow.slug
    place = Place(flow, part["step"] or revision.start)
    for digit in part["choices"]:
        step = _step_of(revision, place.step)
        index = _DIGITS.index(digit)
        if index >= len(step.choices):
            raise UnreadableCode(part.string)
        choice = step.choices[index]
        before.append(Answered(place, step, choice))
        if choice.next is None or choice.next.flow:
            break
        place = Place(flow, choice.next.step)
    return place


def _step_of(revision: Revision, slug: str) -> Step:
    row = PublishedStep.objects.filter(revision=revision, slug=slug).first()
    if row is None or row.content is None:
        raise UnreadableCode(slug)
    return step_from_dict(row.content)


def link_to(origin: str, place: Place, trail: Answers) -> Text:
    """The address of a place with the way that led there, in each language; `origin` is its scheme and host."""
    return Text(*(origin + address(language, place, trail) for language in LANGUAGES))


def hand_off(walked: Walked, *, origin: str, now: datetime, code: str) -> HandOff:
    """The pack of a way read from a code; `origin` is the scheme and host its link begins with."""
    return pack_of(
        walked.step,
        walked.before,
        guide=Text.from_dict(walked.guide.header.get("title")),
        number=walked.guide.number,
        now=now,
        link=link_to(origin, walked.place, walked.trail),
        code=code,
    )


def text_of_code(code: str, request: HttpRequest) -> str:
    """The hand-off text of the way `code` stands for, in the active language; empty when it cannot be read."""
    try:
        walked = read_code(code)
    except UnreadableCode:
        return ""
    language = get_language() or "ja"
    origin = f"{request.scheme}://{request.get_host()}"
    return as_text(hand_off(walked, origin=origin, now=time_now(), code=code), language)


def pack_of(
    step: Step, before: Iterable[Answered], *, guide: Text, number: int, now: datetime, link: Text, code: str
) -> HandOff:
    """The pack of somebody who came to `step` (in revision `number` of `guide`) by `before`."""
    passed = tuple(Passed(one.step.title, one.choice.label, one.step.tried) for one in before)
    return HandOff(guide, step.title, passed, number, localtime(now), link, code)
