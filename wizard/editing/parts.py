"""What a change touched: some of a draft's state, before or after it, small enough to be kept for each change.

Plain values: `difference` finds what two states do not share, `apply` turns one into the other.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ground.text import Text
from wizard.comparison.steps import renamed_steps
from wizard.graph import Choice, Graph, Step, Target, step_from_dict, step_to_dict

_TEXTS = ("title", "summary")


@dataclass(frozen=True)
class Parts:
    """Some of a draft's state.

    `header` holds fields of the guide (`title`, `summary`, `start`, `aliases`) and `steps` steps by slug, None
    for one that is not there. `after` says for a step that is to appear which one it follows (an empty slug:
    none). `renamed` are the steps that have another slug in the opposite state, as {there: here}. `order` holds
    all slugs where the order changed or more than a step came or went.
    """

    header: Mapping[str, Any] = field(default_factory=dict)
    steps: Mapping[str, Step | None] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] | None = None

    def __bool__(self) -> bool:
        return bool(self.header or self.steps or self.renamed or self.order is not None)

    @property
    def present(self) -> list[Step]:
        """The steps that are there."""
        return [step for step in self.steps.values() if step is not None]

    @property
    def absent(self) -> list[str]:
        """The slugs of those that are not."""
        return [slug for slug, step in self.steps.items() if step is None]


def to_json(parts: Parts) -> dict[str, Any]:
    """`parts` as plain JSON values, without what is empty; `from_json` is the inverse."""
    header = {
        name: value.as_dict() if isinstance(value, Text) else value for name, value in parts.header.items()
    }
    steps = {slug: step_to_dict(step) if step else None for slug, step in parts.steps.items()}
    data = {"header": header, "steps": steps, "after": dict(parts.after), "renamed": dict(parts.renamed)}
    if parts.order is not None:
        data["order"] = list(parts.order)
    return {name: value for name, value in data.items() if value or name == "order"}


def from_json(data: Mapping[str, Any]) -> Parts:
    """The parts written by `to_json`."""
    header = {
        name: Text.from_dict(value) if name in _TEXTS else tuple(value) if name == "aliases" else value
        for name, value in data.get("header", {}).items()
    }
    return Parts(
        header=header,
        steps={slug: step_from_dict(step) if step else None for slug, step in data.get("steps", {}).items()},
        after=data.get("after", {}),
        renamed=data.get("renamed", {}),
        order=tuple(data["order"]) if "order" in data else None,
    )


def graph_to_dict(graph: Graph) -> dict[str, Any]:
    """The whole of `graph` as plain JSON values; `graph_from_dict` is the inverse."""
    header = {"title": graph.title.as_dict(), "summary": graph.summary.as_dict(), "start": graph.start}
    steps = [step_to_dict(step) for step in graph.steps]
    return {"flow": graph.flow, **header, "aliases": list(graph.aliases), "steps": steps}


def graph_from_dict(data: Mapping[str, Any]) -> Graph:
    """The guide written by `graph_to_dict`."""
    return Graph(
        flow=data["flow"],
        title=Text.from_dict(data["title"]),
        summary=Text.from_dict(data["summary"]),
        start=data["start"],
        steps=tuple(step_from_dict(step) for step in data["steps"]),
        aliases=tuple(data["aliases"]),
    )


def difference(before: Graph, after: Graph) -> tuple[Parts, Parts]:
    """What `before` and `after` do not share, as each has it; both are false when they are the same."""
    renamed = renamed_steps(before, after)
    former = {today: was for was, today in renamed.items()}
    old: dict[str, Step | None] = {}
    new: dict[str, Step | None] = {}
    for step in after.steps:
        was = before.by_slug.get(former.get(step.slug, step.slug))
        if was != step:
            old[was.slug if was else step.slug] = was
            new[step.slug] = step
    for step in before.steps:
        if renamed.get(step.slug, step.slug) not in after.by_slug:
            old[step.slug], new[step.slug] = step, None
    order = tuple(renamed.get(step.slug, step.slug) for step in before.steps)
    moved = order != tuple(step.slug for step in after.steps)
    names = [name for name in (*_TEXTS, "start", "aliases") if _head(before, name) != _head(after, name)]
    return (
        Parts(
            header={name: _head(before, name) for name in names},
            steps=old,
            renamed=former,
            order=tuple(step.slug for step in before.steps) if moved else None,
        ),
        Parts(
            header={name: _head(after, name) for name in names},
            steps=new,
            renamed=renamed,
            order=tuple(step.slug for step in after.steps) if moved else None,
        ),
    )


def _head(graph: Graph, name: str) -> Any:
    return getattr(graph, name)


def apply(graph: Graph, leave: Parts, enter: Parts) -> Graph:
    """`graph`, which is as `leave` says, as `enter` says."""
    steps = {step.slug: step for step in _renamed(graph, enter.renamed).steps}
    order = list(steps)
    for slug, step in enter.steps.items():
        if step is None:
            steps.pop(slug, None)
        else:
            steps[slug] = step
            if slug not in order:
                order.insert(_place(order, enter.after.get(slug)), slug)
    if enter.order is not None:
        known = dict.fromkeys((*enter.order, *order))
        order = list(known)
    header = {**enter.header}
    if "aliases" in header:
        header["aliases"] = aliases_after(graph.aliases, leave, enter)
    start = header.pop("start", enter.renamed.get(graph.start, graph.start))
    return replace(graph, **header, start=start, steps=tuple(steps[slug] for slug in order if slug in steps))


def _place(order: list[str], after: str | None) -> int:
    """Where a step is put in that is to follow another one; at the end when nothing is said or that is gone."""
    if after == "":
        return 0
    return order.index(after) + 1 if after in order else len(order)


def aliases_after(aliases: tuple[str, ...], leave: Parts, enter: Parts) -> tuple[str, ...]:
    """Former slugs of a guide: those that came with the change go, those that went come back, others stay."""
    going = set(leave.header["aliases"]) - set(enter.header["aliases"])
    return tuple(sorted({*aliases, *enter.header["aliases"]} - going))


def _renamed(graph: Graph, names: Mapping[str, str]) -> Graph:
    """`graph` with other slugs for some steps, wherever they are named."""
    if not names:
        return graph
    steps = (retargeted(step, names, ("", graph.flow)) for step in graph.steps)
    return replace(graph, steps=tuple(replace(step, slug=names.get(step.slug, step.slug)) for step in steps))


def retargeted(step: Step, names: Mapping[str, str], flows: Container[str]) -> Step:
    """`step` with the choices that lead to one of `names` in one of `flows` leading to the step it names.

    For an empty name they lead to no step: to the start of the guide if their target names one, else nowhere.
    """
    choices = tuple(_retargeted(choice, names, flows) for choice in step.choices)
    return step if choices == step.choices else replace(step, choices=choices)


def _retargeted(choice: Choice, names: Mapping[str, str], flows: Container[str]) -> Choice:
    target = choice.next
    if target is None or target.flow not in flows or target.step not in names:
        return choice
    name = names[target.step]
    if name or target.flow:
        return replace(choice, next=Target(name, target.flow))
    return replace(choice, next=None)
