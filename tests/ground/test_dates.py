"""A year, a month or a day as each language writes it."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from ground.dates import date_in_words


@pytest.mark.parametrize(
    ("text", "ja", "en"),
    [
        ("2021", "2021年", "2021"),
        ("2021-07", "2021年7月", "July 2021"),
        ("2026-11-23", "2026年11月23日", "November 23, 2026"),
        ("about 2021", "about 2021", "about 2021"),
        ("2021-13", "2021-13", "2021-13"),
        ("2021-01-01-01", "2021-01-01-01", "2021-01-01-01"),
        ("", "", ""),
    ],
)
def test_a_date_is_written_as_people_write_it(text: str, ja: str, en: str) -> None:
    with override("ja"):
        assert date_in_words(text) == ja
    with override("en"):
        assert date_in_words(text) == en
