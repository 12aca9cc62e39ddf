"""What the pages about a guide share: permissions, finding it by its slug, and the frame."""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.desk import READS, Desk, View, show_page
from wizard.models import Flow

VIEW, CHANGE, ADD = "wizard.view_flow", "wizard.change_flow", "wizard.add_flow"
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
    """`view(request, flow, …)` from the slug in the address; one that names no guide leads to the list."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, **named: Any) -> HttpResponse:
        flow = Flow.objects.select_related("live__flow").filter(slug=slug).first()
        if flow is None:
            messages.warning(request, gettext("There is no such guide"))
            return redirect("admin:wizard_flow_changelist")
        return view(request, flow, **named)

    return found


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
