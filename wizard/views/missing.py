"""What is not there: said in words, with the way on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext

from ground.pages import page_context
from wizard.models import Alias, Flow
from wizard.overview import guide_of
from wizard.trail import Place, address, encode, parse


def missing_step(request: HttpRequest, place: Place, *, removed: bool) -> HttpResponse:
    """For an address that leads to no live step.

    A guide's former address redirects for good; a removed step and a withdrawn guide answer 410; the rest 404.
    """
    if today := todays_guides([place.flow]).get(place.flow):
        answers = encode(parse(request.META.get("QUERY_STRING", ""), today), today)
        where = address(get_language() or "ja", Place(today, place.step))
        return _vary(HttpResponsePermanentRedirect(f"{where}?{answers}" if answers else where))
    flow = Flow.objects.select_related("live").filter(slug=place.flow).first()
    context: dict[str, Any] = {"removed": removed}
    if flow and flow.live:
        context["guide"] = guide_of(flow)
        title = (
            gettext("This step is no longer part of the guide")
            if removed
            else gettext("There is no such step")
        )
        status = 410 if removed else 404
    elif flow and flow.revisions.exists():
        title, status = gettext("This guide has been withdrawn"), 410
    else:
        title, status = gettext("There is no such guide"), 404
    context |= page_context(request, title=title, indexed=False)
    return _vary(TemplateResponse(request, "missing.html", context, status=status))


def todays_guides(slugs: Collection[str]) -> dict[str, str]:
    """Today's slug of each live guide that once had one of `slugs`, unless another guide has it now; one query."""
    former = Alias.objects.filter(slug__in=slugs, step=None, flow__live__isnull=False)
    taken = Flow.objects.published().filter(slug=OuterRef("slug"))
    return dict(former.exclude(Exists(taken)).values_list("slug", "flow__slug"))


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for every other address."""
    context = page_context(request, title=gettext("There is no such page"), indexed=False)
    return TemplateResponse(request, "missing.html", context, status=404).render()
