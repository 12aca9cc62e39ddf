"""What tests of editing share: a guide with one step changed, changing one, and who changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from wizard.compiler import compile_flow
from wizard.editing import NoSuchStep, change_step, recorded
from wizard.graph import Graph
from wizard.models import DraftChange, Flow

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def with_step(guide: Graph, slug: str, **values: Any) -> Graph:
    """`guide` with one step changed."""
    steps = tuple(replace(step, **values) if step.slug == slug else step for step in guide.steps)
    return replace(guide, steps=steps)


def editor(name: str = "editor") -> User:
    """A person of that name, the same one each time."""
    return get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})[0]


def change(flow: Flow, slug: str, /, *, seen: int | None = None, **values: Any) -> DraftChange | None:
    """Save a step with only `values` typed anew, by somebody who saw version `seen` (the latest when None)."""
    step = compile_flow(flow).by_slug.get(slug)
    if step is None:
        raise NoSuchStep(slug)
    version = flow.version if seen is None else seen
    return change_step(flow, slug, replace(step, **values), expected_version=version, author=None)


def change_title(flow: Flow, title: str) -> None:
    """Give the guide another title, as its form in admin does."""
    with recorded(flow, kind="header-changed", author=None) as row:
        row.title_ja = row.title_en = title
        row.save()
