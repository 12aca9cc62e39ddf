"""A draft on the workbench: read once, shown as outline, problems and panel; and how its pages answer.

Asked for by htmx, a page answers with its panel, and after a change with everything else that may read otherwise
now; asked for in any other way, with the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext

from ground.pages import wants_fragment
from ground.sentences import marked as _
from ground.text import is_slug
from wizard.admin.editor.desk import CHANGE, show
from wizard.compiler import compile_flow
from wizard.drawing import MESSAGES
from wizard.editing import change_words, redoable, undoable
from wizard.entering import with_entries
from wizard.graph import Graph, Target
from wizard.models import DraftChange, Flow
from wizard.outline import Branch, Row, outline, shown
from wizard.problems import Problem
from wizard.publishing import problems_in
from wizard.wording import sentence

MOST_PROBLEMS = 200
PANELS = "admin/wizard/editor/tree/{}.html"


_NOTES = {"reference": _("in full elsewhere"), "circle": MESSAGES["circle"]}


@dataclass(frozen=True)
class Line:
    """A row of the outline in words: what was chosen, what it leads to, where a click goes."""

    row: Row
    choice: str
    title: str
    href: str
    note: str = ""
    errors: int = 0
    warnings: int = 0

    @property
    def branch(self) -> Branch:
        """The branch it shows."""
        return self.row.branch

    @property
    def level(self) -> int:
        """How deep it stands, from 1."""
        return self.row.branch.depth + 1

    @property
    def indent(self) -> int:
        """The class of its indentation: from a depth nobody reads any more, all stand alike."""
        return min(self.row.branch.depth, 14)


@dataclass(frozen=True)
class Told:
    """A problem in words, with the step and the choice it is about."""

    problem: Problem
    words: str
    href: str


@dataclass
class Workbench:
    """The draft of a guide and what is said about it, for one answer. `selected` is the slug of a step."""

    flow: Flow
    selected: str = ""
    unfolded: frozenset[str] = frozenset()
    language: str = field(default_factory=lambda: get_language() or "ja")

    @cached_property
    def graph(self) -> Graph:
        """The draft as it is now."""
        return with_entries(compile_flow(self.flow))

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that is wrong with it."""
        return problems_in(self.graph)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Its whole outline."""
        return outline(self.graph)

    def lines(self) -> list[Line]:
        """The outline, as far as it is unfolded."""
        return self.lines_of(shown(self.branches, unfolded=self.unfolded, toward=self.selected))

    def lines_of(self, rows: Iterable[Row]) -> list[Line]:
        """`rows` in words."""
        counted: dict[str, list[int]] = {}
        for problem in self.problems:
            counts = counted.setdefault(problem.where.step, [0, 0])
            counts[problem.severity == "warning"] += 1
        base = step_url(self.flow.slug, "-")
        return [self._line(row, counted, base) for row in rows]

    def _line(self, row: Row, counted: dict[str, list[int]], base: str) -> Line:
        branch = row.branch
        choice = branch.choice.label.get(self.language) or branch.choice.slug if branch.choice else ""
        step = self.graph.by_slug.get(branch.slug)
        if branch.kind in {"step", "reference", "circle"} and step:
            href = base.replace("/-/", f"/{branch.slug}/")
            errors, warnings = counted.get(branch.slug, (0, 0)) if branch.kind == "step" else (0, 0)
            note = gettext(_NOTES[branch.kind]) if branch.kind in _NOTES else ""
            title = step.title.get(self.language) or branch.slug
            return Line(row, choice, title, href, note, errors, warnings)
        title, note = branch.slug, gettext(MESSAGES[branch.kind])
        if branch.kind == "guide" and branch.choice and branch.choice.next:
            return Line(row, choice, title, target_url(self.flow.slug, branch.choice.next), note)
        # What leads nowhere is mended at the question itself.
        question = self.branches[branch.parent].slug if branch.parent is not None else ""
        return Line(row, choice, title or note, base.replace("/-/", f"/{question}/"), note)

    def told(self) -> list[Told]:
        """The problems in words, the first of them."""
        return [self._told(problem) for problem in self.problems[:MOST_PROBLEMS]]

    def told_of(self, slug: str) -> list[Told]:
        """Those of one step."""
        return [self._told(problem) for problem in self.problems if problem.where.step == slug]

    def _told(self, problem: Problem) -> Told:
        there = problem.where.step in self.graph.by_slug
        href = step_url(self.flow.slug, problem.where.step) if there else guide_url(self.flow)
        return Told(problem, sentence(problem), href)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """What the outline, the problems and the tools are made of."""
        errors = sum(problem.severity == "error" for problem in self.problems)
        lines = self.lines()
        return {
            "flow": self.flow,
            "graph": self.graph,
            "bench": self,
            "selected": self.selected,
            "lines": lines,
            "is_whole": len(lines) == len(self.branches),
            "told": self.told(),
            "error_count": errors,
            "warning_count": len(self.problems) - errors,
            "more_problems": max(0, len(self.problems) - MOST_PROBLEMS),
            "undo": _words(undoable(self.flow)),
            "redo": _words(redoable(self.flow)),
            "may_change": request.user.has_perm(CHANGE),
            "guide_url": guide_url(self.flow),
            # The tree needs the whole width.
            "is_nav_sidebar_enabled": False,
        }


def _words(change: DraftChange | None) -> str:
    return change_words(change) if change else ""


def step_url(flow: str, step: str) -> str:
    """The page of a step."""
    return reverse("admin:wizard_flow_step", args=[flow, step])


def guide_url(flow: Flow) -> str:
    """The page of the guide itself: title, summary, place on home."""
    return reverse("admin:wizard_flow_change", args=[flow.pk])


def target_url(flow: str, target: Target) -> str:
    """Where a target is edited; empty for one that no address can name."""
    if not all(is_slug(slug) for slug in (target.flow, target.step) if slug):
        return ""
    if target.step:
        return step_url(target.flow or flow, target.step)
    return reverse("admin:wizard_flow_edit", args=[target.flow or flow])


def unfolded_of(request: HttpRequest) -> frozenset[str]:
    """The steps an editor has unfolded in a large guide, as the page sends them along."""
    return frozenset((request.POST.get("unfolded") or request.GET.get("unfolded") or "").split()[:200])


def answer(
    request: HttpRequest,
    bench: Workbench,
    panel: str,
    context: dict[str, Any],
    *,
    title: str,
    address: str = "",
    status: int = 200,
    changed: str = "",
) -> HttpResponse:
    """The page with the panel `panel`, or what htmx needs of it.

    `changed` says what was done: then htmx gets the outline, the problems and the tools anew. `address` is
    where the editor is now.
    """
    frame = {**context, "panel": PANELS.format(panel), "panel_title": title, "changed": changed}
    if not wants_fragment(request):
        page = {**bench.context(request), **frame}
        return _varied(show(request, "tree", bench.flow, page, title=gettext("Edit the guide")), status)
    frame = {**(bench.context(request) if changed else {"flow": bench.flow, "bench": bench}), **frame}
    frame.setdefault("may_change", request.user.has_perm(CHANGE))
    template = PANELS.format("_after_change" if changed else "_fragment")
    response = HttpResponse(render_to_string(template, frame, request), status=status)
    if address:
        response["HX-Push-Url"] = address
    return _varied(response, status)


def go_on(request: HttpRequest, address: str, said: str, level: int = messages.SUCCESS) -> HttpResponse:
    """Without htmx: say what was done and show the page at `address`."""
    messages.add_message(request, level, said)
    return redirect(address)


def _varied(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    response["Cache-Control"] = "no-store, private"
    patch_vary_headers(response, ["HX-Request"])
    return response
