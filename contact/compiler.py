"""Between a channel's rows and its value."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from contact.channel import DAYS, NEEDS, TEXTS, Hours, SpecialDay
from contact.channel import Channel as ChannelValue
from contact.models import Channel, OpeningHours
from contact.models import SpecialDay as SpecialDayRow
from ground.text import LANGUAGES, Text, tidy

_PLAIN = ("method", "timezone", "holidays", "url", "editor_note")


def _flag(need: str) -> str:
    return f"needs_{need.replace('-', '_')}"


def compile_channel(channel: Channel) -> ChannelValue:
    """The rows of `channel` as a value; up to three queries."""
    values: dict[str, Any] = {name: Text.of(channel, name) for name in TEXTS}
    values |= {name: tidy(getattr(channel, name)) for name in _PLAIN}
    return ChannelValue(
        slug=channel.slug,
        **values,
        always=channel.always,
        languages=tuple(
            language for language, on in (("ja", channel.japanese), ("en", channel.english)) if on
        ),
        # Beside “open round the clock” hours say nothing.
        hours=()
        if channel.always
        else tuple(
            Hours(tuple(day for day in DAYS if getattr(row, day)), row.opens, row.closes)
            for row in channel.hours.all()
        ),
        special_days=tuple(
            SpecialDay(row.day.isoformat(), row.opens, row.closes) for row in channel.special_days.all()
        ),
        needs=tuple(need for need in NEEDS if getattr(channel, _flag(need))),
        alternative=channel.alternative.slug if channel.alternative else "",
    )


@transaction.atomic
def write_channel(value: ChannelValue, *, position: int) -> Channel:
    """Create or change the rows of a channel; its alternative is left to `write_alternative`."""
    channel = Channel.objects.select_for_update().filter(slug=value.slug).first() or Channel(slug=value.slug)
    for name in TEXTS:
        for language in LANGUAGES:
            setattr(channel, f"{name}_{language}", getattr(getattr(value, name), language))
    for name in ("always", *_PLAIN):
        setattr(channel, name, getattr(value, name))
    for need in NEEDS:
        setattr(channel, _flag(need), need in value.needs)
    channel.japanese, channel.english = "ja" in value.languages, "en" in value.languages
    channel.position = position
    channel.save()
    channel.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(channel=channel, opens=row.opens, closes=row.closes, **dict.fromkeys(row.days, True))
        for row in value.hours
    )
    channel.special_days.all().delete()
    SpecialDayRow.objects.bulk_create(
        SpecialDayRow(channel=channel, day=row.day, opens=row.opens, closes=row.closes)
        for row in value.special_days
    )
    return channel


def write_alternative(value: ChannelValue) -> None:
    """Name the channel to offer while this one is closed; it must exist."""
    alternative = Channel.objects.get(slug=value.alternative) if value.alternative else None
    Channel.objects.filter(slug=value.slug).update(alternative=alternative)
