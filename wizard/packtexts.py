"""Every text of a content pack with its place, and what is to be said about how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contact.channel import FIELDS as CHANNEL_FIELDS
from contact.channel import LINES, texts_of
from faq.article import TEXTS
from faq.validation import FIELDS as ENTRY_FIELDS
from ground.documents import Complaint
from ground.markup import FIELDS, plain_advice
from ground.text import Text
from wizard.graph import TEXTS_OF_CHOICE, TEXTS_OF_STEP
from wizard.interchange import ReadFlow
from wizard.pack import Pack
from wizard.problems import FIELDS as GUIDE_FIELDS
from wizard.problems import Where
from wizard.style import style_problems


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the file and line it is from, what it belongs to, and the word for its field."""

    file: str
    line: int
    owner: str
    field: str
    text: Text


def advice_on(pack: Pack) -> Iterator[Complaint]:
    """How the texts of `pack` are written, and what in its plain ones stands there as it was typed.

    The texts of its guides and entries are looked at for the latter where they are validated.
    """
    for one in _texts_of(pack):
        for code, message in style_problems(one.text, pack.avoid):
            place = f"{one.owner}: {one.field}"
            yield Complaint(one.file, one.line, code, f"{place}: {message}", "warning")
    for owner in (*_head_texts(pack), *_channel_texts(pack)):
        lines = [owner.field] if owner.field in {CHANNEL_FIELDS[name] for name in LINES} else []
        words = {owner.field: owner.field}
        for fault, sentence in plain_advice({owner.field: owner.text}, words, lines=lines):
            message = f"{owner.owner}: {sentence}"
            yield Complaint(owner.file, owner.line, fault.code, message, fault.severity)


def _texts_of(pack: Pack) -> Iterator[Written]:
    yield from _head_texts(pack)
    yield from _channel_texts(pack)
    for shelf in pack.shelves:
        file = pack.files[f"category {shelf.slug}"]
        for article in shelf.articles:
            line = shelf.lines[article.slug]
            for name in TEXTS:
                yield Written(file, line, article.slug, ENTRY_FIELDS[name], getattr(article, name))
    for flow in pack.flows:
        yield from _guide_texts(flow, pack.files[f"flow {flow.graph.flow}"])


def _head_texts(pack: Pack) -> Iterator[Written]:
    """Those of the pack itself and of its categories."""
    file = pack.files.get("pack", "")
    yield Written(file, 1, "notice", FIELDS["text"], pack.notice)
    for group in pack.groups:
        yield Written(file, group.line, group.slug, FIELDS["title"], group.title)
    for shelf in pack.shelves:
        for name in ("title", "summary"):
            file = pack.files[f"category {shelf.slug}"]
            yield Written(file, 1, shelf.slug, FIELDS[name], getattr(shelf, name))


def _channel_texts(pack: Pack) -> Iterator[Written]:
    for channel in pack.directory.channels:
        line = pack.directory.lines[channel.slug]
        for name, text in texts_of(channel).items():
            yield Written(pack.files["channels"], line, channel.slug, CHANNEL_FIELDS[name], text)


def _guide_texts(flow: ReadFlow, file: str) -> Iterator[Written]:
    graph = flow.graph

    def written(where: Where, name: str, text: Text) -> Written:
        return Written(file, flow.line(where), str(where), GUIDE_FIELDS[name], text)

    yield written(Where(graph.flow), "title", graph.title)
    yield written(Where(graph.flow), "summary", graph.summary)
    for step in graph.steps:
        for name in TEXTS_OF_STEP:
            yield written(Where(graph.flow, step.slug), name, getattr(step, name))
        for choice in step.choices:
            for name in TEXTS_OF_CHOICE:
                yield written(Where(graph.flow, step.slug, choice.slug), name, getattr(choice, name))
