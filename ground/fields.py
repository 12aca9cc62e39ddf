"""Model fields the rooms share: the slug that is an identity, and how it is checked in the database."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SLUG_PATTERN = r"^[a-z0-9-]+$"


def slug_field(**options: Any) -> models.CharField[str, str]:
    """A slug of a-z, 0-9 and hyphens, at most 80 characters: part of public addresses."""
    return models.CharField(
        _("slug"),
        max_length=80,
        validators=[
            RegexValidator(SLUG_PATTERN, _("Use a-z, 0-9 and hyphens only: it is part of addresses."))
        ],
        **options,
    )


def slug_check(model: str, field: str = "slug") -> models.CheckConstraint:
    """The constraint that keeps anything but a slug out of the database."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__regex": SLUG_PATTERN}), name=f"{model}_{field}_is_a_slug"
    )
