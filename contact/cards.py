"""A channel as customers see it: its card in the active language, with whether it is open."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone_name
from django.utils.translation import get_language, gettext, override

from contact.channel import Channel
from contact.hours import OpenState, open_state
from ground.skeleton import remember
from ground.zones import zone_name


@lru_cache(maxsize=256)
def channel_from_card(raw: str) -> Channel:
    """The channel in the JSON text `raw`."""
    return Channel.from_dict(json.loads(raw))


def state_words(state: OpenState, now: datetime) -> str:
    """`state` as a reader would say it, in the active language: “open, until 18:00 today”.

    Its times are on the channel's clock, which is named unless it is the site's own. Then days have their dates, for
    it may be “today” here and not there.
    """
    if state.kind == "always":
        return gettext("Open around the clock")
    if state.until is not None:
        return _until_words(state.until, now)
    if state.opens is not None:
        words = {"day": _day_words(state.opens, now), "time": _time_words(state.opens)}
        if _days_to(state.opens, now) == 0 and not _is_elsewhere(state.opens):
            return gettext("Closed now, opens today at %(time)s") % words
        return gettext("Closed now, opens %(day)s at %(time)s") % words
    return gettext("Closed now") if state.kind == "closed" else ""


def _until_words(until: datetime, now: datetime) -> str:
    # What ends at midnight belongs to the day before.
    at_midnight = (until.hour, until.minute) == (0, 0)
    day = until - timedelta(days=1) if at_midnight else until
    words = {"day": _day_words(day, now), "time": _time_words(until, "24:00" if at_midnight else "")}
    days = None if _is_elsewhere(until) else _days_to(day, now)
    if days == 0:
        return gettext("Open now, until %(time)s today") % words
    if days == 1:
        return gettext("Open now, until %(time)s tomorrow") % words
    return gettext("Open now, until %(day)s at %(time)s") % words


def _is_elsewhere(moment: datetime) -> bool:
    """Whether its zone is another than the site's, so that readers may take it for theirs."""
    return str(moment.tzinfo) != get_default_timezone_name()


def _days_to(moment: datetime, now: datetime) -> int:
    return (moment.date() - now.astimezone(moment.tzinfo).date()).days


def _day_words(moment: datetime, now: datetime) -> str:
    this_year = moment.year == now.astimezone(moment.tzinfo).year
    return date_format(moment, gettext("l, F j") if this_year else gettext("l, F j, Y"))


def _time_words(moment: datetime, clock: str = "") -> str:
    clock = clock or f"{moment:%H:%M}"
    if not _is_elsewhere(moment):
        return clock
    return gettext("%(time)s (%(zone)s)") % {"time": clock, "zone": zone_name(moment)}


def _zone_to_add(state: OpenState) -> str:
    """The zone of the times in `state_words`, where they do not name it and the reader may be elsewhere.

    Who reads the site's first language is taken to live by the site's clock; who reads another may live anywhere.
    """
    moment = state.until or state.opens
    if moment is None or _is_elsewhere(moment) or get_language() == settings.LANGUAGE_CODE:
        return ""
    return zone_name(moment)


def channel_card(raw: str, language: str, now: datetime, *, folded: bool = False, level: int = 3) -> str:
    """The card as HTML; `raw` is the published JSON text of the channel.

    `folded` hides its details at first; `level` is that of its heading, 2 on the page of all channels.
    """
    channel = channel_from_card(raw)
    state = open_state(channel, now)
    with override(language):
        words = (state_words(state, now), _zone_to_add(state))
        return _rendered(raw, language, state.kind, words, folded, level)


@remember(1024)
def _rendered(
    raw: str,
    language: str,
    kind: str,
    words: tuple[str, str],
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
            "state": words[0],
            "zone": words[1],
            "language": language,
            "folded": folded,
            "level": level,
        },
    )
