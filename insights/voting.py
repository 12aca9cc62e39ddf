"""Votes and comments of readers: no login, no name, one function each."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.timezone import localdate

from ground.once import once
from insights.counting import count, count_entry
from insights.models import LONGEST_COMMENT, Comment, EntryKind, Kind
from insights.subjects import Subject
from insights.words import masked, one_line


class TooLong(ValueError):
    """The comment has more than 500 characters."""


class TooMany(Exception):
    """Whoever comments has said too much lately; nothing was kept."""


def vote(subject: Subject, *, solved: bool) -> None:
    """Count a yes or a no about a step or an entry."""
    if subject.entry:
        count_entry(EntryKind.YES if solved else EntryKind.NO, subject.entry)
    else:
        kind = Kind.YES if solved else Kind.NO
        count(kind, flow=subject.flow, revision=subject.revision, step=subject.step)


def comment(
    subject: Subject, text: str, *, language: str, key: str = "", is_too_often: Callable[[], bool]
) -> Comment | None:
    """Keep one line of why something did not help, numbers and mail addresses masked; None for an empty line.

    What is sent twice under the same `key` is kept once. Raises TooLong, or TooMany when it was not sent before and
    `is_too_often` says so.
    """
    line = one_line(text)
    if len(line) > LONGEST_COMMENT:
        raise TooLong
    kept = masked(line)[:LONGEST_COMMENT]
    given = {
        "day": localdate(),
        "language": language,
        "flow": subject.flow,
        "revision": subject.revision,
        "step": subject.step,
        "entry": subject.entry,
        "text": kept,
    }
    with transaction.atomic():
        row, is_new = None, True
        if line:
            mark = once(key, subject.name, kept)
            row, is_new = Comment.objects.get_or_create(once=mark, defaults=given)
        if is_new and is_too_often():
            raise TooMany
    return row
