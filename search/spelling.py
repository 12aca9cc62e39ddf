"""Mistyped words: which known word was meant."""

from __future__ import annotations

from collections.abc import Iterable


def distance(one: str, other: str, limit: int) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour; `limit + 1` if more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before = before, row
        row = [i]
        for j, other_letter in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other_letter:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def allowed(word: str) -> int:
    """How many slips are forgiven in `word`: none in short ones, two in long ones.

    Of Latin words more are real words one letter apart (downgrade, download), so they need to be longer.
    """
    if len(word) < (4 if not word.isascii() else 5):
        return 0
    return 2 if len(word) >= (10 if word.isascii() else 8) else 1


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str:
    """The word most likely meant among `known` (word, how often it occurs); an empty text when none is near.

    A letter left out makes a word short, so a word too short for slips may be one letter short of a longer one.
    """
    limit = allowed(word)
    best: tuple[int, bool, int, int, str] | None = None
    for other, count in known:
        most = limit or (len(other) > len(word) and min(1, allowed(other)))
        if (away := distance(word, other, most)) <= most:
            # Letters are left out, doubled and swapped more often than taken for others.
            changed = len(word) == len(other) and sorted(word) != sorted(other)
            rank = (away, changed, -len(other), -count, other)
            best = min(best, rank) if best else rank
    return best[-1] if best else ""
