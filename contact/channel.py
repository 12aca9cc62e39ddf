"""A contact channel as a frozen value, and whether it is open: pure functions of (channel, now)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from ground.sentences import LANGUAGE_NAMES, Sentence
from ground.sentences import marked as _
from ground.text import Text

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
METHODS = ("web", "chat", "phone", "form", "mail", "page", "forum", "person")
NEEDS = ("account", "signed-in", "paid-plan", "root-user")
CALENDARS = ("none", "jp")
# More than so many rows its form could not hold: see DATA_UPLOAD_MAX_NUMBER_FIELDS in the settings.
MOST_HOURS, MOST_SPECIAL_DAYS = 70, 300
# Of a day: 24:00 is the midnight at its end. In ASCII digits, as the database's own check has it (contact.models).
OPENING_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
CLOSING_TIME = rf"(?:{OPENING_TIME}|24:00)"
_LABEL = r"[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff-]{0,61}[a-z0-9\u00a1-\uffff])?"
_WEB_ADDRESS = re.compile(
    rf"https?://(?:{_LABEL}\.)+(?:[a-z\u00a1-\uffff]{{2,63}}|xn--[a-z0-9]{{1,59}})(?::\d{{2,5}})?(?:[/?#]\S*)?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hours:
    """Open on `days` from `opens` to `closes` (HH:MM, `24:00` is midnight), in the channel's own zone."""

    days: tuple[str, ...]
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day (YYYY-MM-DD) on which other hours hold: closed all day, or open from `opens` to `closes`."""

    day: str
    opens: str = ""
    closes: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach somebody: a window, by one method, in its languages.

    `always` means open round the clock; neither `always` nor `hours` means no hours are known.
    """

    slug: str
    name: Text = field(default_factory=Text)
    purpose: Text = field(default_factory=Text)
    method: str = "web"
    languages: tuple[str, ...] = ()
    timezone: str = "Asia/Tokyo"
    always: bool = False
    hours: tuple[Hours, ...] = ()
    holidays: str = "none"
    special_days: tuple[SpecialDay, ...] = ()
    hours_note: Text = field(default_factory=Text)
    entry: Text = field(default_factory=Text)
    needs: tuple[str, ...] = ()
    needs_note: Text = field(default_factory=Text)
    bring: Text = field(default_factory=Text)
    url: str = ""
    alternative: str = ""
    editor_note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """It as plain JSON values, without what is empty."""
        data: dict[str, Any] = {}
        for known in fields(self):
            value = getattr(self, known.name)
            if isinstance(value, Text):
                value = value.as_dict()
            elif known.name == "hours":
                value = [{"days": list(row.days), "open": row.opens, "close": row.closes} for row in value]
            elif known.name == "special_days":
                value = [_special_day(row) for row in value]
            elif isinstance(value, tuple):
                value = list(value)
            data[known.name] = value
        return {name: value for name, value in data.items() if value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Channel:
        """The inverse of `as_dict`."""
        values: dict[str, Any] = {}
        for known in fields(cls):
            value = data.get(known.name)
            if known.name in TEXTS:
                value = Text.from_dict(value)
            elif known.name == "hours":
                value = tuple(Hours(tuple(row["days"]), row["open"], row["close"]) for row in value or ())
            elif known.name == "special_days":
                value = tuple(
                    SpecialDay(row["day"], row.get("open", ""), row.get("close", "")) for row in value or ()
                )
            elif isinstance(value, list):
                value = tuple(value)
            if value is not None:
                values[known.name] = value
        return cls(**values)


def _special_day(row: SpecialDay) -> dict[str, str]:
    hours = {"open": row.opens, "close": row.closes} if row.opens else {}
    return {"day": row.day, **hours}


TEXTS = ("name", "purpose", "hours_note", "entry", "needs_note", "bring")
FIELDS = {
    "name": _("name"),
    "purpose": _("purpose"),
    "hours_note": _("note on the hours"),
    "entry": _("way to get there"),
    "needs_note": _("note on what is needed"),
    "bring": _("list of what to have ready"),
}


# Those that are shown with their line breaks.
LINES = frozenset({"purpose", "entry", "bring"})


def texts_of(channel: Channel) -> dict[str, Text]:
    """Its texts by the name of their field."""
    return {name: getattr(channel, name) for name in TEXTS}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    """Whether `name` is a zone of the world, such as Asia/Tokyo."""
    return name in _zones()


def is_web_address(url: str) -> bool:
    """Whether customers can be sent to `url`: https (or http), and no longer than a row holds."""
    return len(url) <= 500 and _WEB_ADDRESS.match(url) is not None


def channel_problems(channel: Channel) -> list[Sentence]:
    """Everything that keeps `channel` from being published, a sentence each."""
    missing = _("The %(field)s is not written in %(language)s. Write it.")
    found = [
        Sentence(missing, words=(("field", FIELDS[name]), ("language", LANGUAGE_NAMES[language])))
        for name, text in texts_of(channel).items()
        if text or name == "name"
        for language in text.missing()
    ]
    if channel.url and not is_web_address(channel.url):
        found.append(Sentence(_("“%(url)s” is no web address. Write https://…."), (("url", channel.url),)))
    return found
