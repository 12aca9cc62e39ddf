"""A channel as customers see it: its card in the active language, with whether it is open."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from contact.channel import Channel
from contact.hours import OpenState, open_state
from ground.skeleton import remember


@lru_cache(maxsize=256)
def channel_from_card(raw: str) -> Channel:
    """The channel in the JSON text `raw`."""
    return Channel.from_dict(json.loads(raw))


def state_words(state: OpenState, now: datetime) -> str:
    """`state` as a reader would say it, in the active language: “open, until 18:00 today”."""
    if state.kind == "always":
        return gettext("Open around the clock")
    if state.until is not None:
        return gettext("Open now, until %(time)s today") % {
            "time": f"{state.until:%H:%M}".replace("00:00", "24:00")
        }
    if state.opens is not None:
        today = now.astimezone(state.opens.tzinfo).date()
        days = (state.opens.date() - today).days
        if days == 0:
            return gettext("Closed now, opens today at %(time)s") % {"time": f"{state.opens:%H:%M}"}
        day = date_format(state.opens, gettext("l, F j"))
        return gettext("Closed now, opens %(day)s at %(time)s") % {"day": day, "time": f"{state.opens:%H:%M}"}
    return ""


def channel_card(raw: str, language: str, now: datetime, *, folded: bool = False, level: int = 3) -> str:
    """The card as HTML; `raw` is the published JSON text of the channel.

    `folded` hides its details at first; `level` is that of its heading, 2 on the page of all channels.
    """
    channel = channel_from_card(raw)
    state = open_state(channel, now)
    with override(language):
        return _rendered(raw, language, state.kind, state_words(state, now), folded, level)


@remember(1024)
def _rendered(
    raw: str,
    language: str,
    kind: str,
    words: str,
    folded: bool,  # noqa: FBT001 - part of the key
    level: int,
) -> str:
    channel = channel_from_card(raw)
    texts = {
        name: getattr(channel, name).get(language)
        for name in ("name", "purpose", "hours_note", "entry", "needs_note", "bring")
    }
    return render_to_string(
        "contact/_channel.html",
        {
            "channel": channel,
            "text": texts,
            "kind": kind,
            "state": words,
            "language": language,
            "folded": folded,
            "level": level,
        },
    )
