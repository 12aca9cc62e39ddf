"""A step as a page or a fragment: rendered once per step and language, filled per reader.

What is the same for everybody stands in skeletons; `wizard.stepslots` gives what depends on the way somebody came.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import override

from ground.pages import Page, site_name
from ground.skeleton import Skeleton, Slots, remember, slot
from ground.text import LANGUAGES
from tools.embed import embedded_form
from wizard import live as wizard_live
from wizard.graph import Step
from wizard.live import LiveGuide
from wizard.stepslots import values_of
from wizard.trail import Place
from wizard.visit import Visit


def render_step(visit: Visit, *, fragment: bool) -> str:
    """The page for `visit`, or only the part that changes from step to step."""
    place = visit.position.place
    published = visit.live.published[place]
    skeleton = _skeleton(published.raw, visit.guide.header, place.flow, visit.language, visit.whole_guide)
    inner = skeleton.fill(values_of(visit))
    heading = published.step.title.get(visit.language)
    name = visit.guide.title.get(visit.language)
    title = f"{name} — {site_name()}" if visit.whole_guide else f"{heading} — {name}"
    here = Place(place.flow) if visit.whole_guide else place
    switch = {f"switch-{code}": visit.address(here, visit.answers, code) for code in LANGUAGES}
    values = {"title": escape(title), "main": inner, **switch}
    if fragment:
        return _fragment(visit.language).fill(values)
    summary = visit.guide.summary.get(visit.language)
    values |= {
        "origin": escape(visit.origin),
        "rest": visit.path[3:],
        "heading": escape(name if visit.whole_guide else heading),
        "description": escape(summary if visit.whole_guide else name),
        "notice": escape(visit.live.notice.get(visit.language)),
        "bar": visit.bar,
    }
    indexed = visit.whole_guide and not visit.bar
    return _frame(visit.language, indexed, bool(visit.answers)).fill(values)


@remember(8)
def _frame(language: str, indexed: bool, trail: bool) -> Skeleton:  # noqa: FBT001 - parts of the key
    page = Page(
        title=slot("heading"),
        path=f"/{language}{slot('rest')}",
        origin=slot("origin"),
        description=slot("description"),
        indexed=indexed,
    )
    with override(language):
        context = {
            "page": page,
            "slots": Slots(),
            "switch": _switch(),
            "trail": trail,
            "notice": slot("notice"),
            "site_name": site_name(),
        }
        return Skeleton(render_to_string("wizard/step.html", context))


def _switch() -> dict[str, str]:
    return {code: slot(f"switch-{code}") for code in LANGUAGES}


@remember(8)
def _fragment(language: str) -> Skeleton:
    with override(language):
        return Skeleton(
            render_to_string(
                "wizard/_step_fragment.html",
                {"slots": Slots(), "switch": _switch(), "LANGUAGE_CODE": language},
            )
        )


@remember(2048)
def _skeleton(raw: str, header: str, flow: str, language: str, whole_guide: bool) -> Skeleton:  # noqa: FBT001
    published = wizard_live.published_from(raw)
    guide = LiveGuide(flow, 0, 0, "", header)
    step = published.step
    facts = [
        (name, text.get(language))
        for name, text in (("wait", step.wait), ("deadline", step.deadline), ("caution", step.caution))
        if text
    ]
    with override(language):
        context = {
            "step": step,
            "kind": step.kind,
            "title": step.title.get(language),
            "html": published.html.get(language) or published.html.get("ja") or published.html.get("en", ""),
            "guide": {
                "slug": flow,
                "title": guide.title.get(language),
                "summary": guide.summary.get(language),
            },
            "whole_guide": whole_guide,
            "choices": _choices(step, language),
            "facts": facts,
            "helper": embedded_form(
                step.helper, language, slot("at"), slot("at-in-query"), unfolded=step.is_answer
            ),
            "slots": Slots(),
            "language": language,
        }
        return Skeleton(render_to_string("wizard/_step.html", context))


def _choices(step: Step, language: str) -> list[dict[str, Any]]:
    return [
        {
            "label": choice.label.get(language),
            "hint": choice.hint.get(language),
            "quiet": choice.is_quiet and number > 0,  # one that comes first is what most people choose
            "href": slot(f"href-{number}"),
            "chosen": slot(f"chosen-{number}"),
            "was": slot(f"was-{number}"),
        }
        for number, choice in enumerate(step.choices)
    ]
