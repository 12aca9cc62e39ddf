"""Waiting for what others do: no longer than it takes, however slow the machine, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(is_so: Callable[[], object], why_not: Callable[[], str] = str, seconds: float = 60) -> None:
    """Come back once it is so. After so many `seconds` it fails, with what `why_not` says then."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, why_not()
        time.sleep(0.02)
