"""An FAQ entry as a frozen value: the shape between rows, JSON and YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from ground.text import Text

LAST_RANK = 1000
# A form with more could not be sent: see DATA_UPLOAD_MAX_NUMBER_FIELDS in the settings.
MOST_RELATED = 100
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")


@dataclass(frozen=True, slots=True)
class Article:
    """One question with its answer.

    `facts_as_of` is how old its facts are, as YYYY, YYYY-MM or YYYY-MM-DD; `last_checked` and `next_check` are
    days (YYYY-MM-DD). Each may be empty. `most_asked` is its rank among the most-asked entries, from 1.
    """

    slug: str
    category: str
    title: Text = field(default_factory=Text)
    answer: Text = field(default_factory=Text)
    notice: Text = field(default_factory=Text)
    keywords_ja: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    helper: str = ""
    most_asked: int | None = None
    facts_as_of: str = ""
    last_checked: str = ""
    next_check: str = ""
    source: str = ""
    editor_note: str = ""
    aliases: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """It as plain JSON values, without what is empty."""
        data = {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }
        for name in TEXTS:
            data[name] = getattr(self, name).as_dict()
        return {name: value for name, value in data.items() if value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Article:
        """The inverse of `as_dict`; keys it does not know (rendered HTML) are passed over."""
        values: dict[str, Any] = {}
        for known in fields(cls):
            value = data.get(known.name)
            if known.name in TEXTS:
                values[known.name] = Text.from_dict(value)
            elif value is not None:
                values[known.name] = tuple(value) if isinstance(value, list) else value
        return cls(**values)


TEXTS = ("title", "answer", "notice")
