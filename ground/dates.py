"""Dates that content gives as text (`2021`, `2021-07`, `2026-11-23`), in words."""

from __future__ import annotations

from datetime import date

from django.utils.dateformat import format as in_format
from django.utils.translation import get_language

_FORMATS = {
    "ja": {1: "Y年", 2: "Y年n月", 3: "Y年n月j日"},
    "en": {1: "Y", 2: "F Y", 3: "F j, Y"},
}


def date_in_words(text: str) -> str:
    """`text` as the active language writes a year, a month or a day; as it is when it is no date."""
    try:
        numbers = [int(part) for part in text.split("-")]
        day = date(*[*numbers, 1, 1][:3])
    except (TypeError, ValueError):
        return text
    formats = _FORMATS["en" if get_language() == "en" else "ja"]
    return in_format(day, formats[len(numbers)]) if len(numbers) in formats else text
