"""What the insight pages share: who may read them, the period, tables that are files too, the way between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from insights.models import Comment
from insights.periods import CHOICES, Period, days_from, period_until
from insights.plots import Plot
from insights.tables import Table, as_csv

View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """For staff with the permission to read the insights; others are asked to log in, or refused."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("insights.view_insights"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(page)


def period_of(request: HttpRequest) -> Period:
    """The period the address names, a month if it names none."""
    return period_until(localdate(), days_from(request.GET.get("days", "")))


def respond(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    period: Period,
    tables: Iterable[Table],
    plot: Plot | None = None,
    **context: Any,
) -> HttpResponse:
    """The page with its tables, or the file of the table the address names in `csv`; `days` is the plot's."""
    by_slug = {table.slug: table for table in tables}
    if "csv" in request.GET:
        wanted = plot.days() if plot and request.GET["csv"] == "days" else by_slug.get(request.GET["csv"])
        if wanted is None:
            raise Http404
        return as_csv(f"{wanted.slug}-{period.first}-{period.last}", wanted.headings, wanted.rows)
    return TemplateResponse(
        request,
        f"admin/insights/{template}.html",
        {
            **admin.site.each_context(request),
            "title": title,
            "period": period,
            "smallest": settings.INSIGHTS_SMALLEST,
            "choices": [(days, days_words(days), days == period.days) for days in CHOICES],
            "pages": _pages(),
            "tables": by_slug,
            "plot": plot,
            **context,
        },
    )


def days_words(days: int) -> str:
    """How a period is called: “30 days”."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _pages() -> list[tuple[str, str]]:
    """The way between the pages, as (address, name); one query for what is to be read."""
    unread = Comment.objects.unread().count()
    comments = gettext("Comments (%(count)s to read)") % {"count": unread} if unread else gettext("Comments")
    return [
        (reverse("insights_admin:overview"), gettext("Guides")),
        (reverse("insights_admin:entries"), gettext("FAQ entries")),
        (reverse("insights_admin:searches"), gettext("Searches")),
        (reverse("insights_admin:comments"), comments),
    ]
