"""What an editor does to the choices of a step. See `wizard.editing.steps` for what all of these have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from wizard.comparison.fields import target_to_text
from wizard.editing import values
from wizard.editing.steps import alter_step
from wizard.graph import Choice, Step, Target
from wizard.models import DraftChange, Flow

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def add_choices(
    flow: Flow, slug: str, choices: Sequence[Choice], *, expected_version: int, author: User | None
) -> DraftChange | None:
    """Add choices to a step (`choices_from_lines` makes them of pasted lines)."""
    return alter_step(
        flow,
        slug,
        _of_step(lambda step: values.with_choices(step, choices)),
        kind="choices-added",
        detail=", ".join(choice.slug for choice in choices),
        expected_version=expected_version,
        author=author,
    )


def delete_choice(
    flow: Flow, slug: str, choice: str, *, expected_version: int, author: User | None
) -> DraftChange | None:
    """Take a choice out of a step."""
    return alter_step(
        flow,
        slug,
        _of_step(lambda step: values.without_choice(step, choice)),
        kind="choice-deleted",
        detail=choice,
        expected_version=expected_version,
        author=author,
    )


def reorder_choices(
    flow: Flow, slug: str, order: Sequence[str], *, expected_version: int, author: User | None
) -> DraftChange | None:
    """Put the choices of a step in another order; those it does not name follow."""
    return alter_step(
        flow,
        slug,
        _of_step(lambda step: values.with_order(step, order)),
        kind="choices-reordered",
        expected_version=expected_version,
        author=author,
    )


def retarget_choice(
    flow: Flow, slug: str, choice: str, target: Target | None, *, expected_version: int, author: User | None
) -> DraftChange | None:
    """Lead a choice elsewhere; nowhere when `target` is None."""
    return alter_step(
        flow,
        slug,
        _of_step(lambda step: values.with_target(step, choice, target)),
        kind="choice-retargeted",
        detail=f"{choice} → {target_to_text(target)}",
        expected_version=expected_version,
        author=author,
    )


def rename_choice(
    flow: Flow, slug: str, choice: str, new_slug: str, *, expected_version: int, author: User | None
) -> DraftChange | None:
    """Give a choice another slug; the old one stays its alias."""
    return alter_step(
        flow,
        slug,
        _of_step(lambda step: values.with_renamed_choice(step, choice, new_slug)),
        kind="choice-renamed",
        detail=f"{choice} → {new_slug}",
        expected_version=expected_version,
        author=author,
    )


def _of_step(make: Callable[[Step], Step]) -> Callable[[Step | None], Step | None]:
    """`make` for a step that may be gone."""
    return lambda step: make(step) if step else None
