"""History: every revision of a guide, looked at, compared, restored. Nothing in it can be changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import get_language, gettext

from ground.desk import ACTS
from ground.targets import is_key
from wizard.admin.editor.desk import PUBLISH, page, require, show
from wizard.admin.editor.words import rows_of, sections_of, ways_of
from wizard.admin.telling import tell, tell_refusal
from wizard.comparison import compare, outcome_changes
from wizard.compiler import compile_flow
from wizard.editing import in_todays_slugs
from wizard.entering import with_entries
from wizard.graph import Graph
from wizard.models import Flow, Revision
from wizard.outline import outline
from wizard.proof import MOST_WAYS
from wizard.publishing import NotPublishable, graph_of, restore
from wizard.scheduling import scheduled

AT_ONCE = 50
MOST_BRANCHES = 1000
DRAFT = "draft"


def urls(model_admin: Any) -> list[URLPattern]:
    """The list, a revision, two side by side."""
    return [
        page(model_admin, "revisions/", "revisions", listing),
        page(model_admin, "revisions/compare/", "compare", comparing),
        page(model_admin, "revisions/<int:number>/", "revision", revision_page, methods=ACTS),
    ]


def listing(request: HttpRequest, flow: Flow) -> HttpResponse:
    """All revisions, the newest first."""
    rows = Revision.objects.filter(flow=flow).select_related("author").order_by("-number").defer("header")
    paginator = Paginator(rows, AT_ONCE)
    shown = paginator.get_page(request.GET.get("p"))
    numbers = [row.number for row in shown]
    live = flow.live.number if flow.live else None
    context = {
        "shown": shown,
        "live": live,
        "old": live or (numbers[0] if numbers else None),
        "pages": paginator.get_elided_page_range(shown.number),
    }
    return show(request, "history", flow, context, title=gettext("Revisions"))


def _state(flow: Flow, name: str) -> Graph | None:
    """The draft, or the revision of that number; None when there is none."""
    if name == DRAFT:
        return compile_flow(flow)
    if not is_key(name):
        return None
    revision = _revision(flow, int(name))
    return graph_of(revision) if revision else None


def _revision(flow: Flow, number: int) -> Revision | None:
    found = Revision.objects.filter(flow=flow).select_related("flow", "author")
    return found.filter(number=number).first() if number < 2**31 else None


def comparing(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Two states of the guide side by side: revisions by number, or the draft."""
    names = [request.GET.get(side, "") for side in ("old", "new")]
    old, new = (_state(flow, name) for name in names)
    if old is None or new is None:
        messages.warning(request, gettext("Choose two revisions to compare."))
        return redirect("admin:wizard_flow_revisions", flow.slug)
    context = {**_difference(old, new), "old": _name(names[0]), "new": _name(names[1])}
    return show(request, "compare", flow, context, title=gettext("Compare"))


def _name(name: str) -> str:
    if name == DRAFT:
        return gettext("the draft")
    return gettext("revision %(number)s") % {"number": name}


def _difference(old: Graph, new: Graph) -> dict[str, Any]:
    old, new = in_todays_slugs([with_entries(old), with_entries(new)])
    changes = compare(old, new)
    outcomes = outcome_changes(old, new, limit=MOST_WAYS)
    return {
        "changes": changes,
        "header": rows_of(changes.header),
        "sections": sections_of(changes),
        "outcomes": outcomes,
        "ways": ways_of(outcomes, old, new),
    }


def revision_page(request: HttpRequest, flow: Flow, number: int) -> HttpResponse:
    """A revision as it was published, what restoring it would change, and restoring it (POST)."""
    revision = _revision(flow, number)
    if revision is None:
        messages.warning(
            request, gettext("There is no revision %(number)s of this guide.") % {"number": number}
        )
        return redirect("admin:wizard_flow_revisions", flow.slug)
    if request.method == "POST":
        return _restore(request, flow, revision)
    graph = with_entries(graph_of(revision))
    branches = outline(graph)
    language = get_language() or "ja"
    context = {
        "revision": revision,
        "is_live": flow.live_id == revision.pk,
        "graph": graph,
        "texts": (graph.title.get(language), graph.summary.get(language)),
        "branches": [_branch(graph, branch, language) for branch in branches[:MOST_BRANCHES]],
        "left": max(0, len(branches) - MOST_BRANCHES),
        "plan": scheduled(flow),
    }
    if flow.live and flow.live_id != revision.pk:
        context |= _difference(graph_of(flow.live), graph)
    title = gettext("Revision %(number)s") % {"number": number}
    return show(request, "revision", flow, context, title=title)


def _branch(graph: Graph, branch: Any, language: str) -> dict[str, Any]:
    """A line of the outline: which answer leads there, what stands there, and how deep."""
    step = graph.by_slug.get(branch.slug)
    return {
        "depth": min(branch.depth, 12),
        "choice": branch.choice.label.get(language) if branch.choice else "",
        "slug": branch.slug,
        "title": step.title.get(language) if step else "",
        "kind": branch.kind,
        "outcome": step.kind if step and branch.kind == "step" else "",
    }


def _restore(request: HttpRequest, flow: Flow, revision: Revision) -> HttpResponse:
    require(request, PUBLISH)
    try:
        restored = restore(revision, author=request.user)  # type: ignore[arg-type]
    except NotPublishable as refusal:
        tell_refusal(request, refusal)
        return redirect("admin:wizard_flow_revision", flow.slug, revision.number)
    tell(request, flow, restored)
    return redirect("admin:wizard_flow_revisions", flow.slug)
