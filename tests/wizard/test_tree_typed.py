"""The form of any step, sent back untouched, gives the same step back."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings

from tests.strategies import guides
from wizard.admin.editor.tree.fields import panel_fields
from wizard.admin.editor.tree.typed import new_step, read
from wizard.editing.checking import tidy_step
from wizard.graph import Graph, Step


def posted(fields: dict[str, Any]) -> QueryDict:
    """What a browser sends of the fields of a panel."""
    data = QueryDict(mutable=True)
    step = fields["step"]
    assert isinstance(step, Step)
    data["version"] = "7"
    for name in ("slug", "helper", "outcome", "editor_note"):
        data[name] = getattr(step, name)
    data["aliases"], data["more_choices"] = " ".join(step.aliases), ""
    pairs = [fields["titles"], fields["body"], *fields["costs"], fields["tried"]]
    for field in (each for pair in pairs for each in pair):
        data[field.name] = field.value
    for names in fields["names"]:
        data.setlist(names.name, [slug for slug, _ in names.items])
    for row in fields["choices"]:
        for field in (*row.texts, *row.hints):
            data.appendlist(field.name, field.value)
        for name, value in (("was", row.was), ("slug", row.choice.slug), ("next", row.next)):
            data.appendlist(f"choice_{name}", value)
        data.appendlist("choice_aliases", " ".join(row.choice.aliases))
    return data


@pytest.mark.django_db
@given(guides())
@settings(max_examples=25)
def test_any_step_comes_back_as_it_was(graph: Graph) -> None:
    for step in graph.steps:
        found = read(posted(panel_fields(step, graph, "ja")), "ja")
        assert tidy_step(found.step) == tidy_step(step)
        assert tidy_step(found.to_store) == tidy_step(step)
        assert (found.version, dict(found.new)) == (7, {})


@pytest.mark.parametrize(
    ("text", "slug", "title"),
    [
        ("fresh", "fresh", "fresh"),
        ("taken", "taken-2", "taken"),
        ("質問 | A question", "a-question", "A question"),
        ("質問", "step-1", "質問"),
        ("", "step-1", ""),
    ],
)
def test_a_step_is_made_of_what_was_typed_for_it(text: str, slug: str, title: str) -> None:
    step = new_step(text, "ja", {"taken"})
    assert step.slug == slug
    assert title in (step.title.ja, step.title.en)
