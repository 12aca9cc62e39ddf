"""What a typed step must be before it is written: tidy, and such as rows and addresses can hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ground.text import LANGUAGES, Text, is_slug, tidy
from wizard.editing.names import look_up, settle, settle_graph
from wizard.editing.refusals import NotWritable
from wizard.graph import OUTCOMES, TEXTS_OF_STEP, Choice, Graph, Step
from wizard.models import Flow
from wizard.models import Step as StepRow
from wizard.problems import Problem, Where
from wizard.renaming import require_free_step_slug
from wizard.validation import too_much


def tidy_text(text: Text) -> Text:
    """`text` as it is kept."""
    return Text(*(tidy(getattr(text, language)) for language in LANGUAGES))


def tidy_step(step: Step) -> Step:
    """`step` as it would be read back from its rows."""
    values: dict[str, Any] = {name: tidy_text(getattr(step, name)) for name in TEXTS_OF_STEP}
    values |= {name: _once(getattr(step, name)) for name in ("entries", "related", "channels")}
    return replace(
        step,
        **values,
        editor_note=tidy(step.editor_note),
        helper=step.helper.strip(),
        aliases=tuple(sorted(set(step.aliases) - {step.slug})),
        choices=tuple(_tidy_choice(choice) for choice in step.choices),
    )


def _tidy_choice(choice: Choice) -> Choice:
    return replace(
        choice,
        label=tidy_text(choice.label),
        hint=tidy_text(choice.hint),
        aliases=tuple(sorted(set(choice.aliases) - {choice.slug})),
    )


def _once(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slugs))


def writable_step(flow: Flow, typed: Step, *, stored: Step | None) -> Step:
    """`typed`, tidy, its targets under their slugs of today. `stored` is the step it replaces.

    Raises NotWritable, or SlugTaken when its slug or a new former slug is, or was, another step's.
    """
    step = tidy_step(typed)
    found = list(_form(flow.slug, step))
    settled, unknown = settle(step, look_up(flow, [step], [step.slug]))
    if found or unknown:
        raise NotWritable([*found, *unknown])
    known = {stored.slug, *stored.aliases} if stored else set()
    for slug in (step.slug, *step.aliases):
        if slug not in known:
            row = StepRow.objects.filter(flow=flow, slug=stored.slug).first() if stored else None
            require_free_step_slug(slug, row or StepRow(flow=flow))
    return settled


def writable_graph(flow: Flow, typed: Graph) -> Graph:
    """As `writable_step`, for a whole guide that is to become the draft of `flow`. Raises NotWritable."""
    graph = replace(
        typed,
        flow=flow.slug,
        title=tidy_text(typed.title),
        summary=tidy_text(typed.summary),
        aliases=tuple(sorted(set(typed.aliases) - {flow.slug})),
        steps=tuple(tidy_step(step) for step in typed.steps),
    )
    found = [problem for step in graph.steps for problem in _form(flow.slug, step)]
    slugs = [slug for step in graph.steps for slug in (step.slug, *step.aliases)]
    found += [
        Problem("duplicate-slug", Where(flow.slug), (("slug", slug),))
        for slug, count in Counter(slugs).items()
        if count > 1
    ]
    if graph.start and graph.start not in graph.by_slug:
        found.append(Problem("start-missing", Where(flow.slug), (("target", graph.start),)))
    settled, unknown = settle_graph(flow, graph)
    if found or unknown:
        raise NotWritable([*found, *unknown])
    return settled


def _form(flow: str, step: Step) -> Iterator[Problem]:
    """What the database would refuse without a sentence."""
    slugs = [slug for choice in step.choices for slug in (choice.slug, *choice.aliases)]
    for slug in (step.slug, *step.aliases, *slugs, *filter(None, (step.helper,))):
        if not is_slug(slug):
            yield Problem("bad-slug", Where(flow, step.slug), (("slug", slug),))
    for slug, count in Counter(slugs).items():
        if count > 1:
            yield Problem("duplicate-slug", Where(flow, step.slug), (("slug", slug),))
    yield from too_much(flow, step)
    if step.outcome and step.outcome not in OUTCOMES:
        yield Problem("bad-outcome", Where(flow, step.slug), (("outcome", step.outcome),))
