"""A draft in the shapes that pages of live guides are made of, so that a preview takes the same way as they do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from contact.compiler import compile_channel
from contact.models import Channel
from faq.compiler import compile_entries
from faq.models import Entry
from faq.publishing import rendered as rendered_entry
from ground.text import LANGUAGES, Text
from wizard.graph import Graph, Step
from wizard.live import Beside, Freshness, Live, LiveGuide, Published, look_beside
from wizard.models import SiteNotice
from wizard.paths import questions_on_longest_way
from wizard.publishing import rendered
from wizard.trail import Answer, Answers, Place


def answers_today(graph: Graph, answers: Answers) -> Answers:
    """`answers` to questions of `graph`, under the slugs of the draft."""
    today = graph.todays_slugs
    return tuple(
        Answer(Place(graph.flow, today[answer.place.step]), answer.choice)
        for answer in answers
        if answer.place.flow == graph.flow and answer.place.step in today
    )


def live_of_draft(graph: Graph, slugs: Iterable[str], *, whole_guide: bool) -> Live:
    """`graph` as if it were live, with those of its steps that `slugs` name.

    One query, for the site's notice, and for the page of a whole guide one more.
    """
    depth = questions_on_longest_way(graph)
    header = {"title": graph.title.as_dict(), "summary": graph.summary.as_dict()}
    text = json.dumps(header, ensure_ascii=False)
    published = {
        Place(graph.flow, slug): _published(graph.by_slug[slug], depth.get(slug, 1))
        for slug in slugs
        if slug in graph.by_slug
    }
    notice = SiteNotice.objects.first()
    return Live(
        guides={graph.flow: LiveGuide(graph.flow, 0, 0, graph.start, text)},
        published=published,
        moved={},
        notice=Text.of(notice, "text") if notice else Text(),
        freshness=_freshness(graph) if whole_guide else Freshness(),
    )


def _published(step: Step, depth: int) -> Published:
    content = rendered(step, depth)
    return Published(step, json.dumps(content, ensure_ascii=False), content["html"], content["ahead"])


def beside_draft(step: Step) -> Beside:
    """What stands beside `step`: as published, or as its own draft, marked, where it is not published yet."""
    beside = look_beside(step)
    missing = [slug for slug in (*step.entries, *step.related) if slug not in beside.entries]
    for slug, article in compile_entries(missing).items() if missing else ():
        content = rendered_entry(replace(article, title=_marked(article.title)))
        beside.entries[slug] = (0, _raw(content))
    absent = [slug for slug in step.channels if slug not in beside.channels]
    rows = Channel.objects.filter(slug__in=absent).select_related("alternative") if absent else ()
    for row in rows:
        channel = compile_channel(row)
        beside.channels[row.slug] = (0, _raw(replace(channel, name=_marked(channel.name)).as_dict()))
    return beside


def _raw(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _marked(name: Text) -> Text:
    """`name` with a mark that customers do not see this yet."""
    mark = gettext("[not published]")
    return Text(**{code: f"{mark} {name.get(code)}" for code in LANGUAGES})


def _freshness(graph: Graph) -> Freshness:
    """The oldest among the published entries that `graph` shows; one query."""
    shown = {slug for step in graph.steps for slug in step.entries}
    dates = Entry.objects.published().filter(slug__in=shown)
    rows = list(dates.values_list("live__facts_as_of", "live__last_checked"))
    facts, checked = (
        min((row[at] or "" for row in rows if row[at]), default="") for at in (0, 1)
    )  # fmt: skip
    return Freshness(facts, checked)
