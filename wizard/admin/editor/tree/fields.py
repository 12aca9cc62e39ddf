"""The panel of a step as its template needs it: pairs of texts, rows of choices, lists of names with titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from contact.models import Channel
from faq.markdown import render
from faq.models import Entry
from ground.sentences import LANGUAGE_NAMES
from ground.text import LANGUAGES, Text
from tools.registry import helper_choices
from wizard.admin.editor.tree.typed import as_typed
from wizard.admin.editor.tree.workbench import target_url
from wizard.graph import Choice, Graph, Step
from wizard.models.authoring import Outcome
from wizard.problems import FIELDS


@dataclass(frozen=True)
class Field:
    """A text in one language: its name in the form, what it is called, how it reads."""

    name: str
    label: str
    language: str
    value: str
    seen: SafeString = SafeString()


@dataclass(frozen=True)
class ChoiceRow:
    """A choice as it is edited; the last row of a form is empty and makes a new one."""

    choice: Choice
    was: str = ""
    next: str = ""
    next_title: str = ""
    next_url: str = ""
    texts: tuple[Field, ...] = ()
    hints: tuple[Field, ...] = ()
    is_wrong: bool = False


@dataclass(frozen=True)
class Names:
    """The slugs of a field, each with its title; `kind` says where they are looked up."""

    name: str
    label: str
    help: str
    kind: str
    items: tuple[tuple[str, str], ...]


def pair(name: str, text: Text, *, label: str = "", seen: bool = False) -> tuple[Field, ...]:
    """`text` as two fields; with `seen`, as customers would read it."""
    called = label or gettext(FIELDS[name])
    return tuple(
        Field(
            f"{name}_{code}",
            gettext("%(field)s (%(language)s)")
            % {"field": called, "language": gettext(LANGUAGE_NAMES[code])},
            code,
            getattr(text, code),
            # Sanitised by the code that serves customers.
            mark_safe(render(getattr(text, code), code)) if seen else SafeString(),  # noqa: S308
        )
        for code in LANGUAGES
    )


def panel_fields(
    step: Step,
    graph: Graph,
    language: str,
    *,
    was: Mapping[str, str] | None = None,
    new: Mapping[str, str] | None = None,
    wrong: Iterable[str] = (),
) -> dict[str, Any]:
    """Every field of `step`. `was`, `new` and `wrong` (slugs of choices) come from a form that was refused."""
    before = {choice.slug: choice.slug for choice in step.choices} if was is None else was
    marked = set(wrong)
    rows = [
        replace(
            _row(choice),
            was=before.get(choice.slug, ""),
            next=as_typed(choice, new or {}),
            next_title=_title_of(choice, graph, language),
            next_url=target_url(graph.flow, choice.next) if choice.next else "",
            is_wrong=choice.slug in marked,
        )
        for choice in step.choices
    ]
    return {
        "step": step,
        "titles": pair("title", step.title, label=gettext("question or heading")),
        "body": pair("body", step.body, label=gettext("body"), seen=True),
        "costs": [pair(name, getattr(step, name)) for name in ("wait", "deadline", "caution")],
        "has_costs": bool(step.wait or step.deadline or step.caution),
        "tried": pair("tried", step.tried),
        "choices": [*rows, _row(Choice(""))],
        "names": _names(step, language),
        "helpers": helper_choices(),
        "outcomes": Outcome.choices,
    }


def _row(choice: Choice) -> ChoiceRow:
    return ChoiceRow(
        choice,
        texts=pair("choice_label", choice.label, label=gettext("label")),
        hints=pair("choice_hint", choice.hint, label=gettext("hint")),
    )


def _title_of(choice: Choice, graph: Graph, language: str) -> str:
    slug = graph.local_target(choice)
    return graph.by_slug[slug].title.get(language) or slug if slug else str(choice.next or "")


def _names(step: Step, language: str) -> list[Names]:
    entries = _titles(Entry, (*step.entries, *step.related), "title", language)
    channels = _titles(Channel, step.channels, "name", language)
    fields = (
        ("entries", gettext("FAQ entries shown"), gettext("The first is shown in full."), "entry", entries),
        ("related", gettext("FAQ entries only named"), "", "entry", entries),
        ("channels", gettext("contact channels"), "", "channel", channels),
    )
    return [
        Names(
            name,
            label,
            help_text,
            kind,
            (*((slug, titles.get(slug, "")) for slug in getattr(step, name)), ("", "")),
        )
        for name, label, help_text, kind, titles in fields
    ]


def _titles(model: type[models.Model], slugs: Iterable[str], column: str, language: str) -> dict[str, str]:
    wanted = list(slugs)
    if not wanted:
        return {}
    rows = model._default_manager.filter(slug__in=wanted)
    found = rows.values_list("slug", f"{column}_ja", f"{column}_en")
    return {slug: Text(ja, en).get(language) for slug, ja, en in found}
