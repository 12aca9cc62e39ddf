"""Short names for what content says, by which a load tells an edit in admin from a change in a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
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


def category_fingerprint(row: Category, words: Mapping[str, str]) -> str:
    """That of a category as its file would have it; entries made here do not count.

    `words` are the entries the file names: the slug each has, and what the file calls it.
    """
    entries = row.entries.filter(slug__in=words).order_by("position", "slug").values_list("slug", flat=True)
    title, summary = Text.of(row, "title"), Text.of(row, "summary")
    return fingerprint(shelf_data(title, summary, row.position, [words[slug] for slug in entries]))


def group_fingerprint(row: FlowGroup, after: str, words: Callable[[Iterable[str]], list[str]]) -> str:
    """That of a group of guides, which stands behind the group `after`; `words` are what the pack calls guides."""
    flows = row.flows.order_by("position", "slug").values_list("slug", flat=True)
    return fingerprint([Text.of(row, "title").as_dict(), words(flows), after])
