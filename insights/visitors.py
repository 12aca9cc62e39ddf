"""Which requests count: those of somebody who looks at the page now, as far as the browser says."""

from __future__ import annotations

import re
from functools import lru_cache

from django.http import HttpRequest

# Words by which programs name themselves. Cubot is a maker of telephones.
_BOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|archiver|facebookexternalhit|mediapartners|bingpreview|lighthouse"
    r"|google-inspectiontool|googleother|feedfetcher|pingdom|uptime|monitor|externalagent",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def is_bot(user_agent: str) -> bool:
    """Whether a program says that it is one. A browser without a name is a reader."""
    return bool(_BOT.search(user_agent))


def is_counted(request: HttpRequest) -> bool:
    """Whether to count this GET as a page looked at.

    Not counted: HEAD, bots, pages fetched ahead in case they are wanted, pages loaded again (a reload asks for
    nothing older than now) and pages htmx restores on going back. A 304 is counted: the reader sees the page.
    """
    meta = request.META
    return (
        request.method == "GET"
        and "HTTP_SEC_PURPOSE" not in meta
        and "HTTP_PURPOSE" not in meta
        and meta.get("HTTP_CACHE_CONTROL") != "max-age=0"
        and "HTTP_HX_HISTORY_RESTORE_REQUEST" not in meta
        and not is_bot(meta.get("HTTP_USER_AGENT", "")[:400])
    )
