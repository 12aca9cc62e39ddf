"""What of a step's page depends on the reader: the way they came, what stands beside, the pack they take along.

`wizard.steppage` renders the rest once for everybody and fills these in.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext, ngettext, override

from contact.cards import channel_card, channel_from_card
from contact.packs import languages_needed, pack_html
from faq.cards import article_from_content, entry_card
from ground.dates import date_in_words
from ground.skeleton import Skeleton, Slots, remember
from wizard.handoff import code_of, link_to, pack_of
from wizard.runtime import onward
from wizard.trail import Place, encode
from wizard.visit import Visit


def values_of(visit: Visit) -> dict[str, str]:
    """What fills the slots of a step for `visit`, as HTML by name."""
    position, step = visit.position, visit.position.step
    steps, starts = visit.live.steps, visit.live.starts
    code = code_of(position.place, position.before, visit.live.guides)
    values = {
        "back": _back(visit),
        "message": _message(visit),
        "kicker": _kicker(visit),
        "way": _way(visit),
        "freshness": _freshness(visit),
        "beside": _beside(visit),
        **_at(visit),
        "pack": _pack(visit, code),
        "vote": _vote(visit),
        "contact": f"/{visit.language}/contact/?way={code}",
        "bare-link": f"{escape(visit.origin)}{visit.address(position.place)}",
        "link-with-answers": _link_with_answers(visit),
    }
    for number, choice in enumerate(step.choices):
        place, answers = onward(position, choice, steps, starts)
        values[f"href-{number}"] = visit.address(place, answers)
        if choice.slug == position.chosen:
            values[f"chosen-{number}"] = " chosen"
            values[f"was-{number}"] = _piece("was", visit.language).fill({})
    return values


def _back(visit: Visit) -> str:
    position = visit.position
    if position.before:
        last = position.before[-1]
        href = visit.address(last.place, visit.answers)
        return _piece("back", visit.language).fill({"href": href})
    if visit.whole_guide or position.place.step == visit.guide.start:
        return _piece("home", visit.language).fill({})
    return _piece("start", visit.language).fill({"href": visit.address(Place(position.place.flow))})


def _message(visit: Visit) -> str:
    if not visit.position.fits:
        href = visit.address(Place(visit.position.place.flow))
        return _piece("damaged" if visit.damaged else "changed", visit.language).fill({"href": href})
    others = [answer for answer in visit.position.later if answer.place != visit.position.place]
    return _piece("changing", visit.language).fill({}) if others else ""


def _kicker(visit: Visit) -> str:
    step = visit.position.step
    if step.is_answer:
        return ""
    number, ahead = len(visit.position.before) + 1, visit.live.published[visit.position.place].ahead
    if not visit.position.before and not visit.whole_guide and visit.position.place.step != visit.guide.start:
        return ""
    words = gettext("Question %(number)s") % {"number": number}
    if ahead:
        more = ngettext("at most %(count)s more", "at most %(count)s more", ahead) % {"count": ahead}
        words = gettext("%(question)s, %(more)s") % {"question": words, "more": more}
    dots = '<i class="done"></i>' * min(number - 1, 12) + '<i class="here"></i>' + "<i></i>" * min(ahead, 12)
    return f'<p class="kicker"><span class="dots" aria-hidden="true">{dots}</span>{escape(words)}</p>'


def _way(visit: Visit) -> str:
    position = visit.position
    if not position.before:
        return ""
    everything = visit.answers
    rows = [
        _piece("answered", visit.language).fill(
            {
                "question": escape(passed.step.title.get(visit.language)),
                "answer": escape(passed.choice.label.get(visit.language)),
                "href": visit.address(passed.place, everything),
            }
        )
        for passed in position.before
    ]
    here = escape(position.step.title.get(visit.language))
    return _piece("way", visit.language).fill(
        {"rows": "".join(rows), "here": here, "restart": visit.address(Place(position.before[0].place.flow))}
    )


def _freshness(visit: Visit) -> str:
    fresh = visit.live.freshness
    parts = []
    if fresh.facts_as_of:
        parts.append(
            gettext("The oldest facts in this guide are as of %(date)s.")
            % {"date": date_in_words(fresh.facts_as_of)}
        )
    if fresh.last_checked:
        checked = gettext("Everything was checked on %(date)s or later.")
        parts.append(checked % {"date": date_in_words(fresh.last_checked)})
    text = ("" if visit.language == "ja" else " ").join(parts)
    return f'<p class="checked">{escape(text)}</p>' if parts else ""


def _link_with_answers(visit: Visit) -> str:
    if not visit.position.before:
        return ""
    href = visit.address(visit.position.place, visit.position.trail)
    return _piece("link", visit.language).fill({"href": f"{escape(visit.origin)}{href}"})


def _at(visit: Visit) -> dict[str, str]:
    """Where the reader is, as the form of a helper hands it on: flow/step, with the trail."""
    if not visit.position.step.helper:
        return {}
    place, query = visit.position.place, encode(visit.answers, visit.position.place.flow)
    at = f"{place.flow}/{place.step}?{query}" if query else f"{place.flow}/{place.step}"
    return {"at": escape(at), "at-in-query": quote(at)}


def _vote(visit: Visit) -> str:
    """What a vote is about, as its form sends it: flow/step with the trail."""
    if not visit.position.step.is_answer:
        return ""
    place, trail = visit.position.place, encode(visit.position.trail, visit.position.place.flow)
    return escape(f"{place.flow}/{place.step}?{trail}" if trail else f"{place.flow}/{place.step}")


def _beside(visit: Visit) -> str:
    step, beside, language = visit.position.step, visit.beside, visit.language
    shown = [beside.entries[slug][1] for slug in step.entries if slug in beside.entries]
    cards, helpers = [], {step.helper}
    for number, raw in enumerate(shown):
        helper = article_from_content(raw)[0].helper
        folded = number > 0 or not step.is_answer
        cards.append(entry_card(raw, language, folded=folded, with_helper=helper not in helpers))
        helpers.add(helper)
    channels = [
        channel_card(
            beside.channels[slug][1], language, visit.now, folded=number > 0 or step.outcome != "contact"
        )
        for number, slug in enumerate(step.channels)
        if slug in beside.channels
    ]
    related = [
        _related(slug, beside.entries[slug][1], language) for slug in step.related if slug in beside.entries
    ]
    values: Mapping[str, str] = {
        "entries": "".join(cards),
        "channels": "".join(channels),
        "related": "".join(related),
    }
    order = (
        ("channels", "entries", "related")
        if step.outcome == "contact"
        else ("entries", "channels", "related")
    )
    return "".join(_piece(name, language).fill({"items": values[name]}) for name in order if values[name])


def _pack(visit: Visit, code: str) -> str:
    """What to hand over, at every answer that somebody might still have to ask about."""
    position = visit.position
    if not position.step.is_answer or position.step.outcome == "solved" or not position.before:
        return ""
    channels = [
        channel_from_card(visit.beside.channels[slug][1])
        for slug in position.step.channels
        if slug in visit.beside.channels
    ]
    pack = pack_of(
        position.step,
        position.before,
        guide=visit.guide.title,
        number=visit.guide.number,
        now=visit.now,
        link=link_to(visit.origin, position.place, position.trail),
        code=code,
    )
    return pack_html(pack, languages_needed(channels, visit.language), visit.language)


def _related(slug: str, raw: str, language: str) -> str:
    article, _ = article_from_content(raw)
    return f'<li><a href="/{language}/faq/entry/{slug}/">{escape(article.title.get(language))}</a></li>'


@remember(64)
def _piece(name: str, language: str) -> Skeleton:
    with override(language):
        return Skeleton(
            render_to_string(f"wizard/pieces/_{name}.html", {"slots": Slots(), "language": language})
        )
