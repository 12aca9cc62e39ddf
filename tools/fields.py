"""Form fields of the helpers: days, months, times in Japan, amounts.

They read what a browser's own picker sends and what people type (full-width digits, 2026年4月1日, 2026/4/1).
What cannot be read stays in the form as it was typed, with a sentence that says how to write it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.text import DASHES
from tools.dates import JAPAN

YEARS = range(2000, 2101)
_MONTH = rf"(?P<year>\d{{4}})[{DASHES}/.年](?P<month>\d{{1,2}})"
_DAY = rf"{_MONTH}[{DASHES}/.月](?P<day>\d{{1,2}})日?"
_CLOCK = r"(?P<hour>\d{1,2})(?::|時)(?P<minute>\d{1,2})分?(?::?(?P<second>\d{1,2})(?:\.\d+|秒)?)?"


class HelperForm(forms.Form):
    """The form of a helper. Its ids begin with the helper's slug, for it may stand on any page, once."""

    use_required_attribute = False

    def __init__(self, slug: str, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{slug}-%s")

    @property
    def needs_nothing(self) -> bool:
        """Whether it may be sent empty, so that there is a result before anything is asked."""
        return not any(field.required for field in self.fields.values())

    def full_clean(self) -> None:
        """As Django's; a field that is wrong becomes plain text, for a picker cannot show what was typed."""
        super().full_clean()
        for name in self.errors:
            widget = self.fields[name].widget if name in self.fields else None
            if isinstance(widget, forms.TextInput) and self[name].data:
                widget.input_type = "text"


class _Picker(forms.TextInput):
    def __init__(self, kind: str, **attrs: str) -> None:
        super().__init__(attrs)
        self.input_type = kind


class _Typed(forms.CharField):
    """A text that `parse` makes something of; `shape` is the pattern it must have, `example` shows one."""

    shape = ""
    example = ""
    how = _("“%(label)s”: write it like this: %(example)s")
    widget: Any

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=None, strip=True, **options)

    def parse(self, match: re.Match[str]) -> Any:
        """The value; raises ValueError where there is none (February 30)."""
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        """`value` as the browser's picker wants it."""
        return str(value)

    def clean(self, value: Any) -> Any:
        """The parsed value, or None for an empty field that may be empty; raises ValidationError."""
        details = {"label": self.label, "example": self.example}
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        if not text and not self.required:
            return None
        match = re.fullmatch(self.shape, text[:60], re.ASCII)
        if match is None:
            raise ValidationError(str(self.how) % details)
        if "year" in match.groupdict() and int(match["year"]) not in YEARS:
            span = {"label": self.label, "first": YEARS[0], "last": YEARS[-1]}
            raise ValidationError(gettext("“%(label)s”: enter a year from %(first)s to %(last)s.") % span)
        try:
            return self.parse(match)
        except ValueError:
            raise ValidationError(
                gettext("“%(label)s”: there is no such date or time. Write it like this: %(example)s")
                % details
            ) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the form shows again: tidied where it was understood, else as it was typed."""
        try:
            value = self.clean(data)
        except ValidationError:
            return data
        return "" if value is None else self.shown(value)


class DayField(_Typed):
    """A day of the calendar; gives a `date`."""

    shape, example = _DAY, "2026-04-01"

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_Picker("date"), **options)

    def parse(self, match: re.Match[str]) -> date:
        """The day; raises ValueError where there is none."""
        return date(int(match["year"]), int(match["month"]), int(match["day"]))


class MonthField(_Typed):
    """A month; gives the `date` of its first day."""

    shape, example = rf"{_MONTH}月?", "2026-04"

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_Picker("month"), **options)

    def parse(self, match: re.Match[str]) -> date:
        """The first day of the month; raises ValueError where there is none."""
        return date(int(match["year"]), int(match["month"]), 1)

    def shown(self, value: date) -> str:
        """2026-04."""
        return f"{value:%Y-%m}"


class MomentField(_Typed):
    """A day with a time on a clock in Japan; gives an aware `datetime`."""

    shape, example = rf"{_DAY}[T\s]*{_CLOCK}", "2026-04-01 15:20"

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_Picker("datetime-local"), **options)

    def parse(self, match: re.Match[str]) -> datetime:
        """The moment; raises ValueError where there is none."""
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
        if (hour, minute, second) == (24, 0, 0):
            return datetime(day.year, day.month, day.day, tzinfo=JAPAN) + timedelta(days=1)
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=JAPAN)

    def shown(self, value: datetime) -> str:
        """2026-04-01T15:20, with seconds only where there are some."""
        return f"{value:%Y-%m-%dT%H:%M:%S}" if value.second else f"{value:%Y-%m-%dT%H:%M}"


class AmountField(_Typed):
    """An amount of money in whatever currency; gives a `Decimal`."""

    shape, example = r"[$¥]?\s*(?P<amount>\d{1,3}(?:,\d{3}){1,3}|\d{1,10})(?P<cents>\.\d{1,4})?", "1200.50"

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_Picker("text", inputmode="decimal", autocomplete="off"), **options)

    def parse(self, match: re.Match[str]) -> Decimal:
        """The amount, exactly."""
        return Decimal(match["amount"].replace(",", "") + (match["cents"] or ""))


class OneOf(forms.ChoiceField):
    """One of a few; nothing is chosen beforehand."""

    def __init__(self, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(choices=choices, widget=forms.RadioSelect, **options)

    def clean(self, value: Any) -> str:
        """The choice; raises ValidationError."""
        try:
            return str(super().clean(value))
        except ValidationError:
            raise ValidationError(gettext("“%(label)s”: choose one.") % {"label": self.label}) from None
