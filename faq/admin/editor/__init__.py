"""The editor's own pages about an entry: its draft beside what is live, its preview, its history."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern

from faq.admin.editor import draft, history, seen


def editor_urls(model_admin: Any) -> list[URLPattern]:
    """The addresses of all of them, below that of the entries."""
    return [*seen.urls(model_admin), *draft.urls(model_admin), *history.urls(model_admin)]
