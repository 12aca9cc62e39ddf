"""What other rooms hand over to be found, and who hands it over.

A room registers a source in its `AppConfig.ready`; whenever it publishes something, it calls `search.index.put`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import strip_tags

from ground.text import Text


@dataclass(frozen=True, slots=True)
class Document:
    """Something a customer can find. `body` is plain text; `path` is its address below the language.

    `aside` is searched as the body is, and never shown.

    `keywords_…` are an editor's own words for it, `messages` texts a customer may see, letter for letter.
    `kind` is `entry`, `guide` or `step`; `rank` its place among the most asked, from 1.
    """

    kind: str
    slug: str
    path: str
    title: Text
    body: Text = field(default_factory=Text)
    aside: Text = field(default_factory=Text)
    keywords_ja: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    rank: int | None = None


def plain(html: str) -> str:
    """Rendered Markdown as plain text, a block a line; Japanese without the spaces around its links."""
    return _GAP.sub("", unescape(strip_tags(html)).strip())


_GAP = re.compile(r"(?<=[^\x00-\xff]) +(?=[^\x00-\xff])")

# Each owner (what is replaced as one) with its documents, all that are live.
Source = Callable[[], Iterable[tuple[str, list[Document]]]]

_sources: dict[str, Source] = {}


def register(room: str, source: Source) -> None:
    """Let `source` say what of `room` is live whenever the index is built anew."""
    _sources[room] = source


def live_documents() -> Iterator[tuple[str, list[Document]]]:
    """Everything that is live, owner by owner."""
    for room in sorted(_sources):
        yield from _sources[room]()
