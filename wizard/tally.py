"""What a visit to a step adds to the counts: where somebody came in, which choice was taken, what was reached.

A choice is counted when the step it leads to is looked at by somebody who comes from the question, so that a
reload, another language or a link sent to a colleague is no second answer.
"""

from __future__ import annotations

import re

from django.http import HttpRequest

from insights.counting import count
from insights.models import Kind
from insights.visitors import came_from, is_counted
from wizard.live import LiveGuide, look_up
from wizard.runtime import Answered, Position, follow
from wizard.trail import Place
from wizard.visit import Visit

_STEP_PAGE = re.compile(r"/(?:ja|en)/guides/(?P<flow>[a-z0-9-]{1,80})/(?:(?P<step>[a-z0-9-]{1,80})/)?\Z")


def count_visit(request: HttpRequest, visit: Visit) -> None:
    """Count the page or fragment made for `visit`, if it counts at all."""
    if not is_counted(request):
        return
    position, guide = visit.position, visit.guide
    here, step = position.place, position.step
    referrer = request.META.get("HTTP_REFERER", "").partition("?")[0]
    if referrer and _is_at(referrer, here, guide):
        return
    if position.chosen:
        _count_return(visit)
        return
    taken = _taken(request, referrer, visit)
    if taken:
        _count(Kind.CHOSEN, visit, taken.place, taken.choice.slug)
    if taken is None or taken.place.flow != here.flow:
        at_start = here.step == guide.start
        _count(Kind.STARTED if at_start else Kind.ENTERED, visit, here)
    _count(Kind.SEEN, visit, here)
    if step.is_answer:
        _count(Kind.REACHED, visit, here, step.kind)


def _count(kind: Kind, visit: Visit, place: Place, choice: str = "") -> None:
    guide = visit.live.guides.get(place.flow)
    count(kind, flow=place.flow, revision=guide.number if guide else 0, step=place.step, choice=choice)


def _taken(request: HttpRequest, referrer: str, visit: Visit) -> Answered | None:
    """The answer just given: the one at the page somebody comes from, or the last where that is not told."""
    before = visit.position.before
    if not before:
        return None
    if referrer:
        guides = visit.live.guides
        return next(
            (one for one in reversed(before) if _is_at(referrer, one.place, guides[one.place.flow])), None
        )
    told_to_be_elsewhere = request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin"
    return None if told_to_be_elsewhere else before[-1]


def _is_at(address: str, place: Place, guide: LiveGuide) -> bool:
    """Whether the address (without its query) is the page of `place`, in whichever language."""
    if address.endswith(f"/guides/{place.flow}/{place.step}/"):
        return True
    return place.step == guide.start and address.endswith(f"/guides/{place.flow}/")


def _count_return(visit: Visit) -> None:
    """Somebody came back to this question to answer it differently, from the step their answers had led to."""
    position = visit.position
    _count(Kind.RETURNED, visit, position.place, position.chosen)
    _count(Kind.BACK, visit, furthest(position, visit))


def furthest(position: Position, visit: Visit) -> Place:
    """The place to which all answers lead, those given beyond `position` included."""
    steps, starts = visit.live.steps, visit.live.starts
    later = {answer.place: answer.choice for answer in position.later}
    here = position.place
    while here in later and here in steps:
        choice = steps[here].choice(later.pop(here))
        onward = follow(here, choice, steps, starts) if choice else None
        if onward is None:
            break
        here = onward
    return here


def count_asked(request: HttpRequest) -> None:
    """Count somebody who comes from a step to the contact channels; one query if so."""
    if not is_counted(request):
        return
    match = _STEP_PAGE.match(came_from(request))
    if match is None:
        return
    asked = Place(match["flow"], match["step"] or "")
    live = look_up(asked)
    guide = live.guides.get(asked.flow)
    place = asked if asked.step or guide is None else Place(asked.flow, guide.start)
    if guide and place in live.published:
        count(Kind.ASKED, flow=place.flow, revision=guide.number, step=place.step)


def count_opened(request: HttpRequest, place: Place, revision: int) -> None:
    """Count a hand-off pack somebody opens by its code; its other language is no second one."""
    if is_counted(request) and came_from(request) != request.path:
        count(Kind.HANDED_OFF, flow=place.flow, revision=revision, step=place.step)
