"""Comparisons as a page shows them: rows with a label and pieces, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ground.desk import Few, Row, few
from ground.pieces import pieces
from ground.sentences import LANGUAGE_NAMES
from ground.text import LANGUAGES
from wizard.comparison import (
    BrokenLink,
    ChoiceChange,
    Comparison,
    FellBehind,
    FieldChange,
    OutcomeChanges,
    StepChange,
    WayChange,
    fields_of,
)
from wizard.comparison.fields import Place, Value, place_of
from wizard.comparison.outcomes import End
from wizard.graph import TEXTS_OF_CHOICE, Choice, Graph, Step
from wizard.problems import FIELDS

_OTHERS = {
    "start": _("first question"),
    "aliases": _("former slugs"),
    "helper": _("helper"),
    "outcome": _("outcome"),
    "editor_note": _("note for editors"),
    "entries": _("FAQ entries shown"),
    "related": _("FAQ entries only named"),
    "channels": _("contact channels"),
    "choices": _("choices"),
    "next": _("leads to"),
}
MOST_SECTIONS = 100
# So many answers of a way are named at its beginning and at its end: no way that was published has more.
MOST_ANSWERS = 12
_WHOLE = frozenset({"next", "start", "helper", "outcome"})


@dataclass(frozen=True)
class Section:
    """A step, or a choice of one, that was added, removed or changed (`kind`)."""

    kind: str
    slug: str
    title: str
    was: str = ""
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    choices: tuple[Section, ...] = field(default=())


def label_of(place: Place) -> str:
    """What a field is called, with its language if it is a text."""
    name = gettext(FIELDS[place.name]) if place.name in FIELDS else str(_OTHERS.get(place.name, place.name))
    if not place.language:
        return name
    language = gettext(LANGUAGE_NAMES[place.language])
    return gettext("%(field)s (%(language)s)") % {"field": name, "language": language}


def rows_of(changes: Iterable[FieldChange]) -> tuple[Row, ...]:
    """A row for each field."""
    return tuple(_row(change) for change in changes)


def _row(change: FieldChange) -> Row:
    place = change.place
    found = change.pieces
    if place.name in _WHOLE:
        both = (("gone", str(change.old)), ("new", str(change.new)))
        found = tuple((kind, text) for kind, text in both if text)  # type: ignore[misc]
    return Row(label_of(place), found, isinstance(change.new, tuple), place.language)


def sections_of(changes: Comparison) -> Few:
    """The steps that changed, then those added and those removed: those that a page shows."""
    makers = [
        *(partial(_changed, change) for change in changes.changed),
        *(partial(_whole, step, "new") for step in changes.added),
        *(partial(_whole, step, "gone") for step in changes.removed),
    ]
    return few(makers, MOST_SECTIONS, lambda shown: [make() for make in shown])


def _changed(change: StepChange) -> Section:
    notes = [gettext("The choices are in another order.")] if change.reordered else []
    choices = [
        *(_changed_choice(choice) for choice in change.changed),
        *(_whole_choice(choice, "new") for choice in change.added),
        *(_whole_choice(choice, "gone") for choice in change.removed),
    ]
    return Section(
        "changed",
        change.slug,
        "",
        change.was if change.renamed else "",
        tuple(notes),
        rows_of(change.fields),
        tuple(choices),
    )


def _changed_choice(change: ChoiceChange) -> Section:
    return Section(
        "changed", change.slug, "", change.was if change.renamed else "", rows=rows_of(change.fields)
    )


def _whole(step: Step, kind: str) -> Section:
    """A step all of which is new, or gone."""
    own = {path: value for path, value in fields_of(step).items() if not path.startswith("choices")}
    return Section(
        kind,
        step.slug,
        step.title.get(get_language() or "ja"),
        rows=_all_rows(own.items(), kind),
        choices=tuple(_whole_choice(choice, kind) for choice in step.choices),
    )


def _whole_choice(choice: Choice, kind: str) -> Section:
    at = f"choices.{choice.slug}"
    values: dict[str, Value] = {
        f"{at}.{name}.{language}": getattr(getattr(choice, name), language)
        for name in TEXTS_OF_CHOICE
        for language in LANGUAGES
    }
    values[f"{at}.next"] = str(choice.next or "")
    return Section(
        kind, choice.slug, choice.label.get(get_language() or "ja"), rows=_all_rows(values.items(), kind)
    )


def _all_rows(values: Iterable[tuple[str, Value]], kind: str) -> tuple[Row, ...]:
    rows = []
    for path, value in values:
        place, items = place_of(path), value if isinstance(value, tuple) else (value,)
        found = tuple((kind, item) for item in items if item)
        if found:
            rows.append(Row(label_of(place), found, isinstance(value, tuple), place.language))  # type: ignore[arg-type]
    return tuple(rows)


@dataclass(frozen=True)
class Way:
    """A way that ends otherwise, in words."""

    answers: tuple[tuple[str, str], ...]
    before: str
    now: tuple[str, ...]


def ways_of(found: OutcomeChanges, old: Graph, new: Graph) -> list[Way]:
    """The listed ways, with the questions and answers of the live guide."""
    return [_way(change, old, new) for change in found.listed]


def _way(change: WayChange, old: Graph, new: Graph) -> Way:
    language = get_language() or "ja"
    answers = [
        (step.title.get(language) or step.slug, choice.label.get(language) or choice.slug)
        for step, choice in change.answers
    ]
    if len(answers) > 2 * MOST_ANSWERS:
        answers[MOST_ANSWERS:-MOST_ANSWERS] = [("…", "")]
    return Way(
        tuple(answers), _end(change.before, (new, old)), tuple(_end(each, (new, old)) for each in change.ends)
    )


def _end(end: End, graphs: tuple[Graph, Graph]) -> str:
    step = next((graph.by_slug[end.name] for graph in graphs if end.name in graph.by_slug), None)
    title = step.title.get(get_language() or "ja") if step else ""
    words = {"title": title or end.name, "slug": end.name}
    if end.outcome == "nowhere":
        return gettext("nowhere")
    if end.outcome == "withdrawn":
        return gettext("the answer is no longer offered at “%(title)s” (%(slug)s)") % words
    if end.outcome == "guide":
        return gettext("the guide %(slug)s") % words
    outcomes = {
        "answer": gettext("answer"),
        "solved": gettext("solved"),
        "contact": gettext("contact somebody"),
    }
    words["outcome"] = outcomes.get(end.outcome, end.outcome)
    return gettext("“%(title)s” (%(slug)s): %(outcome)s") % words


@dataclass(frozen=True)
class Behind:
    """A text that fell behind, in words: where, which language, what changed in the other, how it reads now."""

    step: str
    label: str
    language: str
    row: Row
    now: str
    fingerprint: str


def behind_of(found: Iterable[FellBehind]) -> list[Behind]:
    """Each with what changed in the language that is ahead."""
    return [_behind(text) for text in found]


def _behind(text: FellBehind) -> Behind:
    ahead = next(language for language in LANGUAGES if language != text.language)
    changed = pieces(getattr(text.before, ahead), getattr(text.now, ahead))
    name = label_of(Place(text.name))
    if text.choice:
        name = gettext("%(field)s of the choice %(choice)s") % {"field": name, "choice": text.choice}
    return Behind(
        text.step,
        name,
        gettext(LANGUAGE_NAMES[text.language]),
        Row(name, changed),
        getattr(text.now, text.language),
        text.fingerprint,
    )


def suggestions_of(link: BrokenLink, draft: Graph) -> list[tuple[str, str]]:
    """The steps that could succeed a removed one, as (slug, words)."""
    return [(slug, named(draft.by_slug[slug])) for slug in link.suggestions if slug in draft.by_slug]


def named(step: Step) -> str:
    """A step by its slug and its title."""
    title = step.title.get(get_language() or "ja")
    return f"{step.slug}: {title}" if title else step.slug
