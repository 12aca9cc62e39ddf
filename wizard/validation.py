"""Whether a guide may be published: every rule of the design, as pure functions over a `Graph`.

`validate` gives one list of `Problem`s. What lies outside the guide (which entries, channels, helpers and
other guides are published) comes in as a `World`, so nothing here asks a database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from faq.links import Everything, Places, bad_links
from faq.markdown import faults_of
from ground.markup import Fault, Severity, plain_faults
from ground.sentences import LANGUAGE_NAMES
from ground.text import LANGUAGES, Text, is_slug
from wizard.graph import OUTCOMES, TEXTS_OF_STEP, Choice, Graph, Step
from wizard.paths import in_order, questions_on_longest_way
from wizard.problems import FIELDS, Problem, Where

MAX_QUESTIONS = 12
MAX_CHOICES = 7
# A form with more could not be sent: see DATA_UPLOAD_MAX_NUMBER_FIELDS in the settings.
MOST_CHOICES, MOST_BESIDE = 200, 100


@dataclass(frozen=True)
class World(Places):
    """What a guide may refer to, as slugs: published entries and channels, helpers, guides with their steps.

    Former slugs are among them where links to them work. `entered` are, for a guide, the steps that others lead to.
    """

    channels: Container[str] = field(default_factory=Everything)
    helpers: Container[str] = field(default_factory=Everything)
    entered: Mapping[str, Collection[str]] = field(default_factory=dict)


def validate(graph: Graph, world: World, *, drafting: bool = False) -> list[Problem]:
    """Everything that is wrong with `graph`, errors first, in the order of its steps.

    With `drafting`, a text that is missing in one language is a warning; without, an error.
    """
    missing: Severity = "warning" if drafting else "error"
    if arrivals := world.entered.get(graph.flow):
        graph = replace(graph, entered=(*(graph.entered or ()), *arrivals))
    found = [
        *_structure(graph),
        *_texts(graph, missing),
        *_markup(graph),
        *_names(graph, world),
        *_links(graph, world),
    ]
    place = {step.slug: number for number, step in enumerate(graph.steps)}
    return sorted(found, key=lambda problem: (problem.severity, place.get(problem.where.step, -1)))


def _problem(
    code: str, graph: Graph, step: str = "", at: str = "", /, *, severity: Severity = "error", **details: str
) -> Problem:
    return Problem(code, Where(graph.flow, step, at), tuple(details.items()), severity)


def _structure(graph: Graph) -> Iterator[Problem]:
    yield from _slugs(graph)
    if not graph.steps:
        yield _problem("no-steps", graph)
    if graph.start and graph.start not in graph.by_slug:
        yield _problem("start-missing", graph, target=graph.start)
    elif graph.start:
        yield from _ways(graph)
    elif graph.steps:
        yield _problem("no-start", graph)
    for step in graph.steps:
        yield from _outcome(graph, step)
        yield from too_much(graph.flow, step)
        for choice in step.choices:
            yield from _local_target(graph, step, choice)


def _slugs(graph: Graph) -> Iterator[Problem]:
    if not is_slug(graph.flow):
        yield _problem("bad-slug", graph, slug=graph.flow)
    for slug in _repeated(name for step in graph.steps for name in (step.slug, *step.aliases)):
        yield _problem("duplicate-slug", graph, slug if slug in graph.by_slug else "", slug=slug)
    for step in graph.steps:
        if not is_slug(step.slug):
            yield _problem("bad-slug", graph, step.slug, slug=step.slug)
        for slug in _repeated(name for choice in step.choices for name in (choice.slug, *choice.aliases)):
            yield _problem("duplicate-slug", graph, step.slug, slug, slug=slug)
        for choice in step.choices:
            if not is_slug(choice.slug):
                yield _problem("bad-slug", graph, step.slug, choice.slug, slug=choice.slug)


def _ways(graph: Graph) -> Iterator[Problem]:
    for step in graph.steps:
        if step.slug not in graph.reachable:
            yield _problem("unreachable", graph, step.slug)
    _, closing = in_order(graph)
    for slug, target in closing:
        for choice in graph.by_slug[slug].choices:
            if graph.local_target(choice) == target:
                yield _problem("circle", graph, slug, choice.slug, choice=choice.slug, target=target)
    depth = questions_on_longest_way(graph)
    for root in graph.roots:
        if depth[root] > MAX_QUESTIONS:
            yield _problem("too-long", graph, root, count=str(depth[root]), limit=str(MAX_QUESTIONS))


def _outcome(graph: Graph, step: Step) -> Iterator[Problem]:
    if step.outcome and step.outcome not in OUTCOMES:
        yield _problem("bad-outcome", graph, step.slug, outcome=step.outcome)
    if step.choices:
        if step.outcome:
            yield _problem("question-outcome", graph, step.slug)
        sure = sum(not choice.is_unsure for choice in step.choices)
        if sure > MAX_CHOICES and len(step.choices) <= MOST_CHOICES:
            yield _problem(
                "many-choices", graph, step.slug, severity="warning", count=str(sure), limit=str(MAX_CHOICES)
            )
    elif shows_nothing(step):
        yield _problem("empty-answer", graph, step.slug)


def too_much(flow: str, step: Step) -> Iterator[Problem]:
    """More choices, or more beside them, than the form of a step can hold."""
    beside = max(len(step.entries) + len(step.related), len(step.channels))
    for code, count, limit in (
        ("too-many-choices", len(step.choices), MOST_CHOICES),
        ("too-much-beside", beside, MOST_BESIDE),
    ):
        if count > limit:
            yield Problem(code, Where(flow, step.slug), (("count", str(count)), ("limit", str(limit))))


def shows_nothing(step: Step) -> bool:
    """Whether a step is an answer with nothing to read and nobody to ask; “solved” may stand by its title."""
    return not (step.choices or step.body or step.entries or step.channels or step.outcome == "solved")


def _local_target(graph: Graph, step: Step, choice: Choice) -> Iterator[Problem]:
    if choice.next is None or not (choice.next.step or choice.next.flow):
        yield _problem("no-target", graph, step.slug, choice.slug, choice=choice.slug)
    elif choice.next.flow in ("", graph.flow) and graph.local_target(choice) is None:
        yield _problem(
            "target-missing", graph, step.slug, choice.slug, choice=choice.slug, target=str(choice.next)
        )


def _texts(graph: Graph, missing: Severity) -> Iterator[Problem]:
    yield from _text(graph, Where(graph.flow), "title", graph.title, missing, required=True)
    yield from _text(graph, Where(graph.flow), "summary", graph.summary, missing)
    for step in graph.steps:
        here = Where(graph.flow, step.slug)
        for name in TEXTS_OF_STEP:
            yield from _text(graph, here, name, getattr(step, name), missing, required=name == "title")
        for choice in step.choices:
            at = Where(graph.flow, step.slug, choice.slug)
            yield from _text(graph, at, "label", choice.label, missing, required=True)
            yield from _text(graph, at, "hint", choice.hint, missing)
        for language in LANGUAGES:
            labels = (getattr(choice.label, language).strip() for choice in step.choices)
            for label in _repeated(label for label in labels if label):
                yield _problem("same-label", graph, step.slug, label=label, language=LANGUAGE_NAMES[language])


def _markup(graph: Graph) -> Iterator[Problem]:
    """What readers would not see of the texts, or see as it was typed."""
    here = Where(graph.flow)
    yield from _plain(here, "title", graph.title)
    yield from _plain(here, "summary", graph.summary)
    for step in graph.steps:
        here = Where(graph.flow, step.slug)
        for language in LANGUAGES:
            for fault in faults_of(getattr(step.body, language)):
                yield _fault(fault, here, "body", language)
        for name in TEXTS_OF_STEP:
            if name != "body":
                yield from _plain(here, name, getattr(step, name))
        for choice in step.choices:
            at = Where(graph.flow, step.slug, choice.slug)
            yield from _plain(at, "label", choice.label)
            yield from _plain(at, "hint", choice.hint)


def _plain(where: Where, name: str, text: Text) -> Iterator[Problem]:
    if not text:
        return
    for language in LANGUAGES:
        for fault in plain_faults(getattr(text, language)):
            yield _fault(fault, where, name, language)


def _fault(fault: Fault, where: Where, name: str, language: str) -> Problem:
    words = (("piece", fault.shown), ("field", FIELDS[name]), ("language", LANGUAGE_NAMES[language]))
    return Problem(fault.code, where, words, fault.severity)


def _text(
    graph: Graph, where: Where, name: str, text: Text, missing: Severity, *, required: bool = False
) -> Iterator[Problem]:
    absent = text.missing()
    if len(absent) == len(LANGUAGES):
        if required:
            yield Problem("no-text", where, (("field", FIELDS[name]),), missing)
        return
    for language in absent:
        details = (("field", FIELDS[name]), ("language", LANGUAGE_NAMES[language]))
        yield Problem("missing-text", where, details, missing)


def _names(graph: Graph, world: World) -> Iterator[Problem]:
    for step in graph.steps:
        for slug in (*step.entries, *step.related):
            if slug not in world.entries:
                yield _problem("entry-unpublished", graph, step.slug, slug=slug)
        for slug in step.channels:
            if slug not in world.channels:
                yield _problem("channel-unpublished", graph, step.slug, slug=slug)
        if step.helper and step.helper not in world.helpers:
            yield _problem("helper-unknown", graph, step.slug, slug=step.helper)
        for choice in step.choices:
            target = choice.next
            if target and target.flow not in ("", graph.flow) and not world.leads(target.flow, target.step):
                code = "guide-step-missing" if target.flow in world.flows else "guide-missing"
                yield _problem(code, graph, step.slug, choice.slug, choice=choice.slug, target=str(target))


def _links(graph: Graph, world: World) -> Iterator[Problem]:
    places = Places(world.entries, {**world.flows, graph.flow: graph.todays_slugs})
    for step in graph.steps:
        for language in LANGUAGES:
            for link, reason in bad_links(getattr(step.body, language), places):
                yield _problem(
                    "bad-link",
                    graph,
                    step.slug,
                    link=link,
                    field=FIELDS["body"],
                    language=LANGUAGE_NAMES[language],
                    reason=reason,
                )


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
