"""What only shows: finding steps, unfolding the outline, the picture, names to choose from, Markdown as served."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from contact.models import Channel
from faq.admin.editor import seen
from faq.models import Entry
from ground.pages import wants_fragment
from ground.text import LANGUAGES, Text, tidy
from wizard.admin.editor.tree.workbench import (
    PANELS,
    Workbench,
    answer,
    guide_url,
    step_url,
    target_url,
    unfolded_of,
)
from wizard.drawing import draw
from wizard.models import Flow, Step
from wizard.outline import below

MOST_FOUND = 50
MOST_NAMES = 8
MOST_DRAWN = 300


def edit(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The guide's own page, by its slug."""
    return redirect(guide_url(flow))


def find(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The steps that match `q` in either language; without htmx, a slug or a single match leads to the step."""
    wanted = _wanted(request)
    rows = list(_matching_steps(flow, wanted)[: MOST_FOUND + 1]) if wanted else []
    context = {
        "wanted": wanted,
        "found": [(row, step_url(flow.slug, row.slug)) for row in rows[:MOST_FOUND]],
        "more_found": len(rows) > MOST_FOUND,
    }
    if wants_fragment(request):
        return render(request, PANELS.format("_found"), {**context, "flow": flow})
    exact = next((row.slug for row in rows if row.slug == wanted or len(rows) == 1), None)
    if exact:
        return redirect(step_url(flow.slug, exact))
    return answer(request, Workbench(flow), "_guide", context, title=gettext("Steps found"))


def _wanted(request: HttpRequest) -> str:
    return tidy(request.GET.get("q", ""))[:200]


def _matching_steps(flow: Flow, wanted: str) -> QuerySet[Step]:
    """Those whose slug, question or choices hold `wanted`, the one of that very slug first."""
    found = Q(slug__icontains=wanted)
    for code in LANGUAGES:
        found |= Q(**{f"title_{code}__icontains": wanted})
        found |= Q(**{f"choices__label_{code}__icontains": wanted})
    ids = Step.objects.filter(flow=flow).filter(found).values("pk")
    return Step.objects.filter(pk__in=ids).order_by(_first(Q(slug=wanted)), "position", "pk")


def _first(condition: Q) -> Case:
    """An order in which the rows that meet `condition` come first."""
    return Case(When(condition, then=Value(0)), default=Value(1))


def unfold(request: HttpRequest, flow: Flow) -> HttpResponse:
    """What hangs on the step `under`, as rows of the outline."""
    bench = Workbench(flow)
    lines = bench.lines_of(below(bench.branches, request.GET.get("under", "")))
    return render(request, PANELS.format("_rows"), {"lines": lines, "flow": flow})


def picture(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The drawing of the tree, with the step `step` set off."""
    bench = Workbench(flow, request.GET.get("step", ""), unfolded_of(request))
    context: dict[str, Any] = {"flow": flow, "count": len(bench.graph.steps), "most": MOST_DRAWN}
    if len(bench.graph.steps) <= MOST_DRAWN:
        context["drawing"] = draw(
            bench.graph,
            bench.language,
            selected=bench.selected,
            problems=bench.problems,
            href=lambda target: target_url(flow.slug, target),
            say=gettext,
        )
    if wants_fragment(request):
        return render(request, PANELS.format("_drawing"), context)
    return answer(request, bench, "_drawing", context, title=gettext("Picture of the guide"))


def names(request: HttpRequest, flow: Flow) -> HttpResponse:
    """What a field may name, as options: steps (`kind=step`), FAQ entries or contact channels that match `q`."""
    wanted = _wanted(request)
    kind = request.GET.get("kind", "")
    language = get_language() or "ja"
    if kind == "entry":
        options = _options(Entry.objects.all(), "title", wanted, language)
    elif kind == "channel":
        options = _options(Channel.objects.all(), "name", wanted, language)
    else:
        options = _targets(flow, wanted, language, only_own=kind == "own")
    return render(request, PANELS.format("_options"), {"options": options})


def _options(rows: QuerySet[Any], column: str, wanted: str, language: str) -> list[tuple[str, str]]:
    """Slugs and titles of the rows that match; what begins with what was typed comes first."""
    named = Q(slug__icontains=wanted)
    for code in LANGUAGES:
        named |= Q(**{f"{column}_{code}__icontains": wanted})
    found = rows.filter(named).order_by(_first(Q(slug__istartswith=wanted)), "slug")
    columns = found.values_list("slug", f"{column}_ja", f"{column}_en")
    return [(slug, Text(ja, en).get(language)) for slug, ja, en in columns[:MOST_NAMES]]


def _targets(flow: Flow, wanted: str, language: str, *, only_own: bool) -> list[tuple[str, str]]:
    """Steps of this guide, then other guides and their steps, then a new step of that title."""
    typed = wanted.lstrip("+\uff0b ")
    own = _options(Step.objects.filter(flow=flow), "title", typed, language)
    if only_own:
        return own
    guide, colon, step = typed.partition(":")
    others = [
        (f"{slug}:", title)
        for slug, title in _options(Flow.objects.exclude(pk=flow.pk), "title", guide, language)
    ][: MOST_NAMES // 2]
    if colon:
        steps = _options(Step.objects.filter(flow__slug=guide), "title", step, language)
        own, others = [(f"{guide}:{slug}", title) for slug, title in steps], others[:1]
    new = [(f"+ {typed}", gettext("a new step"))] if typed and not colon else []
    return [*own, *others, *new]


def markdown(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The body that was sent, in the language of its field, as customers would read it."""
    return seen.markdown(request, ("body",))
