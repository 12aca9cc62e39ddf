"""A step as flat fields: a value for each thing an editor may type, under a path that names it.

`title.ja`, `helper`, `entries`, `choices` (the slugs, in order), `choices.yes.label.en`, `choices.yes.next`.
Whatever is compared, refused or merged is one of these (`choices.yes` alone stands for a whole choice).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ground.text import LANGUAGES, Text
from wizard.graph import TEXTS_OF_CHOICE, TEXTS_OF_STEP, Choice, Graph, Step, Target

Value = str | tuple[str, ...]
Fields = dict[str, Value]
TEXTS_OF_HEADER = ("title", "summary")
_PLAIN = ("helper", "outcome", "editor_note")
_LISTS = ("entries", "related", "channels", "aliases")


@dataclass(frozen=True, slots=True)
class Place:
    """What a path names: a field, of a choice if `choice` is given, in a language if it is a text."""

    name: str
    language: str = ""
    choice: str = ""


def place_of(path: str) -> Place:
    """The parts of a path."""
    head, _, rest = path.partition(".")
    choice = ""
    if head == "choices" and rest:
        choice, _, rest = rest.partition(".")
        head, _, rest = rest.partition(".")
    return Place(head, rest, choice)


def is_list(path: str) -> bool:
    """Whether the field `path` is a list of slugs."""
    return path == "choices" or place_of(path).name in _LISTS


def fields_of(step: Step) -> Fields:
    """`step` without its slug; `step_from_fields` is the inverse."""
    found = _texts(step, TEXTS_OF_STEP)
    for name in (*_PLAIN, *_LISTS):
        found[name] = getattr(step, name)
    found["choices"] = tuple(choice.slug for choice in step.choices)
    for choice in step.choices:
        at = f"choices.{choice.slug}"
        found |= {f"{at}.{name}": text for name, text in _texts(choice, TEXTS_OF_CHOICE).items()}
        found[f"{at}.next"] = target_to_text(choice.next)
        found[f"{at}.aliases"] = choice.aliases
    return found


def header_of(graph: Graph) -> Fields:
    """What `graph` says beside its steps."""
    return {**_texts(graph, TEXTS_OF_HEADER), "start": graph.start, "aliases": graph.aliases}


def _texts(owner: object, names: tuple[str, ...]) -> Fields:
    return {
        f"{name}.{language}": getattr(getattr(owner, name), language)
        for name in names
        for language in LANGUAGES
    }


def step_from_fields(slug: str, fields: Mapping[str, Any]) -> Step:
    """The step of that slug; choices that `choices` does not name are left out."""
    values: dict[str, Any] = {name: _text(fields, name) for name in TEXTS_OF_STEP}
    values |= {name: fields.get(name, "") for name in _PLAIN}
    values |= {name: tuple(fields.get(name, ())) for name in _LISTS}
    return Step(
        slug=slug,
        **values,
        choices=tuple(_choice(fields, choice) for choice in fields.get("choices", ())),
    )


def _choice(fields: Mapping[str, Any], slug: str) -> Choice:
    at = f"choices.{slug}"
    return Choice(
        slug=slug,
        label=_text(fields, f"{at}.label"),
        hint=_text(fields, f"{at}.hint"),
        next=target_from_text(fields.get(f"{at}.next", "")),
        aliases=tuple(fields.get(f"{at}.aliases", ())),
    )


def _text(fields: Mapping[str, Any], name: str) -> Text:
    return Text(*(fields.get(f"{name}.{language}", "") for language in LANGUAGES))


def target_to_text(target: Target | None) -> str:
    """`step`, `guide:` or `guide:step`; an empty text for None."""
    if target is None:
        return ""
    return f"{target.flow}:{target.step}" if target.flow else target.step


def target_from_text(text: str) -> Target | None:
    """The inverse of `target_to_text`."""
    flow, colon, step = text.partition(":")
    if not text:
        return None
    return Target(step, flow) if colon else Target(text)
