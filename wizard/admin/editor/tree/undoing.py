"""Undo, redo, and the list of what was done to a draft."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from ground.pages import wants_fragment
from wizard.admin.editor.tree.panel import show_step
from wizard.admin.editor.tree.typed import version_of
from wizard.admin.editor.tree.workbench import (
    Workbench,
    answer,
    go_on,
    guide_url,
    step_url,
    unfolded_of,
)
from wizard.editing import KEPT, Refused, Reversal, change_words, redo, undo
from wizard.models import DraftChange, Flow
from wizard.wording import sentence


def undo_last(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Take the last change back."""
    return _reverse(request, flow, undo)


def redo_next(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Do again what was taken back last."""
    return _reverse(request, flow, redo)


def _reverse(request: HttpRequest, flow: Flow, act: Callable[..., Reversal]) -> HttpResponse:
    names: list[str] = []
    level = messages.SUCCESS
    try:
        reversal = act(flow, expected_version=version_of(request.POST), author=request.user)
        names = [reversal.change.subject, reversal.change.detail]
        said = " ".join([change_words(reversal.change), *map(sentence, reversal.left_out)])
    except Refused as refusal:
        flow.refresh_from_db()
        said, level = str(refusal), messages.WARNING
    bench = Workbench(flow, "", unfolded_of(request))
    bench.selected = next((slug for slug in names if slug in bench.graph.by_slug), "")
    if not wants_fragment(request):
        address = step_url(flow.slug, bench.selected) if bench.selected else guide_url(flow)
        return go_on(request, address, said, level)
    if bench.selected:
        return show_step(request, bench, bench.graph.by_slug[bench.selected], changed=said)
    return answer(
        request, bench, "_guide", {"said": said}, title=str(flow), address=guide_url(flow), changed=said
    )


def changes(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The last changes of the draft: what, by whom, when, and whether they are undone."""
    rows = DraftChange.objects.filter(flow=flow).select_related("author", "reverts").order_by("-number")
    context = {
        "changes": [
            {
                "words": change_words(row),
                "author": row.author,
                "at": row.created_at,
                "state": row.get_state_display() if row.state != "done" else "",
            }
            for row in rows[:KEPT]
        ],
    }
    return answer(request, Workbench(flow), "_changes", context, title=gettext("Changes of the draft"))
