"""Texts of which one language was changed later than the other."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ground.text import LANGUAGES, Text
from wizard.comparison.fields import TEXTS_OF_HEADER
from wizard.comparison.steps import renamed_choices, renamed_steps
from wizard.graph import TEXTS_OF_CHOICE, TEXTS_OF_STEP, Graph, Step

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FellBehind:
    """A text whose other language was changed since both last fitted (`before`); `step` is empty for the header."""

    step: str
    choice: str
    name: str
    language: str
    before: Text
    now: Text

    @property
    def fingerprint(self) -> str:
        """Stands for the place and what it says now: under it somebody may have found the text good as it is."""
        parts = [self.step, self.choice, self.name, self.now.ja, self.now.en]
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def stale_translations(
    states: Iterable[Graph], draft: Graph, *, checked: Container[str] = frozenset()
) -> tuple[FellBehind, ...]:
    """The texts of `draft` that fell behind, in its order.

    `states` are former states of the guide, the oldest first (its revisions; the live one alone will do). Both
    languages of a text fit when it is first written in both, and again whenever both differ from when they last
    fitted. It is behind in the language that does not differ while the other one does. A text that lacks a
    language is not behind: that is a problem of its own. `checked` are fingerprints of texts found good.
    """
    fitted: dict[Key, Text] = {}
    before: Graph | None = None
    for graph in (*states, draft):
        if before is not None:
            fitted = _moved(fitted, before, graph)
        same = before.by_slug if before is not None else {}
        for key, text in _texts(graph, same):
            fitted[key] = _fit(fitted.get(key), text)
        before = graph
    found = (
        FellBehind(*key, language, fitted[key], text)
        for key, text in _texts(draft, {})
        if (language := _behind(fitted[key], text))
    )
    return tuple(text for text in found if text.fingerprint not in checked)


def _fit(last: Text | None, now: Text) -> Text:
    """The state in which both languages last fitted, once the text reads `now`."""
    if last is None or last.missing() or all(getattr(last, code) != getattr(now, code) for code in LANGUAGES):
        return now
    return last


def _behind(last: Text, now: Text) -> str:
    """The language that was left as it was while the other one was changed; empty when there is none."""
    if last.missing() or now.missing() or last == now:
        return ""
    return next(code for code in LANGUAGES if getattr(last, code) == getattr(now, code))


def _texts(graph: Graph, same: Mapping[str, Step]) -> Iterator[tuple[Key, Text]]:
    """The texts of `graph`, without the steps that read the same in `same`."""
    for name in TEXTS_OF_HEADER:
        yield ("", "", name), getattr(graph, name)
    for step in graph.steps:
        if same.get(step.slug) != step:
            for name in TEXTS_OF_STEP:
                yield (step.slug, "", name), getattr(step, name)
            for choice in step.choices:
                for name in TEXTS_OF_CHOICE:
                    yield (step.slug, choice.slug, name), getattr(choice, name)


def _moved(fitted: dict[Key, Text], old: Graph, new: Graph) -> dict[Key, Text]:
    """`fitted` under the slugs of `new`, without what `new` does not have."""
    steps = renamed_steps(old, new)
    moved: dict[Key, Text] = {}
    names: dict[str, dict[str, str]] = {}
    for (step, choice, name), text in fitted.items():
        today = steps.get(step, step)
        now = new.by_slug.get(today)
        if step and now is None:
            continue
        if choice and now is not None:
            if step not in names:
                before = old.by_slug[step]
                names[step] = {} if before == now else renamed_choices(before, now)
            choice = names[step].get(choice, choice)
        moved[today, choice, name] = text
    return moved
