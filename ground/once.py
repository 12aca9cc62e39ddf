"""What arrives twice is done once: a double click, Enter held down, a page sent again because the answer was slow.

A form whose page is its reader's own carries a key (`new_key`). What is stored from it holds `once(key, …)` under a
unique constraint, so that of two that arrive at the same moment one finds the other's row. The texts are part of it:
what was written anew after going back is no repetition.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID

# Who does the same again within this time has clicked twice.
TWICE = timedelta(seconds=10)


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return token_urlsafe(16)


def once(key: str, *written: str) -> UUID:
    """The same value for the same `key` and texts, another for any others; without a key, always another."""
    parts = repr((key or new_key(), *written))
    return UUID(bytes=hashlib.blake2b(parts.encode(errors="replace"), digest_size=16).digest())
