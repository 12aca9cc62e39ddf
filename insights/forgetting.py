"""What readers typed does not stay for ever: old search texts and comments go, the numbers stay."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db.models import Sum

from insights.models import Comment, SearchCount
from insights.writing import hold_searches, in_turn, write


def forget_texts(before: date) -> tuple[int, int]:
    """Forget searches and comments of the days before `before`; returns how many of each.

    How often was searched on a day, with and without a result, is kept under an empty text. A day is forgotten
    at a time, so that no long transaction holds up the counting.
    """
    old = SearchCount.objects.filter(day__lt=before).exclude(text="")
    days = list(old.order_by("day").values_list("day", flat=True).distinct())
    searches = sum(in_turn(partial(_forget_searches, day)) for day in days)
    comments, _ = Comment.objects.filter(day__lt=before).delete()
    return searches, comments


def _forget_searches(day: date) -> int:
    hold_searches()  # who forgets at the same time would keep the same numbers once more
    rows = SearchCount.objects.filter(day=day).exclude(text="")
    sums = rows.order_by().values_list("language", "found").annotate(total=Sum("n"))
    kept = {(SearchCount, language, "", found): total for language, found, total in sums}
    forgotten, _ = rows.delete()
    write(kept, day)
    return forgotten
