"""Why a change of a draft is refused. Nothing was written then, and what was typed comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from wizard.comparison import Conflict, Fields, conflicts
from wizard.models import DraftChange
from wizard.problems import Problem, Where


class Refused(Exception):
    """A change that was not made; the message is a sentence for the editor."""


class NoSuchStep(Refused):
    """The draft has no step of that slug, nor had one while the editor looked."""

    def __init__(self, slug: str) -> None:
        super().__init__(gettext("This guide has no step “%(slug)s”.") % {"slug": slug})


class NoSuchChoice(Refused):
    """The step has no choice of that slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(gettext("This step has no choice “%(slug)s”.") % {"slug": slug})


class NothingToUndo(Refused):
    """No change is left that could be undone, or done again."""

    def __init__(self) -> None:
        super().__init__(gettext("There is nothing left to undo or redo."))


class NotWritable(Refused):
    """What the rows of a draft cannot hold: `problems` says where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = list(problems)


class Stale(Refused):
    """The draft has changed since the editor looked; `changes` says how, as far as it is known."""

    def __init__(self, changes: Sequence[DraftChange]) -> None:
        super().__init__(
            gettext("Somebody changed this guide while you were editing. Nothing was saved yet.")
        )
        self.changes = list(changes)


@dataclass(frozen=True)
class Versions:
    """A step or header three times: as the editor first saw it, as it is stored now, as it was typed.

    None where it is not there; `base` is None too where it is not known any more.
    """

    base: Fields | None
    stored: Fields | None
    typed: Fields | None


class StaleEdit(Stale):
    """What the editor changed has been changed by somebody else: both versions, field by field.

    `where` names the step (none for the header); `version` is what a second attempt has to be based on.
    """

    def __init__(
        self, where: Where, version: int, versions: Versions, changes: Sequence[DraftChange]
    ) -> None:
        super().__init__(changes)
        self.where, self.version = where, version
        self.base, self.stored, self.typed = versions.base, versions.stored, versions.typed

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The fields in which what is stored differs from what was typed."""
        return conflicts(self.base, self.stored, self.typed)
