"""How home is arranged: groups of guides, and the notice at the foot of every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ground.admin import SEEN_AT_ONCE, RoomAdmin
from ground.forms import CarefulForm, PlacedForm
from ground.markup import plain_advice
from ground.sentences import Sentence
from ground.text import Text
from wizard.models import FlowGroup, SiteNotice


@admin.register(FlowGroup)
class FlowGroupAdmin(RoomAdmin):
    """Headings under which guides stand on home."""

    form = PlacedForm
    list_display = ["__str__", "slug", "position"]
    search_fields = ["slug", "title_ja", "title_en"]
    ordering = ["position", "slug"]
    fieldsets = [
        (None, {"fields": [("title_ja", "title_en"), "slug", "position"], "description": SEEN_AT_ONCE})
    ]

    def advice(self, row: Any) -> Iterator[Sentence]:
        """How its title reads."""
        return (sentence for _fault, sentence in plain_advice({"title": Text.of(row, "title")}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The slug is the identity of the group when content is loaded."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new group is named after its title."""
        return {} if obj else {"slug": ["title_en"]}


@admin.register(SiteNotice)
class SiteNoticeAdmin(RoomAdmin):
    """The one notice."""

    form = CarefulForm
    list_display = ["__str__"]
    fieldsets = [(None, {"fields": [("text_ja", "text_en")], "description": SEEN_AT_ONCE})]

    def advice(self, row: Any) -> Iterator[Sentence]:
        """How it reads."""
        return (sentence for _fault, sentence in plain_advice({"text": Text.of(row, "text")}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one at most: where it is there already, it is changed."""
        if SiteNotice.objects.exists():
            return redirect("admin:wizard_sitenotice_change", 1)
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Saved as the one there is."""
        obj.pk = 1
        super().save_model(request, obj, form, change)
