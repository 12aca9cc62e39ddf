"""Which requests count: those of somebody who looks at the page now, as far as the browser says."""

from __future__ import annotations

import re
from functools import lru_cache

from django.http import HttpRequest

from ground.text import LANGUAGES

# How browsers begin their names. Whoever begins with another (curl, Scrapy, WhatsApp for a preview) is a program.
_BROWSER = re.compile(r"mozilla/|opera/|ucweb/|(?:e?links|lynx|w3m|netsurf|dillo)\b", re.IGNORECASE)
# By what programs that begin like a browser tell that they are none: an address to ask at, “compatible” with anything
# but old browsers, what they do, or their names. Cubot is a maker of telephones.
_PROGRAM = re.compile(
    r"\+https?:|compatible; (?!msie|konqueror)|(?<!cu)bot|crawl|spider|preview|lighthouse|synthetics|ptst/"
    r"|googleimageproxy|ms-office|powershell|phantomjs|jsdom",
    re.IGNORECASE,
)
_LONGEST = 400  # characters of a name that are looked at: no browser's is longer
# Said by browsers that fetch a page ahead, in case it is wanted, or to draw it small.
_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
_LANGUAGE = re.compile(rf"/(?:{'|'.join(LANGUAGES)})(?=/)")
_PATH = re.compile(r"[a-z]+://[^/?#]*(?P<path>[^?#]*)")


def is_program(request: HttpRequest) -> bool:
    """Whether who asks says that it is a program. A browser without a name is a reader's."""
    return _is_program(request.META.get("HTTP_USER_AGENT", "")[:_LONGEST])


@lru_cache(maxsize=1024)
def _is_program(name: str) -> bool:
    return bool(name) and (not _BROWSER.match(name) or bool(_PROGRAM.search(name)))


def is_counted(request: HttpRequest) -> bool:
    """Whether to count this GET as a page looked at.

    Not counted: HEAD, programs, pages fetched ahead in case they are wanted, pages loaded again (a reload asks for
    nothing older than now), pages htmx restores on going back, and the page somebody just read in the other
    language. A 304 is counted: the reader sees the page.
    """
    meta = request.META
    return (
        request.method == "GET"
        and not any(header in meta for header in _AHEAD)
        and meta.get("HTTP_CACHE_CONTROL") != "max-age=0"
        and "HTTP_HX_HISTORY_RESTORE_REQUEST" not in meta
        and not is_program(request)
        and not _is_in_other_language(request)
    )


def _is_in_other_language(request: HttpRequest) -> bool:
    before, here = came_from(request), request.path
    return before != here and _LANGUAGE.sub("", before, 1) == _LANGUAGE.sub("", here, 1)


def came_from(request: HttpRequest) -> str:
    """The path of the page somebody comes from, or an empty text where the browser does not tell."""
    match = _PATH.match(request.META.get("HTTP_REFERER", ""))
    return match["path"] if match else ""
