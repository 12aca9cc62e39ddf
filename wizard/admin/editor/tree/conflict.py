"""Somebody else saved the step first: both versions side by side, a choice for each field, nothing typed lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext

from ground.sent import read_json
from wizard.admin.editor.tree.typed import BadForm, Typed, version_of
from wizard.admin.editor.tree.workbench import Workbench, answer, step_url
from wizard.admin.editor.words import label_of
from wizard.comparison import Conflict, Fields, Pick, alike, conflicts, fields_of, merge, step_from_fields
from wizard.comparison.fields import Value, is_list, place_of
from wizard.editing import StaleEdit, change_words, stored_step
from wizard.editing.refusals import Versions
from wizard.models import Flow


@dataclass(frozen=True)
class Question:
    """A field that reads otherwise than it was typed: which of the two is to stand?"""

    path: str
    label: str
    language: str
    theirs: str
    mine: str
    pick: Pick
    is_open: bool
    is_list: bool


def show(request: HttpRequest, bench: Workbench, slug: str, typed: Typed, stale: StaleEdit) -> HttpResponse:
    """Both versions; what only one of the two editors changed is answered already."""
    found, new = _versions(typed, stale)
    stored, mine = found.stored or {}, found.typed or {}
    asked = [each for each in conflicts(found.base, stored, mine) if each.is_asked and stored]
    questions = [_question(each, stored, mine, bench.language) for each in asked]
    context = {
        "slug": slug,
        "typed_slug": typed.step.slug,
        "save_url": step_url(bench.flow.slug, slug),
        "version": stale.version,
        "typed": json.dumps(mine, ensure_ascii=False),
        "new": json.dumps(new, ensure_ascii=False),
        "is_gone": not stored,
        "open": [each for each in questions if each.is_open],
        "settled": [each for each in questions if not each.is_open],
        "changes": [
            {"words": change_words(change), "author": change.author, "at": change.created_at}
            for change in stale.changes
        ],
    }
    title = gettext("Somebody else changed this step")
    return answer(request, bench, "_conflict", context, title=title, status=409)


def _versions(typed: Typed, stale: StaleEdit) -> tuple[Versions, dict[str, str]]:
    """The three versions with their choices called alike, and the steps still to be made."""
    if stale.stored is None:
        return Versions(None, None, fields_of(typed.to_store)), dict(typed.new)
    base = step_from_fields("", stale.base) if stale.base else None
    stored = step_from_fields("", stale.stored)
    own = typed.apart_from(stored, base)
    base, stored, mine = alike(base, stored, own.to_store)
    called = zip(own.step.choices, mine.choices, strict=True)
    new = {now.slug: own.new[choice.slug] for choice, now in called if choice.slug in own.new}
    return Versions(fields_of(base) if base else None, fields_of(stored), fields_of(mine)), new


def _question(conflict: Conflict, stored: Fields, typed: Fields, language: str) -> Question:
    place = place_of(conflict.path)
    label = label_of(place) if place.name else gettext("The choice %(choice)s")
    if place.choice:
        label = gettext("%(field)s of the choice %(choice)s") if place.name else label
        label %= {"field": label_of(place), "choice": place.choice}
    return Question(
        conflict.path,
        label,
        place.language,
        _words(conflict.path, conflict.stored, stored, language),
        _words(conflict.path, conflict.typed, typed, language),
        conflict.pick,
        conflict.is_open,
        isinstance(conflict.typed, tuple) and bool(place.name),
    )


def _words(path: str, value: Value | None, fields: Fields, language: str) -> str:
    """`value` as an editor reads it; choices by slug and label."""
    if value is None:
        return gettext("(taken out)")
    if path == "choices":
        labels = {choice.slug: choice.label.get(language) for choice in step_from_fields("", fields).choices}
        return "\n".join(f"{slug}: {labels[slug]}" for slug in value)
    return "\n".join(filter(None, value)) if isinstance(value, tuple) else value


def is_gone(flow: Flow, slug: str) -> bool:
    """Whether the step was deleted, so that what was typed makes it anew."""
    return stored_step(flow, slug) is None


def settled(data: QueryDict, flow: Flow, slug: str) -> Typed:
    """The step as the editor decided, field by field. Raises BadForm."""
    typed = _as_fields(_parsed(data.get("typed", ""), _is_value))
    new = _parsed(data.get("new", "{}"), lambda _, text: isinstance(text, str))
    step = step_from_fields(data.get("typed_slug") or slug, typed)
    if stored := stored_step(flow, slug):
        picks = {name.removeprefix("pick:"): data.get(name, "") for name in data if name.startswith("pick:")}
        _, stored, mine = alike(None, stored, step)
        step = step_from_fields(step.slug, merge(fields_of(stored), fields_of(mine), picks))
    return Typed(step, version_of(data), {}, new)


def _parsed(text: str, fits: Callable[[str, object], bool]) -> dict[str, Any]:
    """The names and values in a JSON text, each of which `fits`. Raises BadForm."""
    try:
        data = read_json(text)
    except ValueError:
        data = None
    if not isinstance(data, dict) or not all(fits(name, value) for name, value in data.items()):
        raise BadForm(
            gettext("What was typed did not arrive whole. Open the step again and repeat the change.")
        )
    return data


def _as_fields(data: Mapping[str, Any]) -> Fields:
    return {path: tuple(value) if isinstance(value, list) else value for path, value in data.items()}


def _is_value(path: str, value: object) -> bool:
    """Whether the field `path` can hold `value`: lists hold texts, all others are one."""
    if is_list(path):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)
