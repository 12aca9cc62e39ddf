"""Votes and comments of readers: no login, no name, one function each."""

from __future__ import annotations

from django.utils.timezone import localdate

from insights.counting import count, count_entry
from insights.models import LONGEST_COMMENT, Comment, EntryKind, Kind
from insights.subjects import Subject
from insights.words import masked, one_line


class TooLong(ValueError):
    """The comment has more than 500 characters."""


def vote(subject: Subject, *, solved: bool) -> None:
    """Count a yes or a no about a step or an entry."""
    if subject.entry:
        count_entry(EntryKind.YES if solved else EntryKind.NO, subject.entry)
    else:
        kind = Kind.YES if solved else Kind.NO
        count(kind, flow=subject.flow, revision=subject.revision, step=subject.step)


def comment(subject: Subject, text: str, *, language: str) -> Comment | None:
    """Keep one line of why something did not help, numbers and mail addresses masked; None for an empty line.

    Raises TooLong.
    """
    line = one_line(text)
    if len(line) > LONGEST_COMMENT:
        raise TooLong
    if not line:
        return None
    return Comment.objects.create(
        day=localdate(),
        language=language,
        flow=subject.flow,
        revision=subject.revision,
        step=subject.step,
        entry=subject.entry,
        text=masked(line)[:LONGEST_COMMENT],
    )
