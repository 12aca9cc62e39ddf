"""The choices of a step, edited on its page: two fields to a cell, targets found by typing."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from ground.admin import RoomInline
from ground.forms import CarefulForm, PlacedFormSet
from wizard.admin.fields import StepSelect, free_slug, inner_widget, step_label
from wizard.models import Choice
from wizard.renaming import require_free_choice_slug
from wizard.validation import MOST_CHOICES


class ChoiceForm(CarefulForm):
    """A choice; its slug is no other's of its question."""

    def clean_slug(self) -> str:
        """Refused where another choice of the question has, or had, it."""
        return free_slug(require_free_choice_slug, self.cleaned_data["slug"], self.instance)


class ChoiceFormSet(PlacedFormSet):
    """The choices of a step: each leads to a step of its guide, or to another guide."""

    def clean(self) -> None:
        """Say at each choice what is wrong with where it leads."""
        super().clean()
        own = self.instance.flow_id
        for form in [form for form in self.forms if form.has_changed()]:
            step, guide = form.cleaned_data.get("next_step"), form.cleaned_data.get("next_flow")
            if guide and guide.pk == own:
                form.add_error(
                    "next_flow", gettext("This is the guide itself. Leave it empty and choose a step.")
                )
            elif step and step.flow_id != (guide.pk if guide else own):
                text = gettext("That step belongs to the guide “%(guide)s”. Choose that guide too.")
                form.add_error("next_step", text % {"guide": step.flow})


class ChoiceInline(RoomInline):
    """Choices, Japanese above English in each cell."""

    model = Choice
    fk_name = "step"
    form = ChoiceForm
    formset = ChoiceFormSet
    max_num = MOST_CHOICES
    template = "admin/wizard/step/_choices.html"
    autocomplete_fields = ["next_step", "next_flow"]
    prepopulated_fields = {"slug": ["label_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("slug", "position"),
                    ("label_ja", "label_en"),
                    ("hint_ja", "hint_en"),
                    ("next_step", "next_flow"),
                ]
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Choice]:
        """With where they lead."""
        choices: QuerySet[Choice] = super().get_queryset(request)
        return choices.select_related("next_step", "next_flow")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Steps are found with those of the own guide first."""
        if db_field.name == "next_step":
            kwargs["widget"] = StepSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The formset, knowing the guide of the step."""
        formset = super().get_formset(request, obj, **kwargs)
        fields: dict[str, Any] = formset.form.base_fields
        if target := fields.get("next_step"):
            target.label_from_instance = step_label
            inner_widget(target).guide = obj.flow_id if obj else None
        return formset
