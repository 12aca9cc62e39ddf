"""Categories: the shelves of the FAQ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from faq.models import Category
from ground.admin import SEEN_AT_ONCE, RoomAdmin
from ground.forms import PlacedForm
from ground.markup import plain_advice
from ground.sentences import Sentence
from ground.text import Text


@admin.register(Category)
class CategoryAdmin(RoomAdmin):
    """Shelves of the FAQ."""

    form = PlacedForm
    list_display = ["__str__", "slug", "position"]
    search_fields = ["slug", "title_ja", "title_en"]
    ordering = ["position", "slug"]
    fieldsets = [
        (
            None,
            {
                "fields": [("title_ja", "title_en"), ("summary_ja", "summary_en"), "slug", "position"],
                "description": SEEN_AT_ONCE,
            },
        )
    ]

    def advice(self, row: Any) -> Iterator[Sentence]:
        """How its texts read."""
        return (
            sentence
            for _fault, sentence in plain_advice({name: Text.of(row, name) for name in ("title", "summary")})
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The slug stays: a category has no former addresses."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new category is named after its title."""
        return {} if obj else {"slug": ["title_en"]}
