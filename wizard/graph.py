"""The one shape of a guide: frozen values that rows, JSON and YAML are turned into and out of.

Nothing here knows a database, a request or a clock. A `Graph` may be wrong (a target may be missing, a
translation absent): `wizard.validation` says so; building the value never fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ground.text import Text

OUTCOMES = ("answer", "solved", "contact")
UNSURE = frozenset({"unknown", "unsure"})
NOT_NOW = "cannot-now"
HOW_IT_WENT = frozenset({"solved", "no-change", NOT_NOW})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a choice leads: a step of this guide, or another guide at its start or at one of its steps."""

    step: str = ""
    flow: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.flow, self.step) if part)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a customer may give to a question."""

    slug: str
    label: Text = field(default_factory=Text)
    hint: Text = field(default_factory=Text)
    next: Target | None = None
    aliases: tuple[str, ...] = ()

    @property
    def is_unsure(self) -> bool:
        """Whether it is the "I am not sure" of its question."""
        return self.slug in UNSURE

    @property
    def is_quiet(self) -> bool:
        """Whether it is a way around the question rather than an answer to it, and drawn so."""
        return self.is_unsure or self.slug == NOT_NOW


@dataclass(frozen=True, slots=True)
class Step:
    """A question (it has choices) or an answer (it has none)."""

    slug: str
    title: Text = field(default_factory=Text)
    body: Text = field(default_factory=Text)
    tried: Text = field(default_factory=Text)
    helper: str = ""
    wait: Text = field(default_factory=Text)
    deadline: Text = field(default_factory=Text)
    caution: Text = field(default_factory=Text)
    entries: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    outcome: str = ""
    choices: tuple[Choice, ...] = ()
    editor_note: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether a way ends here."""
        return not self.choices

    @property
    def is_remedy(self) -> bool:
        """Whether it is something to try, whose choices say how it went."""
        return bool(self.tried) and any(choice.slug in HOW_IT_WENT for choice in self.choices)

    @property
    def kind(self) -> str:
        """Its outcome if it is an answer, else `question`."""
        return (self.outcome or "answer") if self.is_answer else "question"

    def choice(self, slug: str) -> Choice | None:
        """The choice of that slug, or of that former slug; None when there is none."""
        named = (choice for choice in self.choices if choice.slug == slug)
        renamed = (choice for choice in self.choices if slug in choice.aliases)
        return next(named, None) or next(renamed, None)


TEXTS_OF_STEP = ("title", "body", "tried", "wait", "deadline", "caution")
TEXTS_OF_CHOICE = ("label", "hint")


@dataclass(frozen=True)
class Graph:
    """A whole guide. `steps` keep the editor's order; `start` names the first question.

    `entered` are steps that other guides lead to, so that ways begin there too; None: nobody has looked yet
    (`wizard.entering` does). It says nothing about the guide itself: two that differ in it alone are equal.
    """

    flow: str
    title: Text = field(default_factory=Text)
    summary: Text = field(default_factory=Text)
    start: str = ""
    steps: tuple[Step, ...] = ()
    aliases: tuple[str, ...] = ()
    entered: tuple[str, ...] | None = field(default=None, compare=False)

    @cached_property
    def by_slug(self) -> dict[str, Step]:
        """Its steps by slug; of two steps with one slug the first."""
        return {step.slug: step for step in reversed(self.steps)}

    @cached_property
    def todays_slugs(self) -> dict[str, str]:
        """Each slug a step has, or had, with the one it has today."""
        former = {alias: step.slug for step in self.steps for alias in step.aliases}
        return {**former, **{slug: slug for slug in self.by_slug}}

    def local_target(self, choice: Choice) -> str | None:
        """The slug of the existing step of this guide that `choice` leads to; None when it leads elsewhere.

        A target may name this guide like any other one; without a step it means the start then.
        """
        if choice.next is None or choice.next.flow not in ("", self.flow):
            return None
        slug = choice.next.step or (self.start if choice.next.flow else "")
        return self.todays_slugs.get(slug)

    def local_targets(self, step: Step) -> Iterator[str]:
        """Slugs of the existing steps of this guide that `step` leads to, in order, repeated as they are."""
        for choice in step.choices:
            if slug := self.local_target(choice):
                yield slug

    @property
    def roots(self) -> tuple[str, ...]:
        """Where ways begin: the start, then each step that other guides lead to and that no way before passes."""
        return self._walked[0]

    @property
    def reachable(self) -> frozenset[str]:
        """Slugs of the steps that can be reached: from the start, or from another guide."""
        return self._walked[1]

    @cached_property
    def _walked(self) -> tuple[tuple[str, ...], frozenset[str]]:
        roots: list[str] = []
        seen: set[str] = set()
        for slug in (self.start, *(self.entered or ())):
            root = self.todays_slugs.get(slug)
            if root is None or root in seen:
                continue
            roots.append(root)
            waiting = [root]
            while waiting:
                slug = waiting.pop()
                if slug not in seen:
                    seen.add(slug)
                    waiting.extend(self.local_targets(self.by_slug[slug]))
        return tuple(roots), frozenset(seen)


def step_to_dict(step: Step) -> dict[str, Any]:
    """`step` as plain JSON values, without what is empty; `step_from_dict` is the inverse."""
    data: dict[str, Any] = {"slug": step.slug}
    for name in TEXTS_OF_STEP:
        data[name] = getattr(step, name).as_dict()
    for name in ("helper", "outcome", "editor_note"):
        data[name] = getattr(step, name)
    for name in ("entries", "related", "channels", "aliases"):
        data[name] = list(getattr(step, name))
    data["choices"] = [_choice_to_dict(choice) for choice in step.choices]
    return {key: value for key, value in data.items() if value}


def step_from_dict(data: Mapping[str, Any]) -> Step:
    """The step written by `step_to_dict`; keys it does not know (rendered HTML) are passed over."""
    values: dict[str, Any] = {name: Text.from_dict(data.get(name)) for name in TEXTS_OF_STEP}
    values |= {name: data.get(name, "") for name in ("helper", "outcome", "editor_note")}
    values |= {name: tuple(data.get(name, ())) for name in ("entries", "related", "channels", "aliases")}
    return Step(
        slug=data["slug"],
        **values,
        choices=tuple(_choice_from_dict(choice) for choice in data.get("choices", ())),
    )


def _choice_to_dict(choice: Choice) -> dict[str, Any]:
    data: dict[str, Any] = {
        "slug": choice.slug,
        "label": choice.label.as_dict(),
        "hint": choice.hint.as_dict(),
        "aliases": list(choice.aliases),
    }
    if choice.next:
        data["next"] = {"step": choice.next.step, "flow": choice.next.flow}
    return {key: value for key, value in data.items() if value}


def _choice_from_dict(data: Mapping[str, Any]) -> Choice:
    return Choice(
        slug=data["slug"],
        label=Text.from_dict(data.get("label")),
        hint=Text.from_dict(data.get("hint")),
        next=Target(**data["next"]) if data.get("next") else None,
        aliases=tuple(data.get("aliases", ())),
    )
