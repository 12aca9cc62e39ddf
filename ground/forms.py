"""Form fields and forms the rooms share: texts kept tidy, lists of texts, rows in an order."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from copy import copy
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import Max
from django.forms.models import BaseInlineFormSet
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext

from ground.documents import MOST_NUMBER
from ground.sent import read_json
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
    """A row that is not saved over what somebody else saved since the form was shown.

    `seen` travels with the page: what was saved when it was made. A save that comes too late is refused once and
    the form brought up to date. What only others changed is taken over, what only this editor changed stays typed,
    and where both did, both texts stand there with a choice.
    """

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken: list[str] = []
        self._asked: list[tuple[str, str]] = []
        self._is_late = False
        if self.instance.pk is not None:
            self.initial["seen"] = json.dumps(self._saved(), ensure_ascii=False)
            if self.is_bound and self["seen"].data:
                self._bring_up_to_date()

    def beside(self) -> Any:
        """What is edited on the same page and saved elsewhere, as plain values."""
        return None

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that were changed; `seen` is none of the row's."""
        return [name for name in super().changed_data if name != "seen"]

    def _saved(self) -> dict[str, Any]:
        texts = {name: _text(self[name].initial, self.fields[name]) for name in self.fields if name != "seen"}
        beside = hashlib.sha256(repr(self.beside()).encode()).hexdigest()[:16]
        return {"fields": texts, "beside": beside}

    def _bring_up_to_date(self) -> None:
        """Make `data` say what the editor wants of the row as it is saved now."""
        base, now = _state(self["seen"].data), self._saved()
        wanted = {"seen": self.initial["seen"]} if base != now else {}
        for name, saved in now["fields"].items():
            was = base["fields"].get(name)
            typed = _text(self[name].data, self.fields[name])
            if was is not None and self.data.get(self.add_prefix(f"pick-{name}")) == "saved":
                typed = was
            if saved != was and typed == was:
                self._taken.append(name)
                typed = saved
            elif saved not in {was, typed}:
                self._asked.append((name, typed))
            if typed != _text(self[name].data, self.fields[name]):
                wanted[name] = typed
        # What is saved now says what was typed: a second click, and nobody else.
        differs = bool(self._taken or self._asked) or base.get("beside") != now["beside"]
        self._is_late = base != now and differs
        if wanted:  # the rows of a page share what was sent: it is copied for those that differ alone
            self.data: Any = copy(self.data)
            for name, text in wanted.items():
                self.data[self.add_prefix(name)] = text

    def clean(self) -> dict[str, Any]:
        """Refuse when what is saved now is not what the editor saw."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self._is_late:
            self.add_error(None, self._what_happened())
            for name, typed in self._asked:
                self.add_error(name, self._both(name, typed))
        return data

    def _what_happened(self) -> str:
        said = [gettext("Somebody else has saved this since you opened the page. Nothing you typed is lost.")]
        if self._taken:
            fields = gettext(", ").join(str(self[name].label) for name in self._taken)
            said.append(gettext("Taken over from there: %(fields)s.") % {"fields": fields})
        if self._asked:
            said.append(gettext("Choose which text is to stand where both of you changed one."))
        space = "" if get_language() == "ja" else " "
        return space.join([*said, gettext("Look at it and save again.")])

    def _both(self, name: str, typed: str) -> str:
        context = {
            "name": self.add_prefix(f"pick-{name}"),
            "label": self[name].label,
            "saved": self._words(name, self._saved()["fields"][name]),
            "typed": self._words(name, typed),
        }
        return render_to_string("admin/_both.html", context)

    def _words(self, name: str, text: str) -> str:
        """The value `text` of a field as somebody reads it."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            with suppress(forms.ValidationError):
                return str(field.to_python(text) or "")
        if isinstance(field, forms.BooleanField):
            return gettext("Yes") if text else gettext("No")
        return str(dict(getattr(field, "choices", ())).get(text, text))


def _text(value: Any, field: forms.Field) -> str:
    """The value of `field` as a browser sends it."""
    value = field.prepare_value(value)
    return "" if value in (None, False) else tidy(str(value))


def _state(seen: str) -> dict[str, Any]:
    """What the page showed; of nonsense nothing is known."""
    with suppress(ValueError):
        state = read_json(seen)
        if isinstance(state, dict) and isinstance(state.get("fields"), dict):
            texts = {name: text for name, text in state["fields"].items() if isinstance(text, str)}
            return {**state, "fields": texts}
    return {"fields": {}}


class PlacedForm(CarefulForm):
    """A row with a position among those that share its `placed_in`; left empty, it goes to the end."""

    placed_in: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
            self.fields["position"].validators.append(MaxValueValidator(MOST_NUMBER))
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
