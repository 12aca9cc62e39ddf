"""What can be wrong with a guide, as values: one list for admin, command line and tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ground.markup import FAULTS, Severity
from ground.sentences import marked as _

# One sentence each: what is wrong, and what to do. `%(…)s` is filled from `Problem.details`.
MESSAGES = {
    "no-steps": _("This guide has no steps. Add a first question."),
    "no-start": _("No step is marked as the start. Choose the first question."),
    "start-missing": _("The start “%(target)s” does not exist. Choose one of the steps."),
    "duplicate-slug": _("The slug “%(slug)s” is used more than once. Give each its own."),
    "bad-slug": _("“%(slug)s” cannot be part of an address. Use a-z, 0-9 and hyphens only."),
    "unreachable": _("No way leads to this step. Lead a choice to it, or delete it."),
    "no-target": _("The choice “%(choice)s” leads nowhere. Choose the step it leads to."),
    "target-missing": _("The choice “%(choice)s” leads to “%(target)s”, which does not exist. Choose another step."),
    "guide-missing": _("The choice “%(choice)s” leads to the guide “%(target)s”, which is not published. Publish it first or lead elsewhere."),
    "guide-step-missing": _("The choice “%(choice)s” leads to “%(target)s”, a step that guide's published revision does not have. Publish that guide first or lead elsewhere."),
    "step-untitled": _("A “+” alone makes no step. Type the title of the new step behind it: + 質問 | Question."),
    "circle": _("The choice “%(choice)s” leads back to “%(target)s”, so a customer could go round in a circle. Lead it elsewhere."),
    "empty-answer": _("This answer shows nothing. Write a body, or name an entry or a channel."),
    "question-outcome": _("A question has no outcome. Remove the outcome, or remove the choices."),
    "bad-outcome": _("“%(outcome)s” is no outcome. Use answer, solved or contact."),
    "missing-text": _("The %(field)s is not written in %(language)s. Write it."),
    "no-text": _("The %(field)s is empty. Write it in both languages."),
    "entry-unpublished": _("The FAQ entry “%(slug)s” is not published. Publish it, or name another."),
    "channel-unpublished": _("The contact channel “%(slug)s” is not published. Publish it, or name another."),
    "helper-unknown": _("There is no helper called “%(slug)s”. Choose one of the list."),
    "same-label": _("Two choices read “%(label)s” in %(language)s. Word them differently."),
    "too-long": _("A way asks %(count)s questions; at most %(limit)s are allowed. Shorten it or hand over to another guide."),
    "many-choices": _("%(count)s choices are hard to take in. Keep to %(limit)s, beside “I am not sure”."),
    "too-many-choices": _("%(count)s choices are more than a step can have. Keep to %(limit)s, or ask in several steps."),
    "too-much-beside": _("%(count)s FAQ entries or contact channels are more than a step can have. Keep to %(limit)s."),
    "bad-link": _("The link “%(link)s” in the %(field)s (%(language)s) cannot work. %(reason)s"),
    **FAULTS,
    "leads-removed": _("The published guide “%(guide)s” leads here, and this step is gone. Name a successor or change that guide."),
}  # fmt: skip

FIELDS = {
    "title": _("title"),
    "summary": _("summary"),
    "body": _("body"),
    "tried": _("tried line"),
    "wait": _("waiting time"),
    "deadline": _("deadline"),
    "caution": _("caution"),
    "label": _("label"),
    "hint": _("hint"),
}


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a guide: the guide itself, a step, or a choice of a step (slugs)."""

    flow: str
    step: str = ""
    choice: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.flow, self.step, self.choice) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One failing: a key of `MESSAGES`, its place, what fills the sentence, and whether it blocks publishing."""

    code: str
    where: Where
    details: tuple[tuple[str, str], ...] = ()
    severity: Severity = "error"

    @property
    def message(self) -> str:
        """The English sentence; `wizard.wording.sentence` gives it in the language of the page."""
        return MESSAGES[self.code] % dict(self.details)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that block publishing."""
    return [problem for problem in problems if problem.severity == "error"]
