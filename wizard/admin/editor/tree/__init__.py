"""The tree of a guide, edited in one place: the outline, the picture, the problems, and the panel of a step.

`workbench` reads a draft once for all of them and answers; `typed` reads what an editor sent; `panel` and
`undoing` change the draft; `leaving` takes a step out; `looking` only shows. Imports run in that order.
"""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern

from ground.desk import ACTS
from wizard.admin.editor.desk import CHANGE, page
from wizard.admin.editor.tree import leaving, looking, panel, undoing

POSTS = ("POST",)


def urls(model_admin: Any) -> list[URLPattern]:
    """The addresses of a guide's tree."""
    step = "steps/<slug:step>/"
    return [
        page(model_admin, "edit/", "edit", looking.edit),
        page(model_admin, "steps/", "find", looking.find),
        page(model_admin, "steps/+/", "new_step", panel.new_step, permission=CHANGE, methods=ACTS),
        page(model_admin, step, "step", panel.step_page, methods=ACTS),
        page(model_admin, f"{step}delete/", "delete_step", leaving.delete, permission=CHANGE, methods=ACTS),
        page(model_admin, f"{step}start/", "start_here", panel.start_here, permission=CHANGE, methods=POSTS),
        page(model_admin, "outline/", "outline", looking.unfold),
        page(model_admin, "picture/", "picture", looking.picture),
        page(model_admin, "names/", "names", looking.names),
        page(model_admin, "markdown/", "markdown", looking.markdown, methods=POSTS),
        page(model_admin, "changes/", "changes", undoing.changes),
        page(model_admin, "undo/", "undo", undoing.undo_last, permission=CHANGE, methods=POSTS),
        page(model_admin, "redo/", "redo", undoing.redo_next, permission=CHANGE, methods=POSTS),
    ]
