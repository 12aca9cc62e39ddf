"""In which month a moment in Japan is billed, where the months of the bill are those of UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext_lazy as _

from tools.dates import add_months, utc_midnight
from tools.fields import HelperForm, MomentField
from tools.helper import Helper, Result, Subject


@dataclass(frozen=True, slots=True)
class BillingMonth(Result):
    """The first day of the billed `month`, which runs from `begins` until just before `ends`."""

    month: date
    moment: datetime
    begins: datetime
    ends: datetime


def month_of(moment: datetime) -> date:
    """The first day of the month in UTC at `moment` (an aware time)."""
    return moment.astimezone(UTC).date().replace(day=1)


def billing_month(*, when: datetime, now: datetime) -> BillingMonth:
    """The billing month of `when`."""
    month = month_of(when)
    return BillingMonth(month, when, utc_midnight(month), utc_midnight(add_months(month, 1)))


class Form(HelperForm):
    """When it was."""

    when = MomentField(label=_("Date and time of the usage (Japan time)"))


HELPER = Helper(
    slug="billing-month",
    subject=Subject.BILLS,
    title=_("Which month is it billed in?"),
    about=_(
        "The months of a bill are months in UTC. In Japan a new one begins at 9:00 in the morning of the 1st, so what is used earlier that morning belongs to the month before."
    ),
    form=Form,
    compute=billing_month,
)
