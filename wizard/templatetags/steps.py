"""Tags with which templates of lower rooms lead back to a step."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.translation import get_language

from wizard.live import look_up
from wizard.runtime import onward, resolve
from wizard.trail import Place, address, parse

register = template.Library()


@dataclass(frozen=True, slots=True)
class Origin:
    """A step somebody came from, with the answers given: its title, its address, and a choice of it by name."""

    title: str
    href: str
    choice: str = ""
    choice_href: str = ""


@register.simple_tag
def origin(at: str, helper: str, choice: str = "") -> Origin | None:
    """The live step that `at` names (flow/step, with its trail after a question mark); None when it is none.

    `choice` is looked up in it only if the step names `helper`: a suggestion means nothing elsewhere.
    """
    path, _, query = at.partition("?")
    flow, _, slug = path.partition("/")
    place = Place(flow, slug)
    answers = parse(query, flow)
    live = look_up(place, answers) if slug else None
    if live is None or place not in live.published:
        return None
    position, language = resolve(place, answers, live.steps, live.starts), get_language() or "ja"
    step = position.step
    href = address(language, place, (*position.trail, *position.later))
    taken = step.choice(choice) if choice and step.helper == helper else None
    if taken is None:
        return Origin(step.title.get(language), href)
    where, trail = onward(position, taken, live.steps, live.starts)
    return Origin(step.title.get(language), href, taken.label.get(language), address(language, where, trail))
