"""The way from the front page of admin to the insights."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ground.admin import LookingAdmin
from insights.models import StepCount


@admin.register(StepCount)
class InsightsAdmin(LookingAdmin):
    """A line in the list of rooms; its list is the overview."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may read the insights; single rows are nobody's."""
        return obj is None and request.user.has_perm("insights.view_insights")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As above."""
        return self.has_view_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """To the overview."""
        return redirect("insights_admin:overview")
