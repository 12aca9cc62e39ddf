"""The channels file, read strictly and written the same way every time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contact.channel import (
    CALENDARS,
    CLOSING_TIME,
    DAYS,
    METHODS,
    MOST_HOURS,
    MOST_SPECIAL_DAYS,
    NEEDS,
    OPENING_TIME,
    TEXTS,
    Channel,
    Hours,
    SpecialDay,
    is_time_zone,
    is_web_address,
)
from ground.documents import TEXT_FORM, Fields

_HOURS = "{days: [mon, tue], open: 09:00, close: 18:00}"
_OPENS, _CLOSES = re.compile(rf"{OPENING_TIME}\Z"), re.compile(rf"{CLOSING_TIME}\Z")


@dataclass(frozen=True)
class Directory:
    """All channels, in the order of the file; `lines` says where each stands."""

    channels: tuple[Channel, ...]
    lines: dict[str, int] = field(default_factory=dict, compare=False)


def read_directory(document: Fields) -> Directory:
    """The channels in `document`; what is wrong goes to the document's complaints."""
    document.require_format()
    channels, lines = [], {}
    for slug, fields in document.each("channels", f"{{name: {TEXT_FORM}}}", required=True):
        lines[slug] = fields.line
        channels.append(_read_channel(slug, fields))
    document.finish()
    return Directory(tuple(channels), lines)


def _read_channel(slug: str, fields: Fields) -> Channel:
    always = fields.is_text("hours")
    if always:
        fields.choice("hours", ("always",))
    timezone = fields.string("timezone", default="Asia/Tokyo")
    if not is_time_zone(timezone):
        message = f"“timezone” is “{timezone}”, which is no time zone; use a name such as Asia/Tokyo."
        fields.complain("timezone", message, fields.line_of("timezone"))
    url = fields.string("url")
    if url and not is_web_address(url):
        message = f"“url” is “{url}”, which is no web address; write https://… (at most 500 characters)."
        fields.complain("url", message, fields.line_of("url"))
    channel = Channel(
        slug=slug,
        **{name: fields.text(name, required=name == "name") for name in TEXTS},
        method=fields.choice("method", METHODS, default="web"),
        languages=_known(fields, "languages", ("ja", "en")),
        timezone=timezone,
        always=always,
        hours=tuple(_read_hours(row) for row in fields.items("hours", _HOURS)),
        holidays=fields.choice("holidays", CALENDARS, default="none"),
        special_days=_read_special_days(fields),
        needs=_known(fields, "needs", NEEDS),
        url=url,
        alternative=fields.slug("alternative") if "alternative" in fields else "",
        editor_note=fields.string("editor_note"),
    )
    for key, rows, most in (
        ("hours", channel.hours, MOST_HOURS),
        ("special_days", channel.special_days, MOST_SPECIAL_DAYS),
    ):
        if len(rows) > most:
            fields.complain("too-many", f"“{key}” has {len(rows)} rows; keep to {most}.", fields.line_of(key))
    fields.finish()
    return channel


def _read_hours(row: Fields) -> Hours:
    days = _known(row, "days", DAYS)
    opens, closes = row.string("open", required=True), row.string("close", required=True)
    if not (_OPENS.match(opens) and _CLOSES.match(closes) and opens < closes):
        row.complain(
            "hours",
            f"“{opens}” to “{closes}” is no span of a day; write HH:MM, midnight as 24:00, and hours that go on past it"
            " as two spans.",
        )
    if not days:
        row.complain("hours", "“days” names no day; write days: [mon, tue, wed, thu, fri].")
    row.finish()
    return Hours(days, opens, closes)


def _read_special_days(fields: Fields) -> tuple[SpecialDay, ...]:
    """The special days by date, as rows give them; each span once."""
    found: dict[tuple[str, str], SpecialDay] = {}
    for row in fields.items("special_days", "{day: 2026-12-30}"):
        special = _read_special_day(row)
        if (special.day, special.opens) in found:
            row.complain("duplicate", f"“{special.day}” is there twice with the same hours; keep one.")
        found[special.day, special.opens] = special
    return tuple(found[key] for key in sorted(found))


def _read_special_day(row: Fields) -> SpecialDay:
    day, opens, closes = row.string("day", required=True), row.string("open"), row.string("close")
    if not _is_day(day):
        row.complain("date", f"“{day}” is no day; write YYYY-MM-DD.")
    if (opens or closes) and not (_OPENS.match(opens) and _CLOSES.match(closes) and opens < closes):
        row.complain(
            "hours", f"“{opens}” to “{closes}” is no span of a day; leave both out for a day of rest."
        )
    row.finish()
    return SpecialDay(day, opens, closes)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _known(fields: Fields, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    found = fields.strings(key)
    for value in found:
        if value not in allowed:
            message = f"“{key}” holds “{value}”; use {', '.join(allowed)}."
            fields.complain("value", message, fields.line_of(key))
    return tuple(value for value in allowed if value in found)


def write_directory(channels: tuple[Channel, ...]) -> dict[str, Any]:
    """The channels as the content of their file."""
    return {"format": "1", "channels": {channel.slug: _write_channel(channel) for channel in channels}}


def _write_channel(channel: Channel) -> dict[str, Any]:
    data = {"name": {}, **channel.as_dict()}
    data.pop("slug")
    if data.pop("always", False):
        data["hours"] = "always"
    return data
