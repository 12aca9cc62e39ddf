"""“Did this solve it?”: the vote, the line of why, and where a no leads on to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ground.limits import forget, is_repeated, is_too_often
from ground.once import TWICE, new_key
from ground.pages import page_context, query_of, wants_fragment
from ground.same_origin import is_same_origin
from insights import subjects
from insights.subjects import Subject
from insights.visitors import is_program
from insights.voting import TooLong, TooMany, comment, vote

SPAN = 600  # seconds within which FEEDBACK_LIMIT votes and comments of one address are taken


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """POST: take a vote or a comment. GET: the page that answers it, with the ways on."""
    response = _take(request) if request.method == "POST" else _answered(request)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _take(request: HttpRequest) -> HttpResponse:
    if not is_same_origin(request):
        sentence = gettext(
            "This answer was sent from another site, so it was not counted. Open the page here and choose again."
        )
        return _refusal(request, sentence, status=403)
    subject = _subject(request, request.POST.get("about", ""))
    said = request.POST.get("vote") or ("comment" if "comment" in request.POST else "")
    if said not in {"yes", "no", "comment"}:
        return _refusal(
            request, gettext("There was no answer in what was sent. Choose yes or no."), status=400
        )
    if is_program(request):
        return _said(request, subject, said)
    try:
        kept = _comment(request, subject) if said == "comment" else _vote(request, subject, said)
    except TooLong:
        return _page(request, subject, said="no", line=request.POST["comment"], status=400)
    except TooMany:
        response = _page(request, subject, "often", line=request.POST.get("comment", ""), status=429)
        response["Retry-After"] = str(SPAN)
        return response
    return _said(request, subject, said if kept else "no")


def _comment(request: HttpRequest, subject: Subject) -> bool:
    """Whether there was anything to keep. Raises TooLong or TooMany."""
    kept = comment(
        subject,
        request.POST["comment"],
        language=get_language() or "ja",
        key=request.POST.get("key", ""),
        is_too_often=lambda: _is_flood(request),
    )
    return kept is not None


def _vote(request: HttpRequest, subject: Subject, said: str) -> bool:
    """Count a vote, once where it arrives twice. Raises TooMany.

    The pages it is cast on are the same for every reader, so they hold no key: a browser that says the same of the
    same thing a moment later has clicked twice.
    """
    what = (
        f"vote {subject.flow}/{subject.step} {subject.entry} {said} {request.META.get('HTTP_USER_AGENT', '')}"
    )
    if not is_repeated(what, request, seconds=int(TWICE.total_seconds())):
        if _is_flood(request):
            forget(what, request)
            raise TooMany
        vote(subject, solved=said == "yes")
    return True


def _is_flood(request: HttpRequest) -> bool:
    return is_too_often("feedback", request, most=settings.FEEDBACK_LIMIT, seconds=SPAN)


def _said(request: HttpRequest, subject: Subject, said: str) -> HttpResponse:
    """The answer in place for htmx, or the way to the page that gives it."""
    if wants_fragment(request):
        return _page(request, subject, said)
    return HttpResponseRedirect(f"{request.path}?{_query(subject, said)}", status=303)


def _query(subject: Subject, said: str) -> str:
    return urlencode({"about": subject.name, "said": said}, safe="/")


def _answered(request: HttpRequest) -> HttpResponse:
    said = query_of(request).get("said", "")
    if said not in {"yes", "no", "comment", "often"}:
        raise Http404
    return _page(request, _subject(request, query_of(request).get("about", "")), said)


def _subject(request: HttpRequest, name: str) -> Subject:
    found = subjects.find(name, request)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, subject: Subject, said: str, *, line: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"subject": subject, "said": said, "line": line, "key": new_key()}
    if wants_fragment(request):
        # htmx shows only what comes as a success; what was refused says so in its words.
        return TemplateResponse(request, "insights/_answered.html", context)
    title = gettext("Thank you")
    if said == "often":
        title = gettext("That was many answers in a short time")
    elif line:
        title = gettext("Error: that is too long")
    own = {"query": _query(subject, said)} if request.method == "POST" else {}
    context |= page_context(request, title=title, indexed=False, **own)
    return TemplateResponse(request, "insights/answered.html", context, status=status)


def _refusal(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    # Nothing here can be asked for again, so the other language begins at its home.
    home = {"path": f"/{get_language()}/", "query": ""}
    context = page_context(request, title=gettext("That did not work"), indexed=False, **home)
    return TemplateResponse(
        request, "insights/refused.html", {**context, "sentence": sentence}, status=status
    )
