"""The insights of one guide: its picture with counts on the edges, drop-off, answers, revisions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from insights import reports
from insights.figures import Figures
from insights.models import Kind
from insights.pages import for_editors, period_of, respond
from insights.periods import period_until
from insights.plots import plot
from insights.showing import shown
from wizard.admin import insight_tables
from wizard.drawing import Count, draw
from wizard.entering import with_entries
from wizard.feedback import flow_names
from wizard.graph import Graph, Target
from wizard.models import Flow, Revision
from wizard.publishing import graph_of

A_YEAR = 365


@for_editors
@require_safe
def guide_insights(request: HttpRequest, flow: str) -> HttpResponse:
    """One guide in a period; `?revision=` looks at one revision alone."""
    row = Flow.objects.select_related("live__flow").filter(slug=flow).first()
    if row is None:
        return _todays_guide(flow)
    chosen = request.GET.get("revision", "")
    revision = _revision(row, chosen)
    graph, period, language = with_entries(graph_of(revision)), period_of(request), get_language() or "ja"
    slugs, renamed = [flow, *graph.aliases], renamed_in(graph)
    compared = reports.guide(slugs, period, revision=revision.number if chosen else None, renamed=renamed)
    walked = reports.revisions(slugs, period_until(period.last, A_YEAR), renamed)
    visits = plot(gettext("Visits"), (gettext("visits"),), reports.visits_by_day(period, slugs), period)
    return respond(
        request,
        "guide",
        title=graph.title.get(language) or flow,
        period=period,
        tables=[
            insight_tables.outline(compared),
            insight_tables.questions(graph, compared, language),
            insight_tables.choices(graph, compared, language),
            insight_tables.answers(graph, compared, language),
            insight_tables.revisions(walked),
        ],
        plot=visits,
        flow=row,
        chosen=chosen,
        numbers=[str(each.number) for each in walked],
        drawing=mark_safe(_drawing(graph, compared.now, language)),  # noqa: S308 - drawn by us, texts escaped
    )


def _todays_guide(slug: str) -> HttpResponse:
    today = flow_names([slug]).get(slug)
    if today is None:
        raise Http404
    return redirect("insights_guide", today.slug)


def _revision(flow: Flow, number: str) -> Revision:
    """The revision of that number, or else the live or the last one."""
    rows = Revision.objects.select_related("flow").filter(flow=flow).order_by("-number")
    if number:
        found = (
            rows.filter(number=int(number)).first()
            if number.isascii() and number.isdecimal() and len(number) < 7
            else None
        )
    else:
        found = flow.live or rows.first()
    if found is None:
        raise Http404
    return found


def renamed_in(graph: Graph) -> dict[str, str]:
    """Today's slugs by former ones: of steps as `old`, of choices as `step/old`."""
    names = {alias: step.slug for step in graph.steps for alias in step.aliases}
    for step in graph.steps:
        for choice in step.choices:
            names |= {f"{step.slug}/{alias}": choice.slug for alias in choice.aliases}
    return names


def _drawing(graph: Graph, figures: Figures, language: str) -> str:
    counts = {}
    for step in graph.steps:
        for choice in step.choices:
            target = choice.next.step if choice.next and not choice.next.flow else ""
            leads_to_leak = bool(target) and figures.leaving(target).is_leak
            taken = figures.at(Kind.CHOSEN, step.slug, choice.slug)
            counts[step.slug, choice.slug] = Count(shown(taken), leads_to_leak)
    return draw(graph, language, counts=counts, href=_href, say=gettext)


def _href(target: Target) -> str:
    """A step's line in the tables below, another guide's own page."""
    return reverse("insights_guide", args=[target.flow]) if target.flow else f"#step-{target.step}"
