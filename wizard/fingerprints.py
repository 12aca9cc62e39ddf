"""Short names for what content says, by which a load tells an edit in admin from a change in a file."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from faq.models import Category
from ground.text import Text
from search.synonyms import Group as SynonymGroup
from wizard.graph import Graph, step_to_dict
from wizard.models import FlowGroup


def fingerprint(data: Any) -> str:
    """A short name for plain JSON values; the order of lists counts, the order of keys does not."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def graph_fingerprint(graph: Graph) -> str:
    """A short name for everything `graph` says."""
    head = [graph.flow, graph.title.as_dict(), graph.summary.as_dict(), graph.start, sorted(graph.aliases)]
    return fingerprint([head, [step_to_dict(step) for step in graph.steps]])


def synonyms_fingerprint(group: SynonymGroup) -> str:
    """That of a group of synonyms."""
    return fingerprint([list(group.words), list(group.finds)])


def shelf_data(title: Text, summary: Text, order: int, slugs: list[str]) -> list[Any]:
    """What the fingerprint of a category is made of."""
    return [title.as_dict(), summary.as_dict(), order, slugs]


def category_fingerprint(row: Category, slugs: list[str]) -> str:
    """That of a category as its file would have it, that names the entries `slugs`; entries made here do not count."""
    entries = row.entries.filter(slug__in=slugs).order_by("position", "slug")
    title, summary = Text.of(row, "title"), Text.of(row, "summary")
    return fingerprint(shelf_data(title, summary, row.position, list(entries.values_list("slug", flat=True))))


def group_fingerprint(row: FlowGroup, after: str) -> str:
    """That of a group of guides, which stands behind the group `after`."""
    flows = row.flows.order_by("position", "slug").values_list("slug", flat=True)
    return fingerprint([Text.of(row, "title").as_dict(), list(flows), after])
