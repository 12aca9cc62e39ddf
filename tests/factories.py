"""Small makers of what tests need: graphs from a few lines, rows, published guides."""

from __future__ import annotations

from typing import Any

from contact.channel import Channel as ChannelValue
from contact.compiler import write_channel
from contact.models import Channel
from contact.publishing import publish_channel
from faq.article import Article
from faq.compiler import write_article, write_related
from faq.models import Category, Entry
from faq.publishing import publish_entry
from ground.documents import Source, parse_document
from ground.text import Text
from wizard.compiler import write_graph
from wizard.graph import Choice, Graph, Step, Target
from wizard.interchange import read_flow
from wizard.models import Flow
from wizard.publishing import publish


def both(text: str) -> Text:
    """A text in both languages that tells them apart."""
    return Text(f"{text}です", text)


def graph(lines: str, *, flow: str = "guide", start: str = "", **steps: dict[str, Any]) -> Graph:
    """A guide from lines such as `q1: yes=q2 no=a1` (a question) and `a1` (an answer).

    `x=other:` leads to the guide `other`, `x=other:step` to one of its steps. The first line is the start.
    `steps` adds fields to a step: `a1={"entries": ("e",)}` (hyphens of slugs as underscores).
    """
    made = []
    for line in lines.strip().splitlines():
        slug, _, rest = line.strip().partition(":")
        choices = tuple(_choice(word) for word in rest.split())
        extra = steps.get(slug.replace("-", "_"), {})
        body = Text() if choices else both(f"body of {slug}")
        made.append(
            Step(
                **{"slug": slug, "title": both(f"title of {slug}"), "body": body, "choices": choices, **extra}
            )
        )
    return Graph(
        flow, both(f"title of {flow}"), both(f"summary of {flow}"), start or made[0].slug, tuple(made)
    )


def _choice(word: str) -> Choice:
    slug, _, target = word.partition("=")
    flow, colon, step = target.partition(":")
    where = Target(step, flow) if colon else Target(target)
    return Choice(slug, both(f"label {slug}"), next=where)


def create_flow(lines: str, **options: Any) -> Flow:
    """The draft rows of a guide."""
    return write_graph(graph(lines, **options))


def published_flow(lines: str, **options: Any) -> Flow:
    """A guide that is live."""
    flow = create_flow(lines, **options)
    publish(flow, author=None)
    flow.refresh_from_db()
    return flow


def create_entry(slug: str, *, category: str = "billing", publish: bool = True, **values: Any) -> Entry:
    """An FAQ entry, live unless told otherwise."""
    Category.objects.get_or_create(slug=category, defaults={"title_ja": "請求", "title_en": "Billing"})
    texts = {"title": both(f"question {slug}"), "answer": both(f"answer {slug}")}
    article = Article(slug=slug, category=category, **{**texts, **values})
    entry = write_article(article)
    write_related(article)
    if publish:
        publish_entry(entry, author=None)
        entry.refresh_from_db()
    return entry


def create_channel(slug: str, *, publish: bool = True, **values: Any) -> Channel:
    """A contact channel, live unless told otherwise."""
    channel = write_channel(
        ChannelValue(**{"slug": slug, "name": both(f"channel {slug}"), **values}), position=0
    )
    if publish:
        publish_channel(channel)
        channel.refresh_from_db()
    return channel


def read_yaml(text: str) -> tuple[Graph | None, list[str]]:
    """The guide in a YAML text, and the complaints about it as `line: code`."""
    source = Source("test.yaml")
    document = parse_document(text.encode(), source)
    read = read_flow(document).graph if document else None
    return read, [f"{complaint.line}: {complaint.code}" for complaint in source.complaints]
