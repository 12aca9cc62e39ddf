"""A guide as YAML: read strictly into a `Graph`, written the same way every time.

A draft may be half finished: an empty `start` or `next` says that nothing was chosen yet. Leaving the key out is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ground.documents import TEXT_FORM, Fields
from wizard.graph import OUTCOMES, TEXTS_OF_STEP, Choice, Graph, Step, Target
from wizard.problems import Where

_CHOICE = f"{{choice: some-name, label: {TEXT_FORM}, next: some-step}}"
_NAMES = ("entries", "related", "channels")
# The order in which a reader of the file wants to meet them.
_STEP_ORDER = (
    "title", "body", "tried", "helper", "wait", "deadline", "caution", "outcome",
    "entries", "related", "channels", "choices", "aliases", "editor_note",
)  # fmt: skip


@dataclass(frozen=True)
class ReadFlow:
    """A guide read from a file; `lines` says where each of its places stands."""

    graph: Graph
    lines: dict[Where, int] = field(default_factory=dict, compare=False)

    def line(self, where: Where) -> int:
        """The line of `where`, or of what encloses it."""
        for place in (where, Where(where.flow, where.step), Where(where.flow)):
            if place in self.lines:
                return self.lines[place]
        return 1


def read_flow(document: Fields) -> ReadFlow:
    """The guide in `document`; what is wrong with it goes to the document's complaints."""
    document.require_format()
    flow = document.slug("flow", required=True)
    lines = {Where(flow): document.line}
    head = {
        "title": document.text("title", required=True),
        "summary": document.text("summary"),
        "start": document.slug("start", required=True, blank=True),
        "aliases": _aliases(document),
    }
    steps = []
    for slug, fields in document.each("steps", f"{{title: {TEXT_FORM}}}", required=True):
        lines[Where(flow, slug)] = fields.line
        steps.append(_read_step(flow, slug, fields, lines))
    document.finish()
    return ReadFlow(Graph(flow=flow, steps=tuple(steps), **head), lines)  # type: ignore[arg-type]


def _read_step(flow: str, slug: str, fields: Fields, lines: dict[Where, int]) -> Step:
    choices: list[Choice] = []
    for row in fields.items("choices", _CHOICE):
        choice = _read_choice(row)
        if any(choice.slug == other.slug for other in choices):
            row.complain("duplicate-slug", f"the choice “{choice.slug}” is there twice; rename one.")
        lines[Where(flow, slug, choice.slug)] = row.line
        choices.append(choice)
    values: dict[str, Any] = {name: fields.text(name, required=name == "title") for name in TEXTS_OF_STEP}
    values |= {name: fields.slugs(name) for name in _NAMES}
    values["aliases"] = _aliases(fields)
    step = Step(
        slug=slug,
        **values,
        helper=fields.slug("helper") if "helper" in fields else "",
        outcome=fields.choice("outcome", OUTCOMES),
        editor_note=fields.string("editor_note"),
        choices=tuple(choices),
    )
    fields.finish()
    return step


def _read_choice(row: Fields) -> Choice:
    choice = Choice(
        slug=row.slug("choice", required=True),
        label=row.text("label", required=True),
        hint=row.text("hint"),
        next=_read_target(row),
        aliases=_aliases(row),
    )
    row.finish()
    return choice


def _aliases(fields: Fields) -> tuple[str, ...]:
    """Former slugs; their order says nothing, so they are kept sorted, as rows give them."""
    return tuple(sorted(fields.slugs("aliases")))


def _read_target(row: Fields) -> Target | None:
    if row.is_text("next") or "next" not in row:
        step = row.slug("next", required=True, blank=True)
        return Target(step) if step else None
    fields = row.fields("next", "{flow: some-guide, step: some-step}")
    if fields is None:
        return None
    target = Target(
        flow=fields.slug("flow", required=True), step=fields.slug("step") if "step" in fields else ""
    )
    fields.finish()
    return target


def write_flow(graph: Graph) -> dict[str, Any]:
    """The guide as the content of its file."""
    data: dict[str, Any] = {"format": "1", "flow": graph.flow, "title": graph.title.as_dict()}
    if graph.summary:
        data["summary"] = graph.summary.as_dict()
    if graph.aliases:
        data["aliases"] = list(graph.aliases)
    return {**data, "start": graph.start, "steps": {step.slug: _write_step(step) for step in graph.steps}}


def _write_step(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {name: getattr(step, name).as_dict() for name in TEXTS_OF_STEP}
    data |= {name: list(getattr(step, name)) for name in (*_NAMES, "aliases")}
    data |= {name: getattr(step, name) for name in ("helper", "outcome", "editor_note")}
    data["choices"] = [_write_choice(choice) for choice in step.choices]
    return {name: data[name] for name in _STEP_ORDER if data[name]}


def _write_choice(choice: Choice) -> dict[str, Any]:
    data: dict[str, Any] = {"choice": choice.slug, "label": choice.label.as_dict()}
    if choice.hint:
        data["hint"] = choice.hint.as_dict()
    data["next"] = _write_target(choice.next) if choice.next else ""
    if choice.aliases:
        data["aliases"] = list(choice.aliases)
    return data


def _write_target(target: Target) -> str | dict[str, str]:
    if not target.flow:
        return target.step
    return {"flow": target.flow, "step": target.step} if target.step else {"flow": target.flow}
