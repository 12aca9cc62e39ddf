"""What goes with a row that is deleted, as much of it as can be read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

# So many are named in each list.
MOST = 50


def first_of_each(names: list[Any]) -> list[Any]:
    """The first of each list in the nested lists of names that admin makes, and how many there are more."""
    kept = [first_of_each(each) if isinstance(each, list) else each for each in names[:MOST]]
    left = sum(not isinstance(each, list) for each in names[MOST:])
    return [*kept, gettext("And %(more)s more.") % {"more": left}] if left else kept
