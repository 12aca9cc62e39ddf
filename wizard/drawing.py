"""A guide as a picture: a tidy tree in SVG, made on the server.

A step stands in full once; a second way into it ends in a dashed chip that leads there, as do other guides,
missing targets and circles. Nothing is styled here: the classes are those of `static/wizard/editor.css`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from ground.sentences import marked as _
from wizard.graph import Graph, Target
from wizard.lettering import wrap
from wizard.outline import Branch, outline
from wizard.problems import Problem
from wizard.treelayout import place

MESSAGES = {
    "title": _("Drawing of the guide “%(title)s”"),
    "about": _("Steps: %(count)s. The outline says the same in words."),
    "unreached": _("No way leads here"),
    "entered": _("Another guide leads here"),
    "empty": _("No steps yet"),
    "errors": _("errors: %(count)s"),
    "warnings": _("warnings: %(count)s"),
    "selected": _("selected"),
    "reference": _("stands elsewhere in the drawing"),
    "circle": _("goes round in a circle"),
    "guide": _("another guide"),
    "missing": _("does not exist"),
    "nowhere": _("leads nowhere"),
    "leak": _("many leave here"),
    "folded": _("folded"),
}

LINE, PADDING, BOX_COLUMNS, COLUMN = 19, 12, 26, 7.7
BOX = round(BOX_COLUMNS * COLUMN) + 2 * PADDING
LABEL_COLUMNS, LABEL = 20, 146
CURVE = 46
STEP_RIGHT = BOX + CURVE + LABEL
GAP, GAP_OF_TREES, MARGIN = 14, 48, 16
_MARKS = {"reference": "↪ ", "circle": "↻ ", "guide": "⇥ ", "missing": "✕ ", "nowhere": "✕ "}
FOLDED = "▸ "
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Say = Callable[[str], str]
Href = Callable[[Target], str]


class Count(NamedTuple):
    """How often a choice was taken, and whether many leave after it."""

    number: int | str
    leak: bool = False


Counts = Mapping[tuple[str, str], Count]


def step_href(target: Target) -> str:
    """The address of a step of the guide itself, relative to the page; none for other guides."""
    return "" if target.flow else f"?step={target.step}"


@dataclass
class _Canvas:
    """What every part of the picture needs to know, and the picture so far."""

    graph: Graph
    language: str
    selected: str
    found: Mapping[str, list[Problem]]
    counts: Counts
    folded: Container[str]
    href: Href
    say: Say
    parts: list[str] = field(default_factory=list)

    def words(self, name: str, **values: object) -> str:
        """A message in the reader's language."""
        return self.say(MESSAGES[name]) % values


def draw(
    graph: Graph,
    language: str,
    *,
    selected: str = "",
    problems: Iterable[Problem] = (),
    counts: Counts | None = None,
    folded: Container[str] = frozenset(),
    href: Href = step_href,
    say: Say = str,
) -> str:
    """The picture of `graph` with its texts in `language`.

    `selected` is the slug of the step to set off; `problems` are marked at their steps; `counts` gives numbers
    for choices by (step, choice); the steps in `folded` stand without what hangs on them; `href` is the address of
    a step or guide (an empty one: no link); `say` translates the few words of the drawing itself.
    """
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.where.step, []).append(problem)
    canvas = _Canvas(graph, language, selected, found, counts or {}, folded, href, say)
    branches = outline(graph, folded)
    texts = [_lines(canvas, branch) for branch in branches]
    parents = [branch.parent for branch in branches]
    layout = place(parents, [_height(lines) for lines in texts], gap=GAP, gap_of_trees=GAP_OF_TREES)
    spots = [(branch.depth * STEP_RIGHT, y) for branch, y in zip(branches, layout.centres, strict=True)]
    for branch, (x, y) in zip(branches, spots, strict=True):
        if branch.parent is not None:
            left, middle = spots[branch.parent]
            _edge(canvas, branch, (left + BOX, middle), (x, y), branches[branch.parent].slug)
    for branch, lines, spot in zip(branches, texts, spots, strict=True):
        _node(canvas, branch, lines, spot)
    _heading(canvas, branches, texts, spots)
    width = max((x for x, _ in spots), default=0) + BOX
    return _frame(canvas, width, layout.height)


def _frame(canvas: _Canvas, width: float, height: float) -> str:
    title = canvas.words("title", title=canvas.graph.title.get(canvas.language) or canvas.graph.flow)
    about = canvas.words("about", count=len(canvas.graph.steps))
    if not canvas.graph.steps:
        height = LINE
        canvas.parts.append(f'<text class="heading" y="{LINE - 5}">{_safe(canvas.words("empty"))}</text>')
    wide, high = round(width + 2 * MARGIN), round(height + 2 * MARGIN)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree" lang="{_safe(canvas.language)}" role="group"'
        f' aria-labelledby="tree-title" aria-describedby="tree-about" width="{wide}" height="{high}"'
        f' viewBox="{-MARGIN} {-MARGIN} {wide} {high}"><title id="tree-title">{_safe(title)}</title>'
        f'<desc id="tree-about">{_safe(about)}</desc>{"".join(canvas.parts)}</svg>'
    )


def _lines(canvas: _Canvas, branch: Branch) -> list[str]:
    mark = FOLDED if _is_folded(canvas, branch) else _MARKS.get(branch.kind, "")
    return wrap(mark + _name(canvas, branch), BOX_COLUMNS)


def _is_folded(canvas: _Canvas, branch: Branch) -> bool:
    return branch.kind == "step" and branch.slug in canvas.folded


def _name(canvas: _Canvas, branch: Branch) -> str:
    step = canvas.graph.by_slug.get(branch.slug)
    if step is not None and branch.kind in {"step", "reference", "circle"}:
        return step.title.get(canvas.language).strip() or branch.slug
    return branch.slug or canvas.words(branch.kind)


def _height(lines: list[str]) -> int:
    return len(lines) * LINE + 16


def _edge(
    canvas: _Canvas, branch: Branch, begin: tuple[float, float], end: tuple[float, float], step: str
) -> None:
    (left, top), (right, bottom) = begin, end
    turn, half = left + CURVE, left + CURVE / 2
    quiet = " quiet" if branch.choice and branch.choice.is_quiet else ""
    canvas.parts.append(
        f'<path class="edge{quiet}" d="M{left:.0f} {top:.1f}C{half:.0f} {top:.1f} {half:.0f} {bottom:.1f}'
        f' {turn:.0f} {bottom:.1f}H{right:.0f}"/>'
    )
    if branch.choice is None:
        return
    label = branch.choice.label.get(canvas.language).strip() or branch.choice.slug
    lines = wrap(label, LABEL_COLUMNS)
    for number, line in enumerate(lines):
        y = bottom - 5 + 20 * number
        canvas.parts.append(f'<text class="label" x="{turn + 4:.0f}" y="{y:.1f}">{_safe(line)}</text>')
    count = canvas.counts.get((step, branch.choice.slug))
    if count is not None:
        y = bottom + 14 + 16 * (len(lines) - 1)
        sign, words = (" ▼", f"<title>{_safe(canvas.words('leak'))}</title>") if count.leak else ("", "")
        canvas.parts.append(
            f'<text class="count{" leak" if count.leak else ""}" x="{turn + 4:.0f}" y="{y:.1f}">'
            f"{words}{_safe(str(count.number))}{sign}</text>"
        )


def _node(canvas: _Canvas, branch: Branch, lines: list[str], spot: tuple[float, float]) -> None:
    x, y = spot
    height = _height(lines)
    classes: list[str] = [branch.kind]
    radius = 6
    attributes = ""
    if branch.kind == "step":
        step = canvas.graph.by_slug[branch.slug]
        classes.append(step.kind)
        radius = 6 if step.choices else 17
        classes += [name for name, _ in _problem_counts(canvas, branch)]
        attributes = f' data-step="{_safe(branch.slug)}"'
        if branch.slug == canvas.graph.start:
            classes.append("start")
        if branch.slug == canvas.selected:
            classes.append("selected")
            attributes += ' aria-current="true"'
    words = _safe(_description(canvas, branch))
    href = _href(canvas, branch)
    opening = f'<a href="{_safe(href)}" aria-label="{words}"' if href else "<g"
    top = y - height / 2
    canvas.parts.append(
        f'{opening} class="{" ".join(classes)}"{attributes}><title>{words}</title>'
        f'<rect x="{x}" y="{top:.1f}" width="{BOX}" height="{height}" rx="{radius}"/>'
    )
    for number, line in enumerate(lines):
        baseline = top + 8 + 14 + number * LINE
        canvas.parts.append(f'<text x="{x + PADDING}" y="{baseline:.1f}">{_safe(line)}</text>')
    if branch.kind == "step":
        _badges(canvas, branch, (x + BOX, top))
    canvas.parts.append("</a>" if href else "</g>")


def _problem_counts(canvas: _Canvas, branch: Branch) -> list[tuple[str, int]]:
    found = canvas.found.get(branch.slug, ())
    counted = ((name, sum(problem.severity == name for problem in found)) for name in ("error", "warning"))
    return [(name, number) for name, number in counted if number]


def _badges(canvas: _Canvas, branch: Branch, corner: tuple[float, float]) -> None:
    """An error is a disc, a warning a triangle, each with how many there are."""
    x, y = corner
    for place_from_right, (name, number) in enumerate(_problem_counts(canvas, branch)):
        middle = x - 12 - 24 * place_from_right
        shape = (
            f'<circle cx="{middle:.0f}" cy="{y:.1f}" r="10"/>'
            if name == "error"
            else f'<path d="M{middle - 11:.0f} {y + 9:.1f}h22l-11 -20z"/>'
        )
        canvas.parts.append(
            f'<g class="badge {name}">{shape}<text x="{middle:.0f}" y="{y + 4.5:.1f}">{number}</text></g>'
        )


def _description(canvas: _Canvas, branch: Branch) -> str:
    """What the box says in full, for a pointer resting on it and for a screen reader."""
    name = _name(canvas, branch)
    parts = [f"{name} ({branch.slug})" if branch.slug and branch.slug != name else name]
    if branch.kind == "step":
        parts += [canvas.words(f"{name}s", count=number) for name, number in _problem_counts(canvas, branch)]
        parts += [canvas.words("selected")] if branch.slug == canvas.selected else []
        parts += [canvas.words("folded")] if _is_folded(canvas, branch) else []
    elif branch.slug:
        parts.append(canvas.words(branch.kind))
    return " · ".join(parts)


def _href(canvas: _Canvas, branch: Branch) -> str:
    if branch.kind in {"step", "reference", "circle"}:
        return canvas.href(Target(branch.slug))
    if branch.kind == "guide" and branch.choice and branch.choice.next:
        return canvas.href(branch.choice.next)
    return ""


def _heading(
    canvas: _Canvas,
    branches: tuple[Branch, ...],
    texts: list[list[str]],
    spots: Sequence[tuple[float, float]],
) -> None:
    """Above each tree that does not begin at the start, whether anything leads there."""
    for branch, lines, (_x, y) in zip(branches, texts, spots, strict=True):
        if branch.parent is None and (branch.entered or not branch.reached):
            top = y - _height(lines) / 2 - 8
            words = canvas.words("entered" if branch.entered else "unreached")
            canvas.parts.append(f'<text class="heading" y="{top:.1f}">{_safe(words)}</text>')


def _safe(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
