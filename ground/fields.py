"""Model fields the rooms share: the slug that is an identity, how it is checked, and why one is refused."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.lookups import Only
from ground.text import MAX_SLUG, SLUG_LETTERS, SLUG_PATTERN


class SlugTaken(Exception):
    """The slug is, or was, that of something else; the message says of what."""

    def __init__(self, slug: str, owner: object) -> None:
        words = {"slug": slug, "owner": owner}
        super().__init__(
            gettext("“%(slug)s” is the slug, or a former slug, of “%(owner)s”. Choose another.") % words
        )


def slug_field(**options: Any) -> models.CharField[str, str]:
    """A slug of a-z, 0-9 and hyphens, at most 80 characters: part of public addresses."""
    return models.CharField(
        _("slug"),
        max_length=MAX_SLUG,
        validators=[
            RegexValidator(SLUG_PATTERN, _("Use a-z, 0-9 and hyphens only: it is part of addresses."))
        ],
        **options,
    )


def slug_check(model: str, field: str = "slug") -> models.CheckConstraint:
    """The constraint that keeps anything but a slug out of the database."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__{Only.lookup_name}": SLUG_LETTERS}),
        name=f"{model}_{field}_is_a_slug",
    )
