"""The short code: a support agent opens it, or types it into a field, and sees the way somebody came."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override

from contact.packs import pack_html
from ground.pages import first_in_query, page_context, query_of, reads_page
from ground.text import LANGUAGES, tidy
from wizard.handoff import (
    MAX_TYPED,
    UnknownCode,
    UnreadableCode,
    Walked,
    WithdrawnCode,
    find_code,
    hand_off,
    read_code,
)
from wizard.staff import may_see_guides
from wizard.tally import count_opened


@reads_page
def opened(request: HttpRequest, code: str = "") -> HttpResponse:
    """The hand-off pack of the way `code` stands for, as its revision had it; without `code` a field for one.

    In the language `?lang=` names, or else in the browser's. A code that has to be cleaned first, and one typed into
    the field (`?code=`), are sent to the address of the code. The way through a withdrawn guide is for staff alone;
    everybody else gets a 410.
    """
    asked = first_in_query(request, "lang")
    typed = code or query_of(request).get("code")
    found = find_code(typed or "")
    if found and found != code:
        # What is cleaned out of an address comes out the same for good.
        return redirect(
            f"/h/{found}?lang={asked}" if asked in LANGUAGES else f"/h/{found}", permanent=bool(code)
        )
    language = asked if asked in LANGUAGES else get_language() or "ja"
    with override(language):
        response = (_pack_or_error(request, code, language) if code else _field(request, typed)).render()
    response["Content-Language"] = language
    return response


def _pack_or_error(request: HttpRequest, code: str, language: str) -> TemplateResponse:
    try:
        walked = _read(request, code)
    except WithdrawnCode:
        return _withdrawn(request, code, language)
    except UnreadableCode as error:
        return _field(request, code, error, status=404)
    count_opened(request, walked.place, walked.guide.number)
    return _pack(request, walked, language)


def _read(request: HttpRequest, code: str) -> Walked:
    try:
        return read_code(code)
    except WithdrawnCode:
        if not may_see_guides(request.user):
            raise
        return read_code(code, withdrawn=True)


def _withdrawn(request: HttpRequest, code: str, language: str) -> TemplateResponse:
    """What stands in the place of a way that only staff may see."""
    context = page_context(request, title=gettext("This guide has been withdrawn"), indexed=False)
    here = f"/h/{code}?lang={language}"
    context |= {
        "switch": _switch(request),
        "sign_in": f"{reverse('admin:login')}?{urlencode({'next': here})}",
    }
    return _unstored(TemplateResponse(request, "wizard/withdrawn_code.html", context, status=410))


def _switch(request: HttpRequest) -> dict[str, str]:
    return {each: f"{request.path}?lang={each}" for each in LANGUAGES}


def _unstored(response: TemplateResponse) -> TemplateResponse:
    """It depends on who asks, and on whether the guide is still withdrawn."""
    response["Cache-Control"] = "private, no-store"
    return response


def _field(
    request: HttpRequest, typed: str | None, error: UnreadableCode | None = None, *, status: int = 200
) -> TemplateResponse:
    """The page with the field, and in it what was `typed`, if anything was, with what is wrong with that."""
    typed = None if typed is None else tidy(typed[:MAX_TYPED])
    title = gettext("Open a short code")
    said = "" if typed is None else _said(typed, error)
    context = page_context(request, title=f"{gettext('Error:')} {title}" if said else title, indexed=False)
    asked = {} if typed is None or error else {"code": typed}
    path = escape_uri_path(request.path)
    context["switch"] = {each: f"{path}?{urlencode(asked | {'lang': each})}" for each in LANGUAGES}
    context |= {"heading": title, "typed": typed or "", "error": said}
    return TemplateResponse(request, "wizard/code.html", context, status=status)


def _said(typed: str, error: UnreadableCode | None) -> str:
    if not typed:
        return gettext("Type the short code.")
    if isinstance(error, UnknownCode):
        return gettext(
            "No guide on this site has the way that this code stands for. Ask where the code comes from, or ask the customer for the link instead."
        )
    return gettext(
        "This code cannot be read: it looks mistyped, damaged or incomplete. Compare it letter by letter, or ask the customer for the link instead."
    )


def _pack(request: HttpRequest, walked: Walked, language: str) -> TemplateResponse:
    origin = f"{request.scheme}://{request.get_host()}"
    pack = hand_off(walked, origin=origin, now=timezone.now(), code=walked.code)
    languages = sorted(LANGUAGES, key=lambda each: each != language)
    context = page_context(request, title=gettext("What was checked with the guide"), indexed=False)
    context |= {
        "switch": _switch(request),
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
    response = TemplateResponse(request, "wizard/handoff.html", context)
    return _unstored(response) if walked.is_withdrawn else response
