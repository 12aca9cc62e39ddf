"""How much work something is: calls counted, the same on any machine, where seconds are not."""

from __future__ import annotations

import sys
from collections.abc import Callable


def calls(act: Callable[[], object]) -> int:
    """How many functions are called while `act` runs, Python's own among them."""
    count = 0

    def note(_frame: object, event: str, _value: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def grows_with_the_guide_alone(act: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Whether what `act` makes of a size is at most about twice the work at twice the size."""
    act(size)()  # what is made once
    return calls(act(2 * size)) < 2.3 * calls(act(size))
