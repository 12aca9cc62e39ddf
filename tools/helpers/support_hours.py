"""Which support windows are open at a time, and what is open instead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jpholiday
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contact.cards import channel_from_card
from contact.channel import Channel
from contact.hours import OpenState, open_state
from contact.models import Channel as ChannelRow
from tools.dates import day_in_japan
from tools.fields import HelperForm, MomentField
from tools.helper import Helper, Result, Subject

OPEN = ("open", "always")
STAFFED = ("web", "chat", "phone", "form", "mail")  # a page or a forum has no hours to ask for


@dataclass(frozen=True, slots=True)
class Window:
    """A channel with its `state`; `instead` is another one that is open while it is closed."""

    channel: Channel
    state: OpenState
    instead: Channel | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is there."""
        return self.state.kind in OPEN

    @property
    def name(self) -> str:
        """The channel's name in the active language."""
        return self.channel.name.get(get_language() or "ja")

    @property
    def instead_name(self) -> str:
        """The name of the other one."""
        return self.instead.name.get(get_language() or "ja") if self.instead else ""


@dataclass(frozen=True, slots=True)
class SupportHours(Result):
    """The `windows` as they are at `at`; `holiday` is the public holiday in Japan on that day, if it is one."""

    at: datetime
    windows: tuple[Window, ...]
    holiday: str


def support_hours(
    *, when: datetime | None = None, channels: tuple[Channel, ...], now: datetime
) -> SupportHours:
    """Every channel whose hours are known, at `when` or else `now`."""
    at = (when or now).replace(second=0, microsecond=0)
    states = {channel.slug: open_state(channel, at) for channel in channels}
    windows = tuple(
        Window(channel, states[channel.slug], _instead(channel, channels, states))
        for channel in channels
        if channel.method in STAFFED and states[channel.slug].kind != "unknown"
    )
    return SupportHours(at, windows, jpholiday.is_holiday_name(day_in_japan(at)) or "")


def _instead(
    channel: Channel, channels: tuple[Channel, ...], states: Mapping[str, OpenState]
) -> Channel | None:
    if states[channel.slug].kind != "closed":
        return None
    by_slug = {known.slug: known for known in channels}
    other: Channel | None = channel
    for _step in channels:  # no way is longer, unless it goes round in a circle
        other = by_slug.get(other.alternative) if other else None
        if other and states[other.slug].kind in OPEN:
            return other
    return None


def _published() -> Mapping[str, Any]:
    cards = ChannelRow.objects.published().values_list("card", flat=True)
    return {"channels": tuple(channel_from_card(json.dumps(card)) for card in cards)}


class Form(HelperForm):
    """Another time than now."""

    when = MomentField(label=_("At another time (Japan time)"), required=False)


HELPER = Helper(
    slug="support-hours",
    folded=True,
    subject=Subject.SUPPORT,
    title=_("Is support open now?"),
    about=_(
        "Each contact has its own days and hours. It is open from the first minute and closes with the last."
    ),
    button=_("Look it up"),
    form=Form,
    compute=support_hours,
    load=_published,
)
