"""What is live at an address: one query brings the step, the steps its trail names, and the site's notice.

Its cost does not depend on the size of a guide: published steps are found by (revision, slug).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection

from ground.text import Text
from wizard.graph import Step, step_from_dict
from wizard.trail import Answers, Place

_COLUMNS = """
    SELECT f.slug, r.id, r.number, r.start, r.header, s.slug, s.content, s.moved_to, n.text_ja, n.text_en, a.slug,
    {oldest}
    FROM wizard_flow f
    JOIN wizard_revision r ON r.id = f.live_id
    JOIN wizard_publishedstep s ON s.revision_id = r.id
    LEFT JOIN wizard_sitenotice n ON n.id = 1
    LEFT JOIN wizard_alias a ON a.flow_id = f.id AND a.step_id IS NULL
    WHERE f.slug = """
# The oldest dates among the published entries that a guide shows, renamed since or not, as `facts_as_of/last_checked`.
_OLDEST = """(
    SELECT COALESCE(MIN(NULLIF(er.facts_as_of, '')), '') || '/' || COALESCE(MIN(NULLIF(er.last_checked, '')), '')
    FROM wizard_mention m
    LEFT JOIN faq_entryalias ea ON ea.slug = m.entry
    JOIN faq_entry e ON e.slug = m.entry OR e.id = ea.entry_id
    JOIN faq_entryrevision er ON er.id = e.live_id
    WHERE m.revision_id = r.id AND NOT m.related_only)"""
_STEPS = _COLUMNS.format(oldest="'/'")
_START = _COLUMNS.format(oldest=_OLDEST)


@dataclass(frozen=True, slots=True)
class Published:
    """A published step. `raw` is its content as JSON text: the key under which renderings are remembered."""

    step: Step
    raw: str
    html: dict[str, str]
    ahead: int


@dataclass(frozen=True, slots=True)
class LiveGuide:
    """The live revision of a guide, without its steps. `header` is its JSON text, `aliases` are its former slugs."""

    slug: str
    revision: int
    number: int
    start: str
    header: str
    aliases: tuple[str, ...] = ()

    @property
    def title(self) -> Text:
        """Its title."""
        return Text.from_dict(_parsed(self.header).get("title"))

    @property
    def summary(self) -> Text:
        """What it leads to."""
        return Text.from_dict(_parsed(self.header).get("summary"))


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old what a guide says is: its oldest fact and its longest unchecked entry, as partial ISO dates."""

    facts_as_of: str = ""
    last_checked: str = ""


@dataclass(frozen=True)
class Live:
    """What one look-up found.

    `published` holds the live steps among those asked for; `moved` today's slug of each former one, or an
    empty slug where the step was removed. `freshness` is told of a guide asked for without a step.
    """

    guides: dict[str, LiveGuide]
    published: dict[Place, Published]
    moved: dict[Place, str]
    notice: Text
    freshness: Freshness = Freshness()

    @cached_property
    def steps(self) -> dict[Place, Step]:
        """The live steps, for the runtime. A guide renamed since they were published has today's slug in them."""
        renamed = {alias: guide.slug for guide in self.guides.values() for alias in guide.aliases}
        steps = {place: published.step for place, published in self.published.items()}
        return {place: _led_to_today(step, renamed) for place, step in steps.items()} if renamed else steps

    @property
    def starts(self) -> dict[str, str]:
        """The first step of each guide that was asked for."""
        return {slug: guide.start for slug, guide in self.guides.items()}


def _led_to_today(step: Step, renamed: Mapping[str, str]) -> Step:
    choices = tuple(
        replace(choice, next=replace(choice.next, flow=renamed[choice.next.flow]))
        if choice.next and choice.next.flow in renamed
        else choice
        for choice in step.choices
    )
    return replace(step, choices=choices)


def look_up(place: Place, answers: Answers = ()) -> Live:
    """The live steps at `place` (without a step: at the start of its guide) and at the `answers`; one query."""
    wanted: dict[str, set[str]] = {place.flow: {place.step} if place.step else set()}
    for answer in answers:
        wanted.setdefault(answer.place.flow, set()).add(answer.place.step)
    parts: list[str] = []
    values: dict[str, str] = {}
    for flow, slugs in wanted.items():
        guide = _bound(flow, values)
        if slugs:
            names = ", ".join(_bound(slug, values) for slug in sorted(slugs))
            parts.append(f"{_STEPS}{guide} AND s.slug IN ({names})")
        if flow == place.flow and not place.step:
            parts.append(f"{_START}{guide} AND s.slug = r.start")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return _gather(cursor.fetchall())


def _bound(value: str, values: dict[str, str]) -> str:
    """A placeholder for `value`, which goes into `values`. By name: `%s` is searched for letter by letter."""
    name = f"v{len(values)}"
    values[name] = value
    return f"%({name})s"


def _gather(rows: Iterable[tuple[Any, ...]]) -> Live:
    guides: dict[str, LiveGuide] = {}
    published: dict[Place, Published] = {}
    moved: dict[Place, str] = {}
    notice, freshness = Text(), Freshness()
    # A guide that was renamed more than once comes once for each former slug.
    for (
        flow,
        revision,
        number,
        start,
        header,
        slug,
        content,
        moved_to,
        notice_ja,
        notice_en,
        was,
        oldest,
    ) in rows:
        if flow not in guides:
            guides[flow] = LiveGuide(flow, revision, number, start, header)
            notice = Text(notice_ja or "", notice_en or "")
        if was and was not in guides[flow].aliases:
            guides[flow] = replace(guides[flow], aliases=(*guides[flow].aliases, was))
        if content is None:
            moved[Place(flow, slug)] = moved_to
        else:
            published[Place(flow, slug)] = published_from(content)
        if oldest != "/":
            freshness = Freshness(*oldest.split("/"))
    return Live(guides, published, moved, notice, freshness)


@lru_cache(maxsize=4096)
def published_from(raw: str) -> Published:
    """The published step in the JSON text `raw`."""
    content = json.loads(raw)
    return Published(step_from_dict(content), raw, content.get("html", {}), content.get("ahead", 0))


@lru_cache(maxsize=512)
def _parsed(raw: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(raw)
    return data


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a step: published entries and channels by slug, as (version, JSON text)."""

    entries: dict[str, tuple[int, str]]
    channels: dict[str, tuple[int, str]]


_ENTRIES = """
    SELECT 'entry', e.slug, r.id, r.content FROM faq_entry e
    JOIN faq_entryrevision r ON r.id = e.live_id WHERE e.slug IN """
# A revision keeps the slug an entry had when it was published.
_RENAMED_ENTRIES = """
    SELECT 'entry', a.slug, r.id, r.content FROM faq_entryalias a
    JOIN faq_entry e ON e.id = a.entry_id
    JOIN faq_entryrevision r ON r.id = e.live_id WHERE a.slug IN """
_CHANNELS = """
    SELECT 'channel', c.slug, c.version, c.card FROM contact_channel c
    WHERE c.card <> '{}' AND c.slug IN """


def look_beside(step: Step) -> Beside:
    """The published entries and channels that `step` names; one query, or none when it names nothing."""
    parts: list[str] = []
    values: dict[str, str] = {}
    entries = (*step.entries, *step.related)
    for query, slugs in ((_ENTRIES, entries), (_RENAMED_ENTRIES, entries), (_CHANNELS, step.channels)):
        if slugs:
            parts.append(f"{query}({', '.join(_bound(slug, values) for slug in slugs)})")
    found = Beside({}, {})
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for kind, slug, version, raw in cursor.fetchall():
                (found.entries if kind == "entry" else found.channels)[slug] = (version, raw)
    return found
