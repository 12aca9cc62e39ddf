"""The guides and their steps as search finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ground.text import LANGUAGES, Text
from search.documents import Document, plain
from search.index import put
from wizard.graph import Step, step_from_dict
from wizard.models import Flow, PublishedStep, Revision


def index_flow(flow: Flow) -> None:
    """Let search know `flow` and its steps as customers walk them now, under today's slug."""
    put(_owner(flow.pk), _documents(flow, flow.live) if flow.live else [])


def live_guides() -> Iterator[tuple[str, list[Document]]]:
    """All live guides with their steps, each under its owner."""
    for flow in Flow.objects.published().select_related("live").order_by("pk"):
        if flow.live is not None:
            yield _owner(flow.pk), _documents(flow, flow.live)


def _owner(pk: int) -> str:
    return f"guide {pk}"


def _documents(flow: Flow, live: Revision) -> list[Document]:
    """The guide itself, with its first question, and each further step."""
    rows = PublishedStep.objects.filter(revision=live, content__isnull=False).order_by("position")
    steps = {content["slug"]: content for content in rows.values_list("content", flat=True) if content}
    start = steps.pop(live.start, None)
    summary = Text.from_dict(live.header.get("summary"))
    question = Text.from_dict(start.get("title")) if start else Text()
    opening = _said(start) if start else Text()
    said = (summary, question, opening)
    guide = Document(
        kind="guide",
        slug=flow.slug,
        path=f"guides/{flow.slug}/",
        title=Text.from_dict(live.header.get("title")),
        body=Text(**{code: "\n".join(filter(None, (text.get(code) for text in said))) for code in LANGUAGES}),
    )
    return [guide, *(_step(flow.slug, content) for content in steps.values())]


def _step(flow: str, content: Mapping[str, Any]) -> Document:
    slug = content["slug"]
    return Document(
        kind="step",
        slug=f"{flow}/{slug}",
        path=f"guides/{flow}/{slug}/",
        title=Text.from_dict(content.get("title")),
        body=_said(content),
    )


def _said(content: Mapping[str, Any]) -> Text:
    step = step_from_dict(content)
    html = content.get("html", {})
    return Text(**{code: "\n".join(_lines(step, html.get(code, ""), code)) for code in LANGUAGES})


def _lines(step: Step, html: str, language: str) -> Iterator[str]:
    if html:
        yield plain(html)
    for choice in step.choices:
        yield from filter(None, (choice.label.get(language), choice.hint.get(language)))
    for text in (step.wait, step.deadline, step.caution):
        if text:
            yield text.get(language)
