"""The tables of one guide: its outline, questions, choices, answers and revisions."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from insights.figures import Figures
from insights.models import Kind
from insights.reports import Compared, RevisionFigures
from insights.showing import NOTHING, change, change_of_share, share
from insights.tables import Cell, Table, figure, number, words
from wizard.drawing import FOLDED
from wizard.graph import Graph, Step, Target

# So many of the questions that most left are listed of a guide that is shown in parts.
MOST_LEAKS = 20
Opens = Callable[[str], str]


def outline(compared: Compared) -> Table:
    """What the guide does as a whole."""
    now, before = compared.now, compared.before
    shares = (
        (gettext("Reached an answer"), (now.reached, now.visits), (before.reached, before.visits)),
        (gettext("Solved, of those who told"), now.told, before.told),
        (gettext("Left at a question"), (now.left, now.visits), (before.left, before.visits)),
    )
    counts = (
        (gettext("Visits"), now.visits, before.visits),
        (gettext("Answer names a person"), now.led_to_person, before.led_to_person),
        (gettext("Went to the contact channels"), now.total(Kind.ASKED), before.total(Kind.ASKED)),
        (gettext("Hand-off packs opened"), now.total(Kind.HANDED_OFF), before.total(Kind.HANDED_OFF)),
    )
    points = gettext("%(change)s points")
    rows = [(words(name), number(n), figure(change(n, earlier))) for name, n, earlier in counts]
    for name, part, earlier in shares:
        difference = change_of_share(part, earlier)
        told = difference if difference == NOTHING else points % {"change": difference}
        rows.append((words(name), figure(share(*part)), figure(told)))
    headings = (gettext("What"), gettext("This period"), gettext("Difference"))
    return Table("outline", gettext("This period, and its change since the one before"), headings, rows)


def questions(
    graph: Graph,
    compared: Compared,
    language: str,
    gone: Iterable[str] = (),
    opens: Mapping[str, str] | None = None,
) -> Table:
    """Drop-off at each question, on its edges; the steps in `gone` come last. `opens`: where folded ones open."""
    folded = opens or {}
    rows = [
        _question(
            step.slug,
            (FOLDED if step.slug in folded else "") + _title(step, language),
            compared,
            folded.get(step.slug, ""),
        )
        for step in graph.steps
        if not step.is_answer
    ]
    no_longer = gettext("(no longer in the guide)")
    rows += [_question(slug, f"{slug} {no_longer}", compared) for slug in sorted(gone)]
    return Table("questions", gettext("Questions: who went on, and who left"), _question_headings(), rows)


def leaking(compared: Compared, known: Iterable[str]) -> list[str]:
    """Those of the steps `known` at which most left, the worst first."""
    left = {slug: compared.now.leaving(slug).left for slug in known}
    worst = sorted((slug for slug, n in left.items() if n), key=lambda slug: (-left[slug], slug))
    return worst[:MOST_LEAKS]


def leaks(worst: Iterable[str], titles: Mapping[str, str], compared: Compared, opens: Opens) -> Table:
    """The questions that most left, with where they open."""
    rows = [
        _question(slug, titles.get(slug) or slug, compared, opens(slug), anchored=False) for slug in worst
    ]
    return Table("leaks", gettext("Where most left, in the whole guide"), _question_headings(), rows)


def _question_headings() -> tuple[str, ...]:
    return (
        gettext("Step"),
        gettext("Arrived"),
        gettext("Went on"),
        gettext("Went back"),
        gettext("Went to the contact channels"),
        gettext("Left for good"),
        gettext("Share that left"),
        gettext("Change in points"),
    )


def _question(
    slug: str, title: str, compared: Compared, url: str = "", *, anchored: bool = True
) -> tuple[Cell, ...]:
    now, before = compared.now.leaving(slug), compared.before.leaving(slug)
    mark = "leak" if now.is_leak else ""
    lost = share(now.left, now.arrived)
    return (
        words(title, url=url, anchor=f"step-{slug}" if anchored else ""),
        number(now.arrived),
        number(now.onward),
        number(now.back),
        number(now.asked),
        number(now.left, mark=mark),
        figure(f"▼ {lost}" if mark else lost, mark=mark),
        figure(change_of_share((now.left, now.arrived), (before.left, before.arrived))),
    )


def choices(graph: Graph, compared: Compared, language: str, folded: Container[str] = frozenset()) -> Table:
    """How often each choice was taken, and how often it was taken back; those of the steps in `folded` are left out."""
    rows = []
    for step in (step for step in graph.steps if step.slug not in folded):
        arrived = compared.now.leaving(step.slug).arrived
        for choice in step.choices:
            taken = compared.now.at(Kind.CHOSEN, step.slug, choice.slug)
            rows.append(
                (
                    words(_title(step, language)),
                    words(choice.label.get(language) or choice.slug),
                    words(_target_title(graph, choice.next, language)),
                    number(taken),
                    figure(share(taken, arrived)),
                    figure(change(taken, compared.before.at(Kind.CHOSEN, step.slug, choice.slug))),
                    number(compared.now.at(Kind.RETURNED, step.slug, choice.slug)),
                )
            )
    return Table(
        "choices",
        gettext("Choices: where the ways part"),
        (
            gettext("Step"),
            gettext("Choice"),
            gettext("Leads to"),
            gettext("Taken"),
            gettext("Share of those who arrived"),
            gettext("Difference"),
            gettext("Taken back later"),
        ),
        rows,
    )


def _target_title(graph: Graph, target: Target | None, language: str) -> str:
    if target is None:
        return NOTHING
    step = graph.by_slug.get(target.step)
    return _title(step, language) if step and not target.flow else f"⇥ {target}"


def answers(graph: Graph, compared: Compared, language: str) -> Table:
    """How often each answer was reached, and what was said of it."""
    now, before = compared.now, compared.before
    rows = [
        (
            words(_title(step, language), anchor=f"step-{step.slug}"),
            words(_outcome(step)),
            number(now.at(Kind.REACHED, step.slug)),
            figure(change(now.at(Kind.REACHED, step.slug), before.at(Kind.REACHED, step.slug))),
            number(now.at(Kind.YES, step.slug)),
            number(now.at(Kind.NO, step.slug)),
            figure(share(*_told(now, step.slug))),
            figure(change_of_share(_told(now, step.slug), _told(before, step.slug))),
            number(now.at(Kind.ASKED, step.slug)),
            number(now.at(Kind.HANDED_OFF, step.slug)),
        )
        for step in graph.steps
        if step.is_answer
    ]
    return Table(
        "answers",
        gettext("Answers: did they solve it"),
        (
            gettext("Answer"),
            gettext("Outcome"),
            gettext("Reached"),
            gettext("Difference"),
            gettext("Yes"),
            gettext("No"),
            gettext("Solved, of those who told"),
            gettext("Change in points"),
            gettext("Went to the contact channels"),
            gettext("Hand-off packs opened"),
        ),
        rows,
    )


def _told(figures: Figures, step: str) -> tuple[int, int]:
    yes, no = figures.at(Kind.YES, step), figures.at(Kind.NO, step)
    return yes, yes + no


def _outcome(step: Step) -> str:
    if step.kind == "solved":
        return gettext("Solved")
    return gettext("Ask a person") if step.kind == "contact" else gettext("Answer")


def revisions(walked: list[RevisionFigures]) -> Table:
    """Each revision walked in the last year, with its change since the one before it."""
    rows = []
    for each, before in zip(walked, [*walked[1:], None], strict=False):
        earlier = before.figures if before else Figures()
        now = each.figures
        rows.append(
            (
                words(gettext("revision %(number)s") % {"number": each.number}),
                words(f"{_day(each.first)} – {_day(each.last)}"),
                number(now.visits),
                figure(share(now.reached, now.visits)),
                figure(change_of_share((now.reached, now.visits), (earlier.reached, earlier.visits))),
                figure(share(*now.told)),
                figure(change_of_share(now.told, earlier.told)),
                figure(share(now.left, now.visits)),
                figure(change_of_share((now.left, now.visits), (earlier.left, earlier.visits))),
            )
        )
    return Table(
        "revisions",
        gettext("Revisions of the last year, each against the one before it"),
        (
            gettext("Revision"),
            gettext("Walked"),
            gettext("Visits"),
            gettext("Reached an answer"),
            gettext("Change in points"),
            gettext("Solved, of those who told"),
            gettext("Change in points"),
            gettext("Left at a question"),
            gettext("Change in points"),
        ),
        rows,
    )


def _title(step: Step, language: str) -> str:
    return step.title.get(language) or step.slug


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
