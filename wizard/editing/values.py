"""A step with its choices changed, as plain values: for one change by itself, or for a form before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ground.text import Text, tidy
from wizard.editing.refusals import NoSuchChoice
from wizard.editing.slugs import free_slug
from wizard.graph import Choice, Step, Target


def with_target(step: Step, choice: str, target: Target) -> Step:
    """`step` with a choice leading elsewhere. Raises NoSuchChoice."""
    if all(each.slug != choice for each in step.choices):
        raise NoSuchChoice(choice)
    choices = (replace(each, next=target) if each.slug == choice else each for each in step.choices)
    return replace(step, choices=tuple(choices))


def with_choices(step: Step, choices: Sequence[Choice]) -> Step:
    """`step` with more choices, put before “I am not sure” and the like at its end."""
    end = len(step.choices)
    while end and step.choices[end - 1].is_quiet:
        end -= 1
    return replace(step, choices=(*step.choices[:end], *choices, *step.choices[end:]))


def choices_from_lines(step: Step, lines: str, language: str) -> tuple[Choice, ...]:
    """Choices to be added to `step`, one from each line that is not empty.

    A line is a label in `language`, or a Japanese one and an English one with a tab or `|` between. Slugs are
    made of the English label, else numbered.
    """
    taken = {slug for choice in step.choices for slug in (choice.slug, *choice.aliases)}
    found = []
    for line in tidy(lines).split("\n"):
        label = _label(line, language)
        if label:
            slug = free_slug(label.en, taken, otherwise="choice")
            taken.add(slug)
            found.append(Choice(slug, label))
    return tuple(found)


def _label(line: str, language: str) -> Text:
    for mark in ("\t", "|", "\uff5c"):
        japanese, found, english = line.partition(mark)
        if found:
            return Text(tidy(japanese), tidy(english))
    return Text(**{language: tidy(line)})
