"""What readers wrote, to read and to tick off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from insights import subjects
from insights.models import Comment
from insights.pages import for_editors, period_of, respond
from insights.subjects import Named
from insights.tables import MOST_EXPORTED, Cell, Table, words

A_PAGE = 50


def tick_off(ids: Iterable[int]) -> int:
    """Mark comments as read and dealt with; returns how many of them there are."""
    return Comment.objects.filter(pk__in=list(ids)).update(is_done=True)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest) -> HttpResponse:
    """The comments nobody has ticked off (`?all=1`: all of them), the newest first. POST ticks off."""
    if request.method == "POST":
        return _tick_off(request)
    rows = Comment.objects.all() if "all" in request.GET else Comment.objects.unread()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    shown = list(rows[:MOST_EXPORTED]) if "csv" in request.GET else list(page.object_list)
    table = _table(shown)
    return respond(
        request,
        "comments",
        title=gettext("Comments"),
        period=period_of(request),
        tables=[table],
        page=page,
        lines=list(zip(shown, table.rows, strict=True)),
        shows_all="all" in request.GET,
        may_tick_off=request.user.has_perm("insights.change_comment"),
    )


def _tick_off(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("insights.change_comment"):
        raise PermissionDenied
    chosen = [
        int(key)
        for key in request.POST.getlist("comment")
        if key.isascii() and key.isdecimal() and len(key) < 19
    ]
    done = tick_off(chosen)
    if done:
        words_ = ngettext("%(count)s comment ticked off.", "%(count)s comments ticked off.", done)
        messages.success(request, words_ % {"count": done})
    else:
        messages.warning(request, gettext("No comment was chosen."))
    return redirect("insights_admin:comments")


def _table(rows: list[Comment]) -> Table:
    flows = subjects.names("flow", {row.flow for row in rows if row.flow})
    entries = subjects.names("entry", {row.entry for row in rows if row.entry})
    return Table(
        "comments",
        gettext("Comments"),
        (gettext("Day"), gettext("Comment"), gettext("About"), gettext("Revision"), gettext("Language")),
        [
            (
                words(date_format(row.day, "SHORT_DATE_FORMAT")),
                words(row.text),
                _about(row, flows, entries),
                words(str(row.revision or "")),
                words(row.language),
            )
            for row in rows
        ],
    )


def _about(row: Comment, flows: Mapping[str, Named], entries: Mapping[str, Named]) -> Cell:
    if row.entry:
        entry = entries[row.entry]
        return words(entry.title, url=reverse("faq:entry", args=[entry.slug]))
    flow = flows[row.flow]
    return words(f"{flow.title}: {row.step}", url=reverse("wizard:step", args=[flow.slug, row.step]))
