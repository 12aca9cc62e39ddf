"""The pages of the helpers: the list, and each with its form and its result."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from ground.limits import is_too_often
from ground.pages import only_reads, page_context, query_of, shown_path, wants_fragment
from tools.fields import HelperForm
from tools.helper import Helper, Result, Subject
from tools.registry import HELPERS

POSTS, SPAN = 60, 600  # so many posts from one address in so many seconds
# Where a form was embedded: an entry by its slug, or a step as flow/step with the trail that led there.
_AT = re.compile(r"[a-z0-9-]{1,80}(/[a-z0-9-]{1,80}(\?[a-z0-9.=&-]{1,8000})?)?")


@only_reads
def index(request: HttpRequest) -> HttpResponse:
    """All helpers, by subject."""
    subjects = [
        (subject, [helper for helper in HELPERS.values() if helper.subject == subject]) for subject in Subject
    ]
    title = gettext("Calculators and checks")
    description = gettext(
        "Your own date or amount, from the rules for billing and accounts. Nothing personal is asked."
    )
    context = page_context(request, title=title, description=description)
    return TemplateResponse(request, "tools/index.html", {**context, "subjects": subjects})


@sensitive_post_parameters()
def tool(request: HttpRequest, slug: str) -> HttpResponse:
    """One helper, with the result when there is enough to work it out."""
    helper = HELPERS.get(slug)
    if helper is None:
        raise Http404
    allowed = ("GET", "HEAD", "POST") if helper.private else ("GET", "HEAD")
    if request.method not in allowed:
        return HttpResponseNotAllowed(allowed)
    sent = request.POST if helper.private else query_of(request)
    form = _form(request, helper, sent)
    at = _at(sent.get("at") or query_of(request).get("at", ""))
    context = {
        "helper": helper,
        "form": form,
        "result": _result(helper, form),
        "at": at,
        "entry": "" if "/" in at else at,
    }
    response = _answer(request, helper, context)
    if helper.private:
        add_never_cache_headers(response)
    else:
        response["Cache-Control"] = "max-age=0"
    patch_vary_headers(response, ["HX-Request", "HX-Current-URL"])
    return response


def _form(request: HttpRequest, helper: Helper, sent: QueryDict) -> HelperForm:
    form = helper.form(helper.slug)
    if not form.needs_nothing and not any(name in sent for name in form.fields):
        return form
    form = helper.form(helper.slug, sent)
    if request.method == "POST" and is_too_often("helper", request, most=POSTS, seconds=SPAN):
        sentence = gettext("That is a lot at once. Please wait a few minutes and send it again.")
        form.add_error(next(iter(form.fields)), sentence)
    return form


def _answer(request: HttpRequest, helper: Helper, context: dict[str, Any]) -> HttpResponse:
    """The page; for htmx the result alone, and on the helper's own page also what changes around it."""
    frame = _frame(request, helper, context)
    if not wants_fragment(request):
        return TemplateResponse(request, "tools/tool.html", {**context, **frame})
    own = shown_path(request) == request.path
    return TemplateResponse(request, "tools/_tool_fragment.html", {**context, **(frame if own else {})})


def _result(helper: Helper, form: HelperForm) -> Result | None:
    if not form.is_valid():
        return None
    return helper.compute(**form.cleaned_data, **helper.load(), now=timezone.now())


def _at(given: str) -> str:
    return given if _AT.fullmatch(given) else ""


def _frame(request: HttpRequest, helper: Helper, context: dict[str, Any]) -> dict[str, Any]:
    title = str(helper.title)
    if context["form"].errors:
        title = " ".join([gettext("Error:"), title])
    frame = {"title": title, "description": str(helper.about)}
    if request.method == "POST":  # what was entered is private, so no address may hold it
        frame["query"] = urlencode({"at": context["at"]}, safe="/") if context["at"] else ""
    return page_context(request, **frame)
