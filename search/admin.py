"""The synonyms in admin: an editor's change is searched with at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.admin import RoomAdmin
from ground.forms import CarefulForm
from ground.wording import said
from search.interchange import confusions, problems_of
from search.models import Synonyms
from search.thesaurus import all_groups, group_of, synonyms_changed


class SynonymsForm(CarefulForm):
    """A group whose words say something, and that begins as no other group does."""

    def clean(self) -> dict[str, Any]:
        """Words without empty lines; refused with everything that is wrong with them."""
        data = super().clean()
        for name in ("words", "finds"):
            lines = (line.strip() for line in data.get(name, "").split("\n"))
            data[name] = "\n".join(dict.fromkeys(filter(None, lines)))
        group = group_of(Synonyms(words=data["words"], finds=data["finds"]))
        for problem in problems_of(group) if data["words"] else ():
            self.add_error("words", forms.ValidationError(said(problem)))
        if self.instance.pk is None and Synonyms.objects.filter(name=group.name).exists():
            text = gettext("Another group began with “%(word)s”. Add to it, or put another word first.")
            self.add_error("words", text % {"word": group.name})
        return data


@admin.register(Synonyms)
class SynonymsAdmin(RoomAdmin):
    """Groups of synonyms; saving or deleting one tells every process."""

    form = SynonymsForm
    list_display = ["name", "all_words", "all_finds"]
    search_fields = ["words", "finds"]
    fields = ["words", "finds"]

    @admin.display(description=_("words"))
    def all_words(self, row: Synonyms) -> str:
        """Its words on a line."""
        return row.words.replace("\n", gettext(", "))

    @admin.display(description=_("find only"))
    def all_finds(self, row: Synonyms) -> str:
        """What they find instead, on a line."""
        return row.finds.replace("\n", gettext(", "))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Saved under the word it began with."""
        obj.name = obj.name or group_of(obj).name
        super().save_model(request, obj, form, change)
        synonyms_changed()
        for confusion in confusions(group_of(obj), all_groups()):
            messages.warning(request, said(confusion))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Deleted."""
        super().delete_model(request, obj)
        synonyms_changed()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Deleted, several at once."""
        super().delete_queryset(request, queryset)
        synonyms_changed()
