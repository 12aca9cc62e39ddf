"""Time zones by the name people call them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from babel.core import Locale, get_global
from babel.dates import get_timezone_name
from django.utils.translation import get_language

_NOWHERE = ("001", "ZZ")


def zone_name(moment: datetime) -> str:
    """What the zone of `moment` is called in the active language: “Pacific time”; “UTC+05:00” where it has no name."""
    zone = str(moment.tzinfo)
    zone = get_global("zone_aliases").get(zone, zone)
    if get_global("zone_territories").get(zone, _NOWHERE[0]) in _NOWHERE:
        return f"UTC{moment.isoformat()[-6:].removeprefix('+00:00')}"
    return _named(zone, get_language() or "en")


@lru_cache(maxsize=256)
def _named(zone: str, language: str) -> str:
    name = get_timezone_name(
        zone, width="long", zone_variant="generic", locale=Locale.parse(language, sep="-")
    )
    # In the middle of a sentence, as the interface's own texts write “Japan time”.
    return f"{name.removesuffix(' Time')} time" if name.endswith(" Time") else name
