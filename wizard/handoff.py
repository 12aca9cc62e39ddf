"""The hand-off pack of a way, and the short code that is the way itself.

A code names guide, revision and the choices by their number in that revision (revisions never change), one
character each: `payment-failed.3.120-k7`. A way through several guides joins its parts with `~`; a part that does not
begin at the guide's start names its step: `guide.3.step.12`. The two characters at the end catch typing errors. Nothing is
stored: the code is the trail. A way through more than `MAX_PARTS` guides has no code.

Codes are copied, mailed, read out and typed again: `find_code` forgives what that does to them and changes no letter.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from urllib.parse import unquote

from django.db.models import Q
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.timezone import now as time_now
from django.utils.translation import get_language

from contact.handoff import HandOff, Passed, as_text
from ground.text import LANGUAGES, Text, plain
from search.words import normalise
from wizard.graph import Step, step_from_dict
from wizard.live import LiveGuide
from wizard.models import Alias, PublishedStep, Revision
from wizard.runtime import Answered
from wizard.trail import MAX_ANSWERS, Answer, Answers, Place, address

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CHECK = "23456789bcdfghjkmnpqrstvwxz"
_PART = re.compile(
    r"(?P<flow>[a-z0-9-]{1,80})\.(?P<number>[0-9]{1,6})(?:\.(?P<step>[a-z0-9-]{1,80}))?\.(?P<choices>[0-9a-z]*)\Z"
)
MAX_CODE = 997  # with its check: what an enquiry keeps of a way
MAX_PARTS = 10
# Beyond this nothing of a text is looked at: a whole pack fits in, with its code at the end.
MAX_TYPED = 10_000
_RUN = re.compile(r"[a-z0-9.~-]+")  # what a code is made of
_BEGUN = re.compile(r"(?P<flow>[a-z0-9-]{1,80})\.(?P<number>[0-9]{1,6})\.")
# What keyboards, fonts and word processors make of two of the signs in a code: waves and tildes; the Japanese full stop.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u02dc\u223c\u223f\u2053\u301c\u3030", "~"),
        **dict.fromkeys("\u3002\uff61", "."),
    }
)


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
    """A way read from `code`, as its revisions have it."""

    code: str
    place: Place
    step: Step
    before: tuple[Answered, ...]
    guide: Revision
    is_live: bool
    is_withdrawn: bool

    @property
    def trail(self) -> tuple[Answer, ...]:
        """The answers, for a link into today's guide."""
        return tuple(passed.answer for passed in self.before)


class UnreadableCode(ValueError):
    """There is no code, or it is mistyped."""


class UnknownCode(UnreadableCode):
    """The code is whole, and stands for a way that no guide here has had."""


class WithdrawnCode(UnreadableCode):
    """The way goes through a guide that has been withdrawn: what it said is no longer for everybody."""


def find_code(typed: str) -> str:
    """The code in what somebody typed, pasted or opened, as `code_of` writes it; empty where there is none.

    White space may be in it, other widths, capitals and signs that look the same; before and behind it brackets,
    stops, an address, words. Letters and digits are left alone: two characters cannot tell a mended one from a wrong one.
    """
    return next((run for run in _runs(typed) if _parts_of(run)), "")


def _runs(typed: str) -> list[str]:
    """What may be codes in `typed`: first as if its white space came with a line break, then as if it parted words."""
    text = normalise(plain(unquote(typed[:MAX_TYPED]).translate(_SIGNS)))
    found = (
        run.strip(".~").rstrip(".~-") for each in ("".join(text.split()), text) for run in _RUN.findall(each)
    )
    # A dash before a code is commoner than a slug that begins with one.
    return [each for run in found for each in dict.fromkeys([run.lstrip("-"), run]) if each]


def read_code(typed: str, *, withdrawn: bool = False) -> Walked:
    """The way of the code in `typed`; two queries and one for every answer. Raises UnreadableCode.

    Anybody can make up codes of guides that are withdrawn. Without `withdrawn` a way that goes through one of them,
    wherever it ends, raises WithdrawnCode.
    """
    code = find_code(typed)
    parts = _parts_of(code)
    if not parts:
        raise UnreadableCode(typed)
    revisions = _revisions_of(parts)
    is_withdrawn = any(revision.flow.live_id is None for revision in revisions)
    if is_withdrawn and not withdrawn:
        raise WithdrawnCode(code)
    before: list[Answered] = []
    for part, revision in zip(parts, revisions, strict=True):
        place = _walk_part(part, revision, before)
    step = _step_of(revision, place.step)
    is_live = revision.flow.live_id == revision.pk
    return Walked(code, place, step, tuple(before), revision, is_live, is_withdrawn)


def _parts_of(code: str) -> list[re.Match[str]]:
    """The parts of a code that could be one, none of any other: for that nothing is asked of the database."""
    body, _, check = code.rpartition("-")
    if not body or len(body) > MAX_CODE or check != _check(body):
        return []
    parts = [match for match in map(_PART.match, body.split("~")) if match]
    answers = [len(part["choices"]) for part in parts]
    if len(parts) != body.count("~") + 1 or len(parts) > MAX_PARTS or sum(answers) > MAX_ANSWERS:
        return []
    return parts if all(answers[:-1]) else []  # nobody leaves a guide without an answer


def _revisions_of(parts: Iterable[re.Match[str]]) -> list[Revision]:
    """The revision each part names; one query, two more where a guide has another slug by now. Raises UnknownCode."""
    named = [_named(part) for part in parts]
    found = _revisions_named(named)
    if not found.keys() >= set(named):
        raise UnknownCode
    return [found[each] for each in named]


def _named(part: re.Match[str]) -> tuple[str, int]:
    return part["flow"], int(part["number"])


def _revisions_named(named: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Revision]:
    """Those of the revisions `named` that exist, under the slug their guide has or had."""
    found = _revisions(named)
    if lacking := set(named) - found.keys():
        former = Alias.objects.filter(slug__in={flow for flow, _ in lacking}, step=None)
        today = dict(former.values_list("slug", "flow__slug"))
        renamed = {(flow, number): (today.get(flow, flow), number) for flow, number in lacking}
        rows = _revisions(renamed.values())
        found |= {old: rows[new] for old, new in renamed.items() if new in rows}
    return found


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
            raise UnknownCode(part.string)
        choice = step.choices[index]
        before.append(Answered(place, step, choice))
        if choice.next is None or choice.next.flow:
            break
        place = Place(flow, choice.next.step)
    return place


def _step_of(revision: Revision, slug: str) -> Step:
    row = PublishedStep.objects.filter(revision=revision, slug=slug).first()
    if row is None or row.content is None:
        raise UnknownCode(slug)
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


def text_of_code(typed: str, request: HttpRequest) -> str:
    """The hand-off text of the way of the code in `typed`, in the active language; empty when it cannot be read."""
    try:
        walked = read_code(typed)
    except UnreadableCode:
        return ""
    language = get_language() or "ja"
    origin = f"{request.scheme}://{request.get_host()}"
    return as_text(hand_off(walked, origin=origin, now=time_now(), code=walked.code), language)


def page_of_code(typed: str, language: str) -> str:
    """The address that reads the code in `typed`, or says that it is damaged; empty for what holds no code.

    A code, damaged or not, begins with a guide and a revision there are: nothing else is taken for one, and nothing
    is asked of the database before a text looks like that.
    """
    begun = [(run, _named(match)) for run in _runs(typed) if (match := _BEGUN.match(run))][:MAX_PARTS]
    found = _revisions_named([named for _, named in begun]) if begun else {}
    meant = next((run for run, named in begun if named in found), "")
    if not meant:
        return ""
    code = find_code(typed)
    return f"/h/{code}?lang={language}" if code else f"/h/?{urlencode({'code': meant, 'lang': language})}"


def pack_of(
    step: Step, before: Iterable[Answered], *, guide: Text, number: int, now: datetime, link: Text, code: str
) -> HandOff:
    """The pack of somebody who came to `step` (in revision `number` of `guide`) by `before`."""
    passed = tuple(Passed(one.step.title, one.choice.label, one.step.tried) for one in before)
    return HandOff(guide, step.title, passed, number, localtime(now), link, code)
