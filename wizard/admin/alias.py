"""Former slugs of all guides: found, and taken out when nobody uses them any more."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ground.admin import RoomAdmin
from wizard.admin.fields import GuideFilter
from wizard.editing import recorded
from wizard.models import Alias


@admin.register(Alias)
class AliasAdmin(RoomAdmin):
    """Former slugs. They come about by renaming, or on the page of the guide or step that has them."""

    list_display = ["slug", "flow", "step", "choice"]
    list_filter = [GuideFilter]
    list_select_related = ["flow", "step", "choice"]
    search_fields = ["slug"]
    search_help_text = _("Slug")
    ordering = ["-pk"]
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Alias | None = None) -> bool:
        """Not here."""
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Taken out as a change of the draft that can be undone."""
        author: Any = request.user
        with recorded(obj.flow, kind="alias-removed", author=author, detail=obj.slug):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Alias]) -> None:
        """Taken out one by one."""
        for alias in queryset.select_related("flow"):
            self.delete_model(request, alias)
