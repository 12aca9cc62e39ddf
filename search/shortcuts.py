"""Queries that ask for a page by its name, known to another room without this room knowing that one."""

from __future__ import annotations

from collections.abc import Callable

Shortcut = Callable[[str, str], str]
_shortcuts: list[Shortcut] = []


def register_shortcut(shortcut: Shortcut) -> None:
    """Let `shortcut` say which address a query in a language names, if any; called once, at start."""
    _shortcuts[:] = [shortcut]


def page_named(query: str, language: str) -> str:
    """The address that `query` names; empty when it is a search."""
    return _shortcuts[0](query, language) if query and _shortcuts else ""
