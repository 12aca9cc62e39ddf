"""The panel of a step: shown, saved, made anew; and what happens when somebody else was faster."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext

from ground.fields import SlugTaken
from ground.pages import wants_fragment
from wizard.admin.editor.desk import CHANGE, require
from wizard.admin.editor.tree import conflict
from wizard.admin.editor.tree.fields import panel_fields
from wizard.admin.editor.tree.typed import BadForm, Typed, arrived, read, version_of
from wizard.admin.editor.tree.typed import new_step as made_of
from wizard.admin.editor.tree.workbench import (
    Workbench,
    answer,
    go_on,
    step_url,
    unfolded_of,
)
from wizard.editing import (
    NoSuchStep,
    NotWritable,
    Refused,
    StaleEdit,
    add_step,
    change_step,
    free_slug,
    made_before,
    set_start,
)
from wizard.graph import Step
from wizard.models import Alias, Flow
from wizard.models import Step as StepRow
from wizard.problems import Problem, Where
from wizard.wording import sentence


def step_page(request: HttpRequest, flow: Flow, *, step: str) -> HttpResponse:
    """A step beside the outline, and saving it (POST)."""
    if request.method == "POST":
        require(request, CHANGE)
        return _save(request, flow, step)
    bench = Workbench(flow, step, unfolded_of(request))
    found = bench.graph.by_slug.get(step)
    if found is None:
        former = (each.slug for each in bench.graph.steps if step in each.aliases)
        today = next(former, None)
        if today:
            return redirect(step_url(flow.slug, today))
        said = str(NoSuchStep(step))
        return missing(request, bench, said)
    return show_step(request, bench, found)


def missing(request: HttpRequest, bench: Workbench, said: str) -> HttpResponse:
    """There is nothing to edit: say so beside the outline as it is now."""
    bench.selected = ""
    return answer(request, bench, "_guide", {"said": said}, title=str(bench.flow), status=404, changed=said)


def show_step(request: HttpRequest, bench: Workbench, step: Step, *, changed: str = "") -> HttpResponse:
    """The panel of a step as it is stored."""
    context = {
        **panel_fields(step, bench.graph, bench.language),
        "version": bench.flow.version,
        "told_here": bench.told_of(step.slug),
        "slug": step.slug,
        "save_url": step_url(bench.flow.slug, step.slug),
        "is_start": bench.graph.start == step.slug,
    }
    title = step.title.get(bench.language) or step.slug
    return answer(request, bench, "_step", context, title=title, address=context["save_url"], changed=changed)


def new_step(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The panel of a step that is not there yet, and making it (POST)."""
    bench = Workbench(flow, "", unfolded_of(request))
    if request.method != "POST":
        return _show_typed(request, bench, Typed(Step(""), flow.version, {}, {}), slug="", errors=[])
    try:
        typed = read(request.POST, bench.language)
    except BadForm as refusal:
        return _bad(request, bench, None, str(refusal))
    try:
        with transaction.atomic():
            slug = _make(request, flow, typed)
    except (Refused, SlugTaken) as refusal:
        return _refused(request, flow, typed, refusal, slug="")
    return _done(request, flow, slug, gettext("The step “%(step)s” is made.") % {"step": slug})


def _make(request: HttpRequest, flow: Flow, typed: Typed) -> str:
    """Make the step and those its choices ask for; returns its slug. A second click makes no second one."""
    step, author = typed.to_store, request.user
    if made := made_before(flow, step, expected_version=typed.version, author=author):  # type: ignore[arg-type]
        return made
    if not step.slug:
        step = replace(step, slug=free_slug(step.title.en, _taken(flow), otherwise="step"))
    add_step(flow, step, expected_version=typed.version, author=author)  # type: ignore[arg-type]
    _make_targets(request, flow, step.slug, typed)
    return step.slug


def _save(request: HttpRequest, flow: Flow, slug: str) -> HttpResponse:
    bench = Workbench(flow, slug, unfolded_of(request))
    try:
        if request.POST.get("do") == "merge":
            typed = conflict.settled(request.POST, flow, slug)
        else:
            typed = read(request.POST, bench.language)
    except BadForm as refusal:
        return _bad(request, bench, bench.graph.by_slug.get(slug), str(refusal))
    if not typed.step.slug:
        typed = replace(typed, step=replace(typed.step, slug=slug))
    try:
        with transaction.atomic():
            today = _write(request, flow, slug, typed)
    except StaleEdit as stale:
        flow.refresh_from_db()
        fresh = Workbench(flow, slug, unfolded_of(request))
        return conflict.show(request, fresh, slug, typed, stale)
    except (Refused, SlugTaken) as refusal:
        return _refused(request, flow, typed, refusal, slug=slug)
    return _done(request, flow, today, gettext("Saved."))


def _write(request: HttpRequest, flow: Flow, slug: str, typed: Typed) -> str:
    """Save the step and make those its choices ask for; returns its slug of today."""
    author: Any = request.user
    if request.POST.get("do") == "merge" and conflict.is_gone(flow, slug):
        add_step(flow, typed.to_store, expected_version=typed.version, author=author)
        today = typed.step.slug
    else:
        change_step(flow, slug, typed.to_store, expected_version=typed.version, author=author)
        today = _today(flow, typed.step.slug)
    _make_targets(request, flow, today, typed)
    return today


def _today(flow: Flow, slug: str) -> str:
    """The slug of today of a step that was saved as `slug`: another editor may have renamed it."""
    if StepRow.objects.filter(flow=flow, slug=slug).exists():
        return slug
    former = Alias.objects.filter(flow=flow, slug=slug, step__isnull=False, choice=None)
    return former.values_list("step__slug", flat=True).first() or slug


def _make_targets(request: HttpRequest, flow: Flow, question: str, typed: Typed) -> None:
    """Make the steps that choices of `question` are to lead to, in order. Raises NotWritable without a title."""
    language = get_language() or "ja"
    # The later ones first, since each is put right behind its question.
    slugs = {choice.slug for choice in typed.step.choices}
    wanted = [(choice, text) for choice, text in typed.new.items() if choice in slugs]
    taken = _taken(flow) if wanted else set()
    steps = []
    for choice, text in wanted:
        step = made_of(text, language, taken)
        taken.add(step.slug)
        steps.append((choice, step))
    if nameless := [choice for choice, step in steps if not step.title]:
        raise NotWritable([Problem("step-untitled", Where(flow.slug, question, each)) for each in nameless])
    for choice, step in reversed(steps):
        add_step(
            flow,
            step,
            leading=(question, choice),
            expected_version=flow.version,
            author=request.user,  # type: ignore[arg-type]
        )


def _taken(flow: Flow) -> set[str]:
    """The slugs that steps of `flow` have or had."""
    own = StepRow.objects.filter(flow=flow).values_list("slug", flat=True)
    former = Alias.objects.filter(flow=flow, step__isnull=False, choice=None)
    return {*own, *former.values_list("slug", flat=True)}


def _done(request: HttpRequest, flow: Flow, slug: str, said: str) -> HttpResponse:
    """What was done, shown with the step it was done to."""
    if not wants_fragment(request):
        return go_on(request, step_url(flow.slug, slug), said)
    bench = Workbench(flow, slug, unfolded_of(request))
    return show_step(request, bench, bench.graph.by_slug[slug], changed=said)


def _refused(
    request: HttpRequest, flow: Flow, typed: Typed, refusal: Refused | SlugTaken, *, slug: str
) -> HttpResponse:
    """The panel with what was typed, and why it was not saved."""
    flow.refresh_from_db()
    problems = refusal.problems if isinstance(refusal, NotWritable) else []
    errors = [sentence(problem) for problem in problems] or [str(refusal)]
    wrong = {problem.where.choice for problem in problems}
    return _show_typed(
        request, Workbench(flow, slug, unfolded_of(request)), typed, slug=slug, errors=errors, wrong=wrong
    )


def _show_typed(
    request: HttpRequest,
    bench: Workbench,
    typed: Typed,
    *,
    slug: str,
    errors: list[str],
    wrong: set[str] | None = None,
) -> HttpResponse:
    new_url = reverse("admin:wizard_flow_new_step", args=[bench.flow.slug])
    context = {
        **panel_fields(
            typed.step, bench.graph, bench.language, was=typed.was, new=typed.new, wrong=wrong or ()
        ),
        "version": typed.version,
        "slug": slug,
        "errors": errors,
        "save_url": step_url(bench.flow.slug, slug) if slug else new_url,
        "is_start": slug and bench.graph.start == slug,
    }
    title = typed.step.title.get(bench.language) or slug or gettext("New step")
    status = 422 if errors else 200
    address = "" if errors else context["save_url"]
    return answer(request, bench, "_step", context, title=title, address=address, status=status)


def _bad(request: HttpRequest, bench: Workbench, step: Step | None, said: str) -> HttpResponse:
    """The panel with as much of what was typed as arrived."""
    typed = Typed(arrived(request.POST, step or Step("")), version_of(request.POST), {}, {})
    return _show_typed(request, bench, typed, slug=step.slug if step else "", errors=[said])


def start_here(request: HttpRequest, flow: Flow, *, step: str) -> HttpResponse:
    """Make a step the first question."""
    said = gettext("“%(step)s” is the first question now.") % {"step": step}
    try:
        set_start(
            flow,
            step,
            expected_version=version_of(request.POST),
            author=request.user,  # type: ignore[arg-type]
        )
    except Refused as refusal:
        said = str(refusal)
    if not wants_fragment(request):
        return go_on(request, step_url(flow.slug, step), said)
    bench = Workbench(flow, step, unfolded_of(request))
    found = bench.graph.by_slug.get(step)
    return show_step(request, bench, found, changed=said) if found else missing(request, bench, said)
