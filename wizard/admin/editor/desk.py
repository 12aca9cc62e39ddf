"""What the pages about a guide share: permissions, finding it by its slug, and the frame."""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.desk import READS, Desk, View, show_page
from wizard import staff
from wizard.models import Alias, Flow

VIEW, CHANGE, ADD = staff.VIEW, staff.CHANGE, "wizard.add_flow"
PUBLISH = "wizard.publish_flow"
DESK = Desk(
    {
        VIEW: _("Seeing guides in admin needs a permission that your account does not have."),
        CHANGE: _("Changing guides needs a permission that your account does not have."),
        ADD: _("Making guides needs a permission that your account does not have."),
        PUBLISH: _("Publishing needs a permission that your account does not have."),
    },
    view=VIEW,
    change=CHANGE,
)
require = DESK.require
guarded = DESK.guarded


def of_flow(view: View) -> View:
    """`view(request, flow, …)` from the slug in the address; one that names no guide leads to the list.

    Somebody may have renamed the guide meanwhile: what is sent to a former slug is taken as for that of today,
    and who only looks is led to the address of today.
    """

    @wraps(view)
    def found(request: HttpRequest, slug: str, **named: Any) -> HttpResponse:
        flows = Flow.objects.select_related("live__flow")
        flow = flows.filter(slug=slug).first() or flows.filter(aliases__in=_former(slug)).first()
        if flow is None:
            messages.warning(request, gettext("There is no such guide"))
            return redirect("admin:wizard_flow_changelist")
        if flow.slug != slug and request.method in READS:
            name = request.resolver_match.view_name if request.resolver_match else ""
            address = reverse(name, kwargs={"slug": flow.slug, **named})
            return redirect(f"{address}?{query}" if (query := request.GET.urlencode()) else address)
        return view(request, flow, **named)

    return found


def _former(slug: str) -> QuerySet[Alias]:
    """`slug` as a former one of a guide, not of a step."""
    return Alias.objects.filter(slug=slug, step=None)


def page(
    model_admin: Any,
    route: str,
    name: str,
    view: View,
    *,
    permission: str = VIEW,
    methods: Sequence[str] = READS,
) -> URLPattern:
    """An address of one guide: `<slug>/<route>`, named `wizard_flow_<name>`."""
    wrapped: View = model_admin.admin_site.admin_view(guarded(of_flow(view), permission, methods))
    return path(f"<slug:slug>/{route}", wrapped, name=f"wizard_flow_{name}")


def show(
    request: HttpRequest, template: str, flow: Flow | None, context: dict[str, Any], *, title: str
) -> HttpResponse:
    """A page of the editor; `title` is its heading, `flow` the guide it is about."""
    frame = {
        "title": title,
        "flow": flow,
        "tab": template,
        "may_change": request.user.has_perm(CHANGE),
        "may_publish": request.user.has_perm(PUBLISH),
    }
    return show_page(request, f"admin/wizard/editor/{template}.html", Flow, flow, {**frame, **context})
