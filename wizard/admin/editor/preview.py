"""Preview: the draft as customers would see it, from any step, and the links that show it without a login."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from ground.sentences import LANGUAGE_NAMES
from ground.targets import is_key
from ground.text import LANGUAGES
from wizard.admin.editor.desk import CHANGE, page, show
from wizard.models import Flow, PreviewLink, Step
from wizard.preview_links import make_token, revoke, token_of, working_links
from wizard.views.preview import NoSuchStep, draft_page, shared_address

MOST_STEPS = 50


def urls(model_admin: Any) -> list[URLPattern]:
    """The page that leads into the preview, and the preview itself."""
    return [
        page(model_admin, "preview/", "preview", overview),
        page(model_admin, "preview/links/", "preview_links", links, permission=CHANGE, methods=("POST",)),
        page(model_admin, "preview/<slug:language>/", "preview_start", draft),
        page(model_admin, "preview/<slug:language>/<slug:step>/", "preview_step", draft),
    ]


def draft(request: HttpRequest, flow: Flow, *, language: str, step: str = "") -> HttpResponse:
    """A step of the draft, as a customer would see it."""
    overview_url = reverse("admin:wizard_flow_preview", args=[flow.slug])
    if language not in LANGUAGES:
        messages.warning(request, gettext("Guides are written in Japanese and English only."))
        return redirect(overview_url)
    try:
        return draft_page(
            request, flow, language, step, base=overview_url, bar=_bar(flow, language, step, overview_url)
        )
    except NoSuchStep:
        messages.warning(
            request,
            gettext("The draft has no step “%(step)s”. Choose another.") % {"step": step}
            if step
            else gettext("The draft has no first question yet. Choose a step."),
        )
        return redirect(overview_url)


def _bar(flow: Flow, language: str, step: str, overview_url: str) -> str:
    is_there = bool(step) and Step.objects.filter(flow=flow, slug=step).exists()
    context = {
        "overview_url": overview_url,
        "edit_url": reverse("admin:wizard_flow_step", args=[flow.slug, step])
        if is_there
        else reverse("admin:wizard_flow_change", args=[flow.pk]),
        "publish_url": reverse("admin:wizard_flow_publish", args=[flow.slug]),
    }
    with override(language):
        return render_to_string("_draft_bar.html", context)


def overview(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Where the preview begins: the start, any step in either language."""
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:200]
    steps = Step.objects.filter(flow=flow).order_by("position", "pk")
    if wanted:
        named = (
            Q(slug__icontains=wanted) | Q(title_ja__icontains=wanted) | Q(title_en__icontains=wanted)
        )  # fmt: skip
        steps = steps.filter(named)
    found = list(steps[: MOST_STEPS + 1])
    context = {
        "wanted": wanted,
        "steps": found[:MOST_STEPS],
        "more": len(found) > MOST_STEPS,
        "most": MOST_STEPS,
        "links": [_link(request, link) for link in working_links(flow, timezone.now())],
    }
    return show(request, "preview", flow, context, title=gettext("Preview"))


def _link(request: HttpRequest, link: PreviewLink) -> dict[str, Any]:
    """A shared link with its address in both languages."""
    token = token_of(link)
    addresses = [
        (gettext(LANGUAGE_NAMES[code]), request.build_absolute_uri(shared_address(token) + f"{code}/"))
        for code in LANGUAGES
    ]
    return {"row": link, "addresses": addresses}


def links(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Make a link that shows the draft without a login, or revoke one (`revoke` names it)."""
    now = timezone.now()
    wanted = request.POST.get("revoke")
    if wanted is None:
        make_token(flow, request.user, now)  # type: ignore[arg-type]
        messages.success(request, gettext("The link works for 7 days, or until you revoke it."))
    elif is_key(wanted) and (link := PreviewLink.objects.filter(flow=flow, pk=wanted).first()):
        revoke(link, now)
        messages.success(request, gettext("The link shows nothing any more."))
    else:
        messages.warning(request, gettext("There is no such link, or it works no longer."))
    return redirect("admin:wizard_flow_preview", flow.slug)
