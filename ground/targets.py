"""Rows that other rows point to: chosen by typing, found by typing, and never by what cannot be a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from ground.forms import TidyField


def is_key(value: object) -> bool:
    """Whether `value` can be a primary key at all."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= 18


class TargetSelect(AutocompleteSelect):
    """A choice among very many rows, found by typing. A value that cannot be a key chooses nothing."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        """The option that is chosen now."""
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


class TargetsFound(AutocompleteJsonView):
    """What is found by typing, for fields that a form has: Django's knows no answer for a relation that leads to a row."""

    admin_site = admin.site

    def process_request(self, request: HttpRequest) -> Any:
        """As Django's, or PermissionDenied."""
        found = super().process_request(request)
        field = found[2]
        if field.auto_created and not field.concrete:
            raise PermissionDenied
        return found


class Targets(admin.options.BaseModelAdmin):  # type: ignore[type-arg]
    """Forms and inlines whose targets are found by typing and whose texts are kept tidy."""

    formfield_overrides = {
        models.CharField: {"form_class": TidyField},
        models.TextField: {"form_class": TidyField},
        models.URLField: {"assume_scheme": "https"},
    }

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The field for a target."""
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = TargetSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; a target can be added and opened beside it, but not deleted."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, models.CharField):
            # Django would ask the row only once it holds what was typed, and the page shown again would link to that.
            own = db_field._validators  # type: ignore[attr-defined] # without that of its length, which the form has
            field.validators += [each for each in own if each not in field.validators]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field
