"""The short code: a support agent opens it and sees the way somebody came."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override

from contact.packs import pack_html
from ground.pages import first_in_query, page_context, reads_page
from ground.text import LANGUAGES
from wizard.handoff import UnreadableCode, hand_off, read_code
from wizard.tally import count_opened


@reads_page
def opened(request: HttpRequest, code: str) -> HttpResponse:
    """The hand-off pack of the way `code` stands for, as its revision had it.

    In the language `?lang=` names, or else in the browser's.
    """
    asked = first_in_query(request, "lang")
    language = asked if asked in LANGUAGES else get_language() or "ja"
    with override(language):
        response = _opened(request, code, language).render()
    response["Content-Language"] = language
    return response


def _opened(request: HttpRequest, code: str, language: str) -> TemplateResponse:
    switch = {each: f"{request.path}?lang={each}" for each in LANGUAGES}
    try:
        walked = read_code(code)
    except UnreadableCode:
        context = page_context(request, title=gettext("This code cannot be read"), indexed=False)
        context["switch"] = switch
        return TemplateResponse(request, "wizard/bad_code.html", context, status=404)
    count_opened(request, walked.place, walked.guide.number)
    origin = f"{request.scheme}://{request.get_host()}"
    pack = hand_off(walked, origin=origin, now=timezone.now(), code=code)
    languages = sorted(LANGUAGES, key=lambda each: each != language)
    context = page_context(request, title=gettext("What was checked with the guide"), indexed=False)
    context |= {
        "switch": switch,
        "pack": pack,
        "link": pack.link.get(language),
        "walked": walked,
        "place": pack.place.get(language),
        "guide": pack.guide.get(language),
        "passed": [
            (one.step.title.get(language), one.choice.label.get(language), one.step.is_remedy)
            for one in walked.before
        ],
        "pack_text": mark_safe(pack_html(pack, languages, language)),  # noqa: S308 - rendered by a template
    }
    return TemplateResponse(request, "wizard/handoff.html", context)
