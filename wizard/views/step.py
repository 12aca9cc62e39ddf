"""A guide and its steps: the pages everything else is there for."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from contact.cards import channel_from_card, state_words
from contact.hours import open_state
from ground.fingerprint import templates_fingerprint
from ground.pages import only_reads, wants_fragment
from wizard.former_ways import once_led
from wizard.live import Live, look_beside, look_up
from wizard.runtime import resolve
from wizard.steppage import render_step
from wizard.tally import count_visit
from wizard.trail import Answer, Answers, Place, address, parse
from wizard.views.missing import missing_step, todays_guides
from wizard.visit import Visit


@only_reads
def guide(request: HttpRequest, flow: str) -> HttpResponse:
    """A guide: its title, its summary and its first question."""
    return _page(request, Place(flow))


@only_reads
def step(request: HttpRequest, flow: str, step: str) -> HttpResponse:
    """Any step of a guide, with the way that led there if the address has one."""
    return _page(request, Place(flow, step))


def _page(request: HttpRequest, asked: Place) -> HttpResponse:
    answers = parse(request.META.get("QUERY_STRING", ""), asked.flow)
    live = look_up(asked, answers)
    found = live.guides.get(asked.flow)
    place = asked if asked.step or found is None else Place(asked.flow, found.start)
    if place not in live.published and not live.moved.get(place):
        return missing_step(request, place, removed=place in live.moved)
    today, place_today = _todays_slugs(answers, live), Place(place.flow, live.moved.get(place) or place.step)
    if today != answers or place_today != place:
        where = place_today if asked.step else asked
        known = [new for old, new in zip(answers, today, strict=True) if _was_there(old.place, live)]
        return _answer(request, HttpResponsePermanentRedirect(address(get_language() or "ja", where, known)))
    position = resolve(place, answers, live.steps, live.starts)
    visit = Visit(
        position=position,
        live=live,
        beside=look_beside(live.published[place].step),
        language=get_language() or "ja",
        now=timezone.now(),
        origin=f"{request.scheme}://{request.get_host()}",
        path=request.path,
        whole_guide=not asked.step,
        damaged=not position.fits and not once_led(place, answers, live),
    )
    fragment = wants_fragment(request)
    etag = _etag(visit, request, fragment=fragment)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(render_step(visit, fragment=fragment))
    response["ETag"] = etag
    count_visit(request, visit)
    return _answer(request, response)


def _answer(_request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "max-age=0"
    response["Vary"] = "HX-Request"
    return response


def _todays_slugs(answers: Answers, live: Live) -> Answers:
    """`answers` with every former slug of a guide, a step or a choice replaced by today's."""
    if not answers:
        return answers
    elsewhere = {answer.place.flow for answer in answers} - live.guides.keys()
    guides = todays_guides(elsewhere) if elsewhere else {}
    renamed = []
    for answer in answers:
        flow = guides.get(answer.place.flow, answer.place.flow)
        place = Place(flow, live.moved.get(answer.place) or answer.place.step)
        known = live.published.get(place)
        choice = known.step.choice(answer.choice) if known else None
        renamed.append(Answer(place, choice.slug if choice else answer.choice))
    return tuple(renamed)


def _was_there(place: Place, live: Live) -> bool:
    """Whether `place` is or was a step, as far as `live` knows: removed steps of a live guide are known too."""
    return place.flow not in live.guides or place in live.published or place in live.moved


def _etag(visit: Visit, request: HttpRequest, *, fragment: bool) -> str:
    """Changes with the revisions walked, what stands beside the step, the language, the site's name and the templates."""
    parts = (
        templates_fingerprint(),
        settings.SITE_NAME,
        fragment,
        visit.origin,
        visit.path,  # it begins with the language
        request.META.get("QUERY_STRING", ""),
        # In an order of their own: a database may bring rows in another one each time.
        sorted((guide.slug, guide.revision) for guide in visit.live.guides.values()),
        visit.live.notice.get(visit.language),
        visit.live.freshness,
        sorted((slug, version) for slug, (version, _) in visit.beside.entries.items()),
        sorted((slug, version, _state(raw, visit)) for slug, (version, raw) in visit.beside.channels.items()),
    )
    return f'"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def _state(raw: str, visit: Visit) -> str:
    return state_words(open_state(channel_from_card(raw), visit.now), visit.now)
