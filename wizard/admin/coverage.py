"""The coverage page: which FAQ entries the live guides lead to, and what has not been checked for too long."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from faq.models import Entry
from ground.desk import few
from wizard.models import Flow
from wizard.publishing import live_coverage

# So many places of an entry are named, the nearest, and so many where “I am not sure” may end in nothing.
MOST_SEEN, MOST_LOST = 10, 200


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """For every published entry its nearest sighting and others; the lengths of the guides; what is lost.

    For staff who may see entries. A query a guide and a few more; nothing is kept.
    """
    if not request.user.has_perm("faq.view_entry"):
        raise PermissionDenied(gettext("Seeing the coverage needs the permission to view FAQ entries."))
    coverage = live_coverage()
    entries = {
        entry.slug: entry for entry in Entry.objects.published().select_related("category").order_by("slug")
    }
    rows = [
        (entries[slug], few(seen, MOST_SEEN)) for slug, seen in coverage.sightings.items() if slug in entries
    ]
    titles = {flow.slug: str(flow) for flow in Flow.objects.published()}
    context = {
        **admin.site.each_context(request),
        "title": gettext("Coverage of the FAQ"),
        "coverage": coverage,
        "lost": few(coverage.lost, MOST_LOST),
        "guides": [(titles[lengths.flow], lengths) for lengths in coverage.lengths],
        "rows": sorted(
            rows, key=lambda row: (bool(row[1]), -(row[1].shown[0].clicks if row[1] else 0), row[0].slug)
        ),
        "overdue": Entry.objects.published().overdue(timezone.localdate().isoformat()).order_by("next_check"),
    }
    return TemplateResponse(request, "admin/wizard/coverage.html", context)
