"""Form fields and forms the rooms share: texts kept tidy, lists of texts, rows in an order."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.db.models import Max
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.text import tidy


class TidyField(forms.CharField):
    """A text as it is kept everywhere: line ends as \\n, no white space at either end."""

    def to_python(self, value: object) -> str:
        """The text as it is kept."""
        return tidy(str(super().to_python(value)))


class LinesField(forms.CharField):
    """A list of texts, one on a line; empty lines fall away."""

    widget = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        """A list as lines; what was typed as it is."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The lines as a list."""
        if isinstance(value, list):
            return value
        lines = tidy(str(super().to_python(value))).split("\n")
        return [line.strip() for line in lines if line.strip()]

    def run_validators(self, value: list[str]) -> None:
        """Each line must be a proper text."""
        for line in value:
            super().run_validators(line)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another list came back."""
        return not self.disabled and (initial or []) != self.to_python(data)


class CarefulForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row that is not saved over what somebody else saved since the form was shown: both are shown instead.

    `seen` travels with the page: a short name for what was saved when it was made.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["seen"] = self._name_of_saved()

    def beside(self) -> Any:
        """What is edited on the same page and saved elsewhere, as plain values."""
        return None

    def _name_of_saved(self) -> str:
        saved = {name: value for name, value in self.initial.items() if name != "seen"}
        return hashlib.sha256(repr([sorted(saved.items()), self.beside()]).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        """Refuse when what is saved now is not what the editor saw."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        seen, now = data.get("seen"), self.initial.get("seen")
        if seen and now and seen != now:
            self._show_both(data)
            # Whoever saves again has seen both.
            again: Any = self.data.copy()  # type: ignore[attr-defined]
            again[self.add_prefix("seen")] = now
            self.data = again
        return data

    def _show_both(self, data: dict[str, Any]) -> None:
        text = _(
            "Somebody else has saved this since you opened the page. Your version is in the fields, and beneath"
            " those that differ stands what is saved now. Make them what they should be and save again."
        )
        link = format_html('{} <a href="" target="_blank">{}</a>', text, _("Show what is saved now"))
        self.add_error(None, link)
        for name in [name for name in self.changed_data if name in data and name != "seen"]:
            saved = self[name].field.prepare_value(self.initial.get(name))
            if isinstance(self.fields[name], forms.ModelChoiceField):
                saved = self.fields[name].queryset.filter(pk=saved).first()  # type: ignore[attr-defined]
            shown = "" if saved is None else saved
            self.add_error(name, gettext("Saved now: “%(value)s”") % {"value": shown})


class PlacedForm(CarefulForm):
    """A row with a position among those that share its `placed_in`; left empty, it goes to the end."""

    placed_in: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
            if self.instance.pk is None:
                self.initial["position"] = None

    def clean(self) -> dict[str, Any]:
        """Give a row without a position the one behind the last."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "position" in data and data["position"] is None:
            data["position"] = self._behind_the_last(data)
        return data

    def _behind_the_last(self, data: dict[str, Any]) -> int:
        siblings = {
            name: data[name] if name in self.fields else getattr(self.instance, name)
            for name in self.placed_in
            if name in data or name not in self.fields
        }
        rows = self._meta.model._default_manager.filter(**siblings).exclude(pk=self.instance.pk)
        last = rows.aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1


class PlacedFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows of one parent, each with a position; a row without one goes to the end."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """The position may be left empty."""
        super().add_fields(form, index)
        if "position" in form.fields:
            form.fields["position"].required = False
            if index is None or index >= self.initial_form_count():
                form.initial["position"] = None

    def clean(self) -> None:
        """Give the rows without a position those behind the last, in the order they stand."""
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms and form.has_changed()]
        given = [
            place for form in self.forms if (place := form.cleaned_data.get("position")) is not None
        ]  # fmt: skip
        free = max(given, default=-1) + 1
        for form in kept:
            if "position" in form.cleaned_data and form.cleaned_data["position"] is None:
                form.instance.position = free
                free += 1
