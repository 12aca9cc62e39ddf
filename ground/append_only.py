"""Rows that are written once: what was published is neither changed nor deleted."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
_RESTORED = "↺ "


def restoring(number: int) -> str:
    """The note of a revision that puts the old revision `number` back before customers."""
    return f"{_RESTORED}{number}"


def is_restoring(note: str) -> bool:
    """Whether `note` is that of a revision which put an old one back."""
    return note.startswith(_RESTORED)


class WrittenOnce(models.Model):
    """A row that can be made, and neither changed nor deleted afterwards."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refused for one that is there."""
        if not self._state.adding:
            raise TypeError("Revisions are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused."""
        raise TypeError("Revisions are never deleted.")


class AppendOnly(models.QuerySet[M]):
    """A queryset that refuses to change or delete its rows."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refused."""
        raise TypeError("Revisions are never changed.")

    def delete(self) -> NoReturn:
        """Refused."""
        raise TypeError("Revisions are never deleted.")
