"""A draft as customers would see it: the page of the live guides over the draft, its links kept inside."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from ground.link_repair import repaired_slug
from ground.pages import page_context, wants_fragment
from ground.text import LANGUAGES
from insights.previewing import without_vote
from wizard.compiler import compile_flow
from wizard.draft import answers_today, beside_draft, live_of_draft
from wizard.entering import with_entries
from wizard.models import Flow
from wizard.preview_links import LinkRefused, clean_token, read_token
from wizard.runtime import resolve
from wizard.steppage import render_step
from wizard.trail import Place, address, parse
from wizard.visit import Visit


class NoSuchStep(Exception):
    """The draft has no step to show at that address."""


def draft_page(
    request: HttpRequest, flow: Flow, language: str, step: str, *, base: str, bar: str
) -> HttpResponse:
    """The draft of `flow` at `step` (its start, with the guide's head, when empty). Raises NoSuchStep.

    `base` is the address of the preview up to the language; `bar` the HTML that says it is a draft.
    """
    graph = with_entries(compile_flow(flow))
    slug = graph.todays_slugs.get(step or graph.start)
    if slug is None:
        raise NoSuchStep(step)
    answers = answers_today(graph, parse(request.META.get("QUERY_STRING", ""), flow.slug))
    live = live_of_draft(graph, {slug, *(answer.place.step for answer in answers)}, whole_guide=not step)
    place = Place(flow.slug, slug)
    origin = f"{request.scheme}://{request.get_host()}"
    with override(language):
        visit = Visit(
            position=resolve(place, answers, live.steps, live.starts),
            live=live,
            beside=beside_draft(live.published[place].step),
            language=language,
            now=timezone.now(),
            origin=origin,
            path=address(language, place if step else Place(flow.slug)),
            whole_guide=not step,
            bar=bar,
        )
        page = without_vote(render_step(visit, fragment=wants_fragment(request)))
    return _private(HttpResponse(_inside(page, flow.slug, origin, base)))


@require_safe
def shared(request: HttpRequest, token: str, language: str = "", step: str = "") -> HttpResponse:
    """A step of the draft for somebody without a login, who was given the link."""
    token, language, step = clean_token(token), repaired_slug(language), repaired_slug(step)
    known = language if language in LANGUAGES else ""
    try:
        with override(known or get_language()):
            link = read_token(token, timezone.now())
        if not known:
            return _private(redirect(f"{shared_address(token)}{get_language() or 'ja'}/"))
        context = {"expires_at": link.expires_at}
        with override(known):
            bar = render_to_string("_draft_bar.html", context)
        return draft_page(request, link.flow, known, step, base=shared_address(token), bar=bar)
    except LinkRefused as refusal:
        return _refused(request, token, known, step, str(refusal))
    except NoSuchStep:
        return _refused(request, token, known, step, gettext("The draft has no such step any more."))


def shared_address(token: str) -> str:
    """The address of a shared preview up to the language."""
    return reverse("preview", args=[token])


def _refused(request: HttpRequest, token: str, language: str, step: str, sentence: str) -> HttpResponse:
    """A page of the site that says why nothing is shown."""
    rest = f"{step}/" if step else ""
    with override(language or get_language()):
        context = page_context(request, title=gettext("Nothing to preview"), indexed=False)
        context |= {
            "sentence": sentence,
            "switch": {code: f"{shared_address(token)}{code}/{rest}" for code in LANGUAGES},
        }
        response = TemplateResponse(request, "wizard/no_preview.html", context, status=404)
        return _private(response.render())


def _inside(page: str, flow: str, origin: str, base: str) -> str:
    """`page` with all links to its guide, in either language, leading to the preview of the same step."""
    live = re.compile(rf'"(?P<origin>{re.escape(origin)})?/(?P<language>ja|en)/guides/{flow}/')
    return live.sub(lambda found: f'"{found["origin"] or ""}{base}{found["language"]}/', page)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_vary_headers(response, ["HX-Request"])
    return response
