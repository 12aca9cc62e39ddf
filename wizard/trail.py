"""The way a customer came, as it stands in the query string: `step=choice` pairs, nothing else.

Answers of other guides than the one in the path are keyed `guide.step`. What happened to a link on its way is undone
as far as it can be; an answer that can no longer be read is an empty choice. Whatever is not shaped like that is passed
over, and of a repeated key the first counts, so no query string is ever an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ground.link_repair import repaired_query

MAX_ANSWERS = 60
_PAIR = re.compile(r"(?:(?P<flow>[a-z0-9-]{1,80})\.)?(?P<step>[a-z0-9-]{1,80})=(?P<choice>[a-z0-9-]{0,80})\Z")


# Named tuples: a page makes dozens of these, and frozen dataclasses take several times as long to make.
class Place(NamedTuple):
    """A step of a guide, by slugs; without `step` the guide's start."""

    flow: str
    step: str = ""


class Answer(NamedTuple):
    """One answered question: the choice taken at a place."""

    place: Place
    choice: str


Answers = tuple[Answer, ...]


def parse(query: str, flow: str) -> Answers:
    """The answers in a raw query string, as seen from a page of the guide `flow`; at most `MAX_ANSWERS`."""
    found: dict[Place, Answer] = {}
    for part in repaired_query(query).split("&"):
        if len(found) == MAX_ANSWERS:
            break
        if match := _PAIR.match(part):
            place = Place(match["flow"] or flow, match["step"])
            found.setdefault(place, Answer(place, match["choice"]))
    return tuple(found.values())


def encode(answers: Iterable[Answer], flow: str) -> str:
    """The query string for `answers` on a page of the guide `flow`, without the question mark."""
    return "&".join(
        f"{'' if answer.place.flow == flow else answer.place.flow + '.'}{answer.place.step}={answer.choice}"
        for answer in answers
    )


def address(language: str, place: Place, answers: Iterable[Answer] = ()) -> str:
    """The public address of a step, as design.md section 3 fixes it. Not `reverse`: it is needed ten times a page."""
    path = (
        f"/{language}/guides/{place.flow}/{place.step}/"
        if place.step
        else f"/{language}/guides/{place.flow}/"
    )
    query = encode(answers, place.flow)
    return f"{path}?{query}" if query else path
