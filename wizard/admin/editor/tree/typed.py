"""What an editor typed into the panel of a step, as values. Nothing here asks the database.

A choice has one field of each name (`choice_slug`, `choice_label_ja`, …), so their order in the form is that of
the choices. Where a choice leads is typed as `step`, `guide:` or `guide:step`; a `+` before it asks for a new
step of that title (`+ 質問 | Question`; a slug will do).
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext

from ground.text import LANGUAGES, Text, is_slug, tidy
from wizard.comparison.fields import target_from_text, target_to_text
from wizard.editing import choices_from_lines, free_slug, with_choices
from wizard.graph import TEXTS_OF_CHOICE, TEXTS_OF_STEP, Choice, Step

LISTS = ("entries", "related", "channels")
COLUMNS = ("was", "slug", "aliases", "next", *(f"{n}_{code}" for n in TEXTS_OF_CHOICE for code in LANGUAGES))
PLAIN = ("slug", "helper", "outcome", "editor_note", "aliases", "more_choices")
# Without one of these a text would be emptied that nobody has touched.
REQUIRED = (*PLAIN, *LISTS, *(f"{name}_{code}" for name in TEXTS_OF_STEP for code in LANGUAGES))
Row = TypeVar("Row")
NEW = ("+", "\uff0b")


class BadForm(Exception):
    """What was sent cannot come from the panel; the message is a sentence."""


@dataclass(frozen=True)
class Typed:
    """A step as it was typed on the page of version `version`.

    `was` names the choices that had another slug before, `new` those that lead to a step still to be made, with
    what was typed for it; `unnamed` are those whose slug was made here, since nobody typed one.
    """

    step: Step
    version: int
    was: Mapping[str, str]
    new: Mapping[str, str]
    unnamed: frozenset[str] = frozenset()

    @property
    def to_store(self) -> Step:
        """The step with the former slugs of its renamed choices as aliases."""
        taken = {choice.slug for choice in self.step.choices}
        choices = tuple(
            replace(choice, aliases=(*choice.aliases, self.was[choice.slug]))
            if self.was.get(choice.slug, choice.slug) not in taken
            else choice
            for choice in self.step.choices
        )
        return replace(self.step, choices=choices)

    def apart_from(self, stored: Step | None, base: Step | None) -> Typed:
        """The same, with another slug for each new choice whose slug `stored` has meanwhile and `base` had not."""
        taken, known = _slugs_of(stored), _slugs_of(base)
        others = {*taken, *known, *_slugs_of(self.step)}
        names: dict[str, str] = {}
        for slug in sorted(self.unnamed & taken - known):
            names[slug] = free_slug(slug, {*others, *names.values()}, otherwise="choice")
        choices = tuple(replace(each, slug=names.get(each.slug, each.slug)) for each in self.step.choices)
        was, new = (
            {names.get(slug, slug): text for slug, text in each.items()} for each in (self.was, self.new)
        )
        return replace(self, step=replace(self.step, choices=choices), was=was, new=new)


def _slugs_of(step: Step | None) -> set[str]:
    return {slug for choice in (step.choices if step else ()) for slug in (choice.slug, *choice.aliases)}


def read(data: QueryDict, language: str) -> Typed:
    """The step in `data`, with choices pasted in `language`. Raises BadForm."""
    if missing := [name for name in REQUIRED if name not in data]:
        raise BadForm(
            gettext("The form did not arrive whole (%(fields)s). Open the step again and repeat the change.")
            % {"fields": ", ".join(missing)}
        )
    rows = _moved(_rows(data), data.get("do", ""))
    taken = {row["slug"] for row in rows}
    choices, was, new = [], {}, {}
    for row in rows:
        choice = _choice(row, taken)
        taken.add(choice.slug)
        choices.append(choice)
        # Of two choices typed alike the one that always had the slug keeps its past, so that mending the other is enough.
        if row["was"] and (choice.slug not in was or row["was"] == choice.slug):
            was[choice.slug] = row["was"]
        if row["next"].startswith(NEW):
            new[choice.slug] = row["next"][1:].strip()
    step = replace(arrived(data, Step("")), choices=tuple(choices))
    more = choices_from_lines(step, data.get("more_choices", ""), language)
    unnamed = {each.slug for each, row in zip(choices, rows, strict=True) if not row["slug"]}
    unnamed |= {each.slug for each in more}
    return Typed(with_choices(step, more) if more else step, version_of(data), was, new, frozenset(unnamed))


def arrived(data: QueryDict, step: Step) -> Step:
    """`step` with what arrived of a form, except for its choices."""
    values: dict[str, Any] = {name: _text(data, name, getattr(step, name)) for name in TEXTS_OF_STEP}
    for name in LISTS:
        if name in data:
            items = _moved([tidy(item) for item in data.getlist(name)], data.get("do", ""), f"{name}:")
            values[name] = tuple(filter(None, items))
    plain = ("slug", "helper", "outcome", "editor_note", "aliases")
    values |= {name: tidy(data.get(name, "")) for name in plain if name in data}
    if "aliases" in data:
        values["aliases"] = tuple(values["aliases"].split())
    return replace(step, **values)


def version_of(data: QueryDict) -> int:
    """The version of the draft the page showed; 0, older than any, for nonsense."""
    return _number(data.get("version", ""), otherwise=0)


def _number(text: str, *, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def new_step(typed: str, language: str, taken: Container[str]) -> Step:
    """The step somebody asked for by typing a title (one language, or `日本語 | English`) or a slug."""
    if is_slug(typed):
        return Step(free_slug(typed, taken, otherwise="step"), Text(**{language: typed}))
    made = choices_from_lines(Step(""), typed, language)
    title = made[0].label if made else Text()
    return Step(free_slug(title.en, taken, otherwise="step"), title)


def _rows(data: QueryDict) -> list[dict[str, str]]:
    columns = {name: [tidy(value) for value in data.getlist(f"choice_{name}")] for name in COLUMNS}
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise BadForm(gettext("The choices did not arrive whole. Open the step again and repeat the change."))
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    told = [name for name in COLUMNS if name not in {"was", "aliases"}]
    return [row for row in rows if any(row[name] for name in told)]


def _moved(rows: list[Row], do: str, of: str = "") -> list[Row]:
    """The rows after a button of one of them, which is how it works without a script.

    It says `up:2`, `down:2` or `remove:2` for a choice, `up:entries:2` for a row of that list (`of`).
    """
    what, _, number = do.partition(f":{of}")
    at = _number(number, otherwise=len(rows))
    if what not in {"up", "down", "remove"} or at >= len(rows):
        return rows
    row, others = rows[at], [*rows[:at], *rows[at + 1 :]]
    if what == "remove":
        return others
    place = max(at - 1, 0) if what == "up" else at + 1
    return [*others[:place], row, *others[place:]]


def _choice(row: Mapping[str, str], taken: Container[str]) -> Choice:
    label = Text(row["label_ja"], row["label_en"])
    return Choice(
        slug=row["slug"] or free_slug(label.en, taken, otherwise="choice"),
        label=label,
        hint=Text(row["hint_ja"], row["hint_en"]),
        next=None if row["next"].startswith(NEW) else target_from_text(row["next"]),
        aliases=tuple(row["aliases"].split()),
    )


def _text(data: QueryDict, name: str, otherwise: Text) -> Text:
    texts = ((f"{name}_{language}", getattr(otherwise, language)) for language in LANGUAGES)
    return Text(*(tidy(data.get(field, text)) for field, text in texts))


def as_typed(choice: Choice, new: Mapping[str, str]) -> str:
    """Where `choice` leads, as its field shows it."""
    return f"+ {new[choice.slug]}" if choice.slug in new else target_to_text(choice.next)
