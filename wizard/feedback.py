"""What a vote about a step leads on to: a remedy not tried yet, another guide, a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from contact.cards import channel_card
from faq.feedback import entry_subject as entry_alone
from ground.text import Text
from insights.subjects import Named, Subject, Way
from wizard.handoff import code_of
from wizard.live import Live, look_beside, look_up
from wizard.models import Alias, Flow
from wizard.overview import Guide, guides_answering
from wizard.runtime import Position, follow, leading, resolve
from wizard.trail import Answer, Answers, Place, address, parse

MOST_REMEDIES = 2
MOST_GUIDES = 2


def step_subject(name: str, _request: HttpRequest) -> Subject | None:
    """The live step called `name` (`guide/step?trail`), with the ways on from it; None when it is not live."""
    path, _, query = name.partition("?")
    flow, _, slug = path.partition("/")
    place, answers, language = Place(flow, slug), parse(query, flow), get_language() or "ja"
    live = look_up(place, answers)
    if place not in live.published:
        return None
    position = resolve(place, answers, live.steps, live.starts)
    trail = position.trail
    now = timezone.now()
    beside = look_beside(position.step)
    cards = [
        mark_safe(channel_card(beside.channels[channel][1], language, now, folded=True))  # noqa: S308 - rendered by a template
        for channel in position.step.channels
        if channel in beside.channels
    ]
    link = address("", place, trail).removeprefix("//guides/")
    return Subject(
        name=link.replace("/?", "?").rstrip("/"),
        url=address(language, place, trail),
        title=position.step.title.get(language),
        flow=flow,
        revision=live.guides[flow].number,
        step=slug,
        onward=tuple(_remedies(position, live, language) or [*_guides(position), *_back(position, language)]),
        channels=tuple(cards),
        contact_url=f"/{language}/contact/?way={code_of(place, position.before, live.guides)}",
    )


def flow_names(slugs: Iterable[str]) -> Mapping[str, Named]:
    """Today's slugs and titles of guides, of withdrawn ones too, also by their former slugs; two queries."""
    wanted, language = set(slugs), get_language() or "ja"
    flows = Flow.objects.filter(slug__in=wanted).values_list("slug", "slug", "title_ja", "title_en")
    former = Alias.objects.filter(slug__in=wanted, step=None).values_list(
        "slug", "flow__slug", "flow__title_ja", "flow__title_en"
    )
    return {slug: Named(today, Text(ja, en).get(language)) for slug, today, ja, en in (*former, *flows)}


def _remedies(position: Position, live: Live, language: str) -> list[Way]:
    """Remedies that branch off the way and were not tried, nearest first."""
    untried = _branches(position, live)
    steps = look_up(position.place, tuple(Answer(place, "") for place in untried)).steps if untried else {}
    remedies = [
        Way(
            address(language, place, trail),
            gettext("Try next: %(title)s") % {"title": steps[place].title.get(language)},
        )
        for place, trail in untried.items()
        if place in steps and steps[place].is_remedy
    ]
    return remedies[:MOST_REMEDIES]


def _back(position: Position, language: str) -> list[Way]:
    """The last question, to answer it anew."""
    if not position.before:
        return []
    last = position.before[-1]
    label = gettext("Answer differently: %(question)s") % {"question": last.step.title.get(language)}
    return [Way(address(language, last.place, position.trail), label)]


def _branches(position: Position, live: Live) -> dict[Place, Answers]:
    """Where the choices lead that were not taken, nearest first, each with the trail that leads there."""
    passed = {one.place for one in position.before} | {position.place}
    found: dict[Place, Answers] = {}
    for index in range(len(position.before) - 1, -1, -1):
        one = position.before[index]
        for choice in one.step.choices:
            place = follow(one.place, choice, live.steps, live.starts)
            if place and place.step and place not in passed:
                trail = (*position.trail[:index], Answer(one.place, choice.slug))
                found.setdefault(place, leading(trail, place, live.steps, live.starts))
    return found


def _guides(position: Position) -> list[Way]:
    """Other guides that lead to the entry this step shows first."""
    known = {position.place.flow} | {one.place.flow for one in position.before}
    shown = position.step.entries[:1]
    others = [guide for entry in shown for guide in guides_answering(entry) if guide.slug not in known]
    return [_start_of(guide) for guide in others[:MOST_GUIDES]]


def entry_subject(name: str, request: HttpRequest) -> Subject | None:
    """As `faq.feedback.entry_subject`, with the guides that lead to the entry before everything else."""
    subject = entry_alone(name, request)
    if subject is None:
        return None
    guides = [_start_of(guide) for guide in guides_answering(name)[:MOST_GUIDES]]
    return replace(subject, onward=(*guides, *subject.onward))


def _start_of(guide: Guide) -> Way:
    return Way(guide.url, gettext("Start the guide “%(name)s”") % {"name": guide.title}, guide.summary)
