"""Links as they arrive after mail, chat and copying: what happened to an address on its way is undone.

An address of ours holds slugs, `/`, `?`, `.`, `=` and `&` only, so anything else in one is damage: text stuck to its end,
letters of another width or case, entities, escapes of escapes, broken lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from html.entities import html5
from urllib.parse import unquote

from ground.text import MAX_SLUG, is_slug, plain

_LONGEST = 20_000  # characters; the rest of a longer query is not read
_MOST_ESCAPES = 4  # of escapes of escapes; each program on the way adds one at most
_CLEAN = re.compile(rf"(?:[a-z0-9.-]+=[a-z0-9-]{{1,{MAX_SLUG}}}(?:&|\Z))*\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SEPARATOR = re.compile(r"[&;?]")
_PAIR = re.compile(r"[^a-z0-9-]*(?P<key>(?:[a-z0-9-]+\.)?[a-z0-9-]+)\s*=[^a-z0-9&-]*(?P<value>[a-z0-9-]*)")
_SLUG = re.compile(r"[a-z0-9-]+")
_AMPERSAND = re.compile(r"&(?:amp;|#38;|#x26;)+")
# Programs that read HTML turn `&copy=` into `©=`: the entities they know without a semicolon, but for those of `&"<>`.
_ENTITIES = str.maketrans(
    {sign: f"&{name}" for name, sign in html5.items() if name[-1] != ";" and sign not in '&"<>'}
)


def repaired_slug(text: str) -> str:
    """The slug that `text` begins with; empty where it begins with something else."""
    found = _SLUG.match(plain(text).lower())
    return found[0] if found else ""


def repaired_query(query: str) -> str:
    """The answers that can be read in a raw query string, as `key=slug` pairs; an unreadable slug is left empty."""
    if _CLEAN.match(query):
        return query
    text = query[:_LONGEST]
    with suppress(UnicodeError):  # a server hands bytes on as if they were Latin-1
        text = text.encode("latin-1").decode()
    for _ in range(_MOST_ESCAPES):
        text = unquote(text)
    if "=3D" in text:  # quoted-printable, in which a line that goes on ends with `=`
        text = re.sub(r"=\r?\n", "", text).replace("=3D", "=")
    text = plain(re.sub(r"[\r\n\t]+", "", text).translate(_ENTITIES)).lower()
    pairs = map(_PAIR.match, _SEPARATOR.split(_AMPERSAND.sub("&", text)))
    return "&".join(
        f"{pair['key']}={pair['value'] if len(pair['value']) <= MAX_SLUG else ''}" for pair in pairs if pair
    )


def repaired_path(path: str, roots: Collection[str]) -> str:
    """The address that `path` (as the server reads it, without its query) was before; empty where there is none.

    Its first part must be one of `roots`. What stuck to the end is cut off; a `?` that was escaped begins a query again.
    """
    if _CONTROL.search(path):
        return ""
    place, _, query = re.sub(r"[?&]", "?", path, count=1).partition("?")
    *parts, last = map(plain, place.split("/"))
    slugs = [repaired_slug(part) for part in (*parts, last) if part]
    if last and not slugs[-1]:
        slugs.pop()  # nothing but what stuck to the closing slash
    if not slugs or slugs[0] not in roots or not all(map(is_slug, slugs)) or "_" in place:
        return ""
    answers = repaired_query(query)
    repaired = f"/{'/'.join(slugs)}/" + (f"?{answers}" if answers else "")
    return repaired if query or repaired != path else ""
