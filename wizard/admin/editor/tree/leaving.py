"""Taking a step out: first what that would touch, then doing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ground.pages import wants_fragment
from insights.models import Kind
from insights.periods import period_until
from insights.reports import times
from wizard.admin.editor.tree.panel import missing, show_step
from wizard.admin.editor.tree.typed import version_of
from wizard.admin.editor.tree.workbench import (
    Workbench,
    answer,
    go_on,
    guide_url,
    step_url,
    unfolded_of,
)
from wizard.editing import NoSuchStep, Refused, delete_step, what_points_to
from wizard.models import Flow
from wizard.problems import Where

DAYS = 30


def delete(request: HttpRequest, flow: Flow, *, step: str) -> HttpResponse:
    """What leads to a step and how often it was visited; its deletion (POST), with a successor if one is named."""
    bench = Workbench(flow, step, unfolded_of(request))
    if step not in bench.graph.by_slug:
        return missing(request, bench, str(NoSuchStep(step)))
    if request.method != "POST":
        return _ask(request, bench, "", "")
    successor = request.POST.get("successor", "").strip()
    if successor and (successor not in bench.graph.by_slug or successor == step):
        refusal = gettext("“%(slug)s” is no other step of this guide. Choose one, or leave it empty.")
        return _ask(request, bench, successor, refusal % {"slug": successor})
    try:
        delete_step(
            flow,
            step,
            successor=successor,
            expected_version=version_of(request.POST),
            author=request.user,  # type: ignore[arg-type]
        )
    except Refused as refused:
        flow.refresh_from_db()
        return _ask(request, Workbench(flow, step, unfolded_of(request)), successor, str(refused))
    said = gettext("The step “%(step)s” is deleted. Undo brings it back.") % {"step": step}
    if not wants_fragment(request):
        return go_on(request, step_url(flow.slug, successor) if successor else guide_url(flow), said)
    after = Workbench(flow, successor, unfolded_of(request))
    if successor:
        return show_step(request, after, after.graph.by_slug[successor], changed=said)
    return answer(
        request, after, "_guide", {"said": said}, title=str(flow), address=guide_url(flow), changed=said
    )


def _ask(request: HttpRequest, bench: Workbench, successor: str, refusal: str) -> HttpResponse:
    flow, slug = bench.flow, bench.selected
    step = bench.graph.by_slug.get(slug)
    if step is None:
        return missing(request, bench, refusal or str(NoSuchStep(slug)))
    pointers = what_points_to(flow, slug)
    own = {choice.slug: choice for choice in step.choices}
    suggested = dict.fromkeys(filter(None, map(bench.graph.local_target, own.values())))
    context: dict[str, Any] = {
        "slug": slug,
        "step": step,
        "step_title": step.title.get(bench.language) or slug,
        "pointers": pointers,
        "choices": [_place(where) for where in pointers.choices],
        "texts": [_place(where) for where in pointers.texts],
        "drafts": [_place(where) for where in pointers.drafts],
        "live": [_place(where) for where in pointers.live],
        "addresses": [f"/{code}/guides/{flow.slug}/{slug}/" for code in ("ja", "en")]
        if pointers.is_live
        else [],
        "visits": times(
            Kind.SEEN,
            [flow.slug, *bench.graph.aliases],
            [slug, *step.aliases],
            period_until(timezone.localdate(), DAYS),
        ),
        "days": DAYS,
        "suggested": [(each, bench.graph.by_slug[each].title.get(bench.language)) for each in suggested],
        "successor": successor,
        "refusal": refusal,
        "version": flow.version,
        "delete_url": reverse("admin:wizard_flow_delete_step", args=[flow.slug, slug]),
        "step_url": step_url(flow.slug, slug),
    }
    title = gettext("Delete “%(step)s”?") % {"step": context["step_title"]}
    status = 409 if refusal else 200
    return answer(
        request, bench, "_delete", context, title=title, address=context["delete_url"], status=status
    )


def _place(where: Where) -> tuple[str, str]:
    """A place in words, and where it is edited."""
    return str(where), step_url(where.flow, where.step)
