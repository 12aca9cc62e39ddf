"""Tags and filters of the helpers: their forms in other rooms' templates, and dates with their zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from tools.dates import in_japan
from tools.embed import embedded_form

register = template.Library()


@register.simple_tag
def entry_helper(helper: str, entry: str, *, unfolded: bool = False) -> SafeString:
    """The form of the helper that an entry names, for a card or a page of that entry."""
    html = embedded_form(helper, get_language() or "ja", entry, entry, unfolded=unfolded) if helper else ""
    return mark_safe(html)  # noqa: S308 - rendered by a template


@register.filter
def day(value: date) -> str:
    """Wednesday, April 1, 2026."""
    return date_format(value, gettext("l, F j, Y"))


@register.filter
def month(value: date) -> str:
    """April 2026."""
    return date_format(value, gettext("F Y"))


@register.filter
def moment(value: datetime) -> str:
    """A time with its day, on a clock in Japan, which is named."""
    return _with_zone(in_japan(value), gettext("Japan time"))


@register.filter
def moment_day(value: datetime) -> str:
    """The day of a time on a clock in Japan."""
    return day(in_japan(value))


@register.filter
def moment_utc(value: datetime) -> str:
    """The same in UTC."""
    return _with_zone(value.astimezone(UTC), "UTC")


def _with_zone(value: datetime, zone: str) -> str:
    details = {
        "day": day(value),
        "time": f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}",
        "zone": zone,
    }
    return gettext("%(day)s, %(time)s (%(zone)s)") % details
