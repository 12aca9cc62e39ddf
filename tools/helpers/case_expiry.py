"""Until when a support case can be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tools.dates import add_months, day_in_japan
from tools.fields import DayField, HelperForm
from tools.helper import Helper, Result, Subject

NEWER_MONTHS = 24  # what newer documents say


@dataclass(frozen=True, slots=True)
class CaseExpiry(Result):
    """The case is kept for `months`, until about `until`; by newer documents perhaps until `perhaps`."""

    months: int
    until: date
    perhaps: date | None
    passed: bool


def case_expiry(*, created: date, months: int, now: datetime) -> CaseExpiry:
    """`months` after the day on which the case was created."""
    until = add_months(created, months)
    perhaps = add_months(created, NEWER_MONTHS) if months < NEWER_MONTHS else None
    return CaseExpiry(months, until, perhaps, passed=day_in_japan(now) >= until)


def _setting() -> Mapping[str, int]:
    return {"months": settings.CASE_MONTHS}


class Form(HelperForm):
    """The day on which the case was opened."""

    created = DayField(label=_("Day on which the case was created"))


HELPER = Helper(
    slug="case-expiry",
    subject=Subject.SUPPORT,
    title=_("Until when can I see an old support case?"),
    about=_(
        "A case is kept from the day on which it was created, not from the day on which it was resolved."
    ),
    form=Form,
    compute=case_expiry,
    load=_setting,
)
