"""A YAML text as nodes that know their line: texts, lists and mappings, and nothing else.

Anchors, aliases and tags are refused (content needs none, and they are how a small file becomes a huge one); a
repeated key is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from ground.text import CONTROL

MAX_DEPTH = 24


@dataclass(slots=True)
class Node:
    """A piece of a YAML document with the line it stands on. `value` is text, a list or a mapping of nodes."""

    line: int
    value: str | list[Node] | dict[str, Node]

    @property
    def kind(self) -> str:
        """What a writer would call it."""
        return {str: "a text", list: "a list", dict: "a mapping"}[type(self.value)]


class Refused(Exception):
    """What stops the reading: the line, a code and a sentence about it."""

    def __init__(self, line: int, code: str, message: str) -> None:
        super().__init__(message)
        self.line, self.code, self.message = line, code, message


def compose(text: str) -> Node:
    """The one document in a YAML text. Raises Refused, or yaml.YAMLError."""
    events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    document: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if document is not None:
                raise Refused(_line(event), "yaml", "holds more than one document; keep one.")
            document = _node(next(events), events, 0)
    return document if document is not None else Node(1, "")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _check_event(event: yaml.Event, depth: int) -> None:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Refused(line, "alias", "uses a YAML anchor or alias (& or *); write the text out instead.")
    if getattr(event, "tag", None) not in (None, "!"):
        raise Refused(line, "tag", "uses a YAML tag (!…); leave it out, everything is text.")
    if depth > MAX_DEPTH:
        raise Refused(line, "too-deep", f"is nested more than {MAX_DEPTH} levels deep.")
    if isinstance(event, yaml.ScalarEvent) and CONTROL.search(event.value):
        raise Refused(line, "control", "holds a control character (such as \\0); take it out.")


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    _check_event(event, depth)
    line = _line(event)
    if isinstance(event, yaml.ScalarEvent):
        return Node(line, event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, depth + 1))
        return Node(line, items)
    entries: dict[str, Node] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth + 1)
        if not isinstance(key.value, str):
            raise Refused(key.line, "type", f"has {key.kind} as a key; keys are text.")
        if key.value in entries:
            raise Refused(key.line, "duplicate-key", f"has the key “{key.value}” twice; keep one.")
        value = _node(next(events), events, depth + 1)
        # An error in a value is looked for where its key stands.
        entries[key.value] = Node(key.line, value.value)
    return Node(line, entries)
