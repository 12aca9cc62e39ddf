"""The editor's own pages in admin, a module for each: the tree, preview, publishing, history, a guide as a whole or a file.

`desk` holds what they share; the modules know it and nothing of each other. Each gives `urls(model_admin)`.
"""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern

from wizard.admin.editor import history, importing, preview, publish, tree, whole


def editor_urls(model_admin: Any) -> list[URLPattern]:
    """The addresses of all of them, below that of the guides."""
    return [
        *importing.urls(model_admin),
        *tree.urls(model_admin),
        *whole.urls(model_admin),
        *preview.urls(model_admin),
        *publish.urls(model_admin),
        *history.urls(model_admin),
    ]
