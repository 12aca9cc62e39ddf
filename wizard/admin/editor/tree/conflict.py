"""Somebody else saved the step first: both versions side by side, a choice for each field, nothing typed lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext

from wizard.admin.editor.tree.typed import BadForm, Typed, version_of
from wizard.admin.editor.tree.workbench import Workbench, answer, step_url
from wizard.admin.editor.words import label_of
from wizard.comparison import Conflict, Fields, fields_of, merge, step_from_fields
from wizard.comparison.fields import Value, is_list, place_of
from wizard.editing import StaleEdit, change_words, stored_step
from wizard.models import Flow

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Question:
    """A field that reads otherwise than it was typed: which of the two is to stand?"""

    path: str
    label: str
    language: str
    theirs: str
    mine: str
    is_list: bool
    pick: str


def show(request: HttpRequest, bench: Workbench, slug: str, typed: Typed, stale: StaleEdit) -> HttpResponse:
    """Both versions; what only one of the two editors changed is answered already."""
    asked = [conflict for conflict in stale.conflicts if _is_asked(conflict)]
    mine = fields_of(typed.to_store)
    context = {
        "slug": slug,
        "typed_slug": typed.step.slug,
        "save_url": step_url(bench.flow.slug, slug),
        "version": stale.version,
        "typed": json.dumps(mine, ensure_ascii=False),
        "new": json.dumps(dict(typed.new), ensure_ascii=False),
        "is_gone": stale.stored is None,
        "open": [_question(each) for each in asked if not (each.mine_only or each.theirs_only)],
        "settled": [_question(each) for each in asked if each.mine_only or each.theirs_only],
        "changes": [
            {"words": change_words(change), "author": change.author, "at": change.created_at}
            for change in stale.changes
        ],
    }
    title = gettext("Somebody else changed this step")
    return answer(request, bench, "_conflict", context, title=title, status=409)


def _is_asked(conflict: Conflict) -> bool:
    """Former slugs are kept from both; of a choice only one of the two has, its fields come with it."""
    if place_of(conflict.path).name == "aliases":
        return False
    return conflict.stored is not None and conflict.typed is not None


def _question(conflict: Conflict) -> Question:
    place = place_of(conflict.path)
    label = label_of(place)
    if place.choice:
        label = gettext("%(field)s of the choice %(choice)s") % {"field": label, "choice": place.choice}
    is_list = isinstance(conflict.typed, tuple)
    pick = MINE if conflict.mine_only else THEIRS if conflict.theirs_only else BOTH if is_list else MINE
    return Question(
        conflict.path,
        label,
        place.language,
        _words(conflict.stored),
        _words(conflict.typed),
        is_list,
        pick,
    )


def _words(value: Value | None) -> str:
    return "\n".join(value) if isinstance(value, tuple) else value or ""


def is_gone(flow: Flow, slug: str) -> bool:
    """Whether the step was deleted, so that what was typed makes it anew."""
    return stored_step(flow, slug) is None


def settled(data: QueryDict, flow: Flow, slug: str) -> Typed:
    """The step as the editor decided, field by field. Raises BadForm."""
    typed = _as_fields(_parsed(data.get("typed", ""), _is_value))
    new = _parsed(data.get("new", "{}"), lambda _, text: isinstance(text, str))
    stored = stored_step(flow, slug)
    theirs = fields_of(stored) if stored else {}
    mine = {path for path in typed if data.get(f"pick:{path}") in {MINE, BOTH}}
    for path in typed.keys() & theirs.keys():
        joins = place_of(path).name == "aliases" or data.get(f"pick:{path}") == BOTH
        first, second = theirs[path], typed[path]
        if joins and isinstance(first, tuple) and isinstance(second, tuple):
            typed[path] = tuple(dict.fromkeys((*first, *second)))
            mine.add(path)
    step = step_from_fields(data.get("typed_slug") or slug, merge(theirs, typed, mine) if theirs else typed)
    return Typed(step, version_of(data), {}, new)


def _parsed(text: str, fits: Callable[[str, object], bool]) -> dict[str, Any]:
    """The names and values in a JSON text, each of which `fits`. Raises BadForm."""
    try:
        data = json.loads(text)
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
