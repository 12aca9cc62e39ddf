"""What tests of editing share: a guide with one step changed, and who changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from wizard.graph import Graph

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def with_step(guide: Graph, slug: str, **values: Any) -> Graph:
    """`guide` with one step changed."""
    steps = tuple(replace(step, **values) if step.slug == slug else step for step in guide.steps)
    return replace(guide, steps=steps)


def editor(name: str = "editor") -> User:
    """A person of that name, the same one each time."""
    return get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})[0]
