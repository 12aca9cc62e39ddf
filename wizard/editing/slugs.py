"""Slugs for what an editor adds without thinking of one."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from django.utils.text import slugify

MOST = 60


def free_slug(text: str, taken: Container[str], *, otherwise: str) -> str:
    """A slug made of the Latin letters and digits of `text`, else of `otherwise` and a number; none of `taken`."""
    stem = slugify(text)[:MOST].strip("-").replace("_", "-")
    if stem and stem not in taken:
        return stem
    stem = stem or otherwise
    return next(
        slug for number in count(2 if stem != otherwise else 1) if (slug := f"{stem}-{number}") not in taken
    )
