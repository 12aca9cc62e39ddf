"""Until when the upfront fee of a reserved instance has to be paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from tools.dates import day_in_japan
from tools.fields import DayField, HelperForm
from tools.helper import Helper, Result, Subject

LAST_THIRD = 21  # our reading of "about the last third of the month"


@dataclass(frozen=True, slots=True)
class PaymentDeadline(Result):
    """About `days_left` days are left until `deadline`; `urgent` when it may be too late already."""

    deadline: date
    today: date
    days_left: int
    urgent: bool


def ri_payment_deadline(*, bought: date, now: datetime) -> PaymentDeadline:
    """The days left at `now` for what was bought on the day `bought`."""
    today, deadline = day_in_japan(now), bought.replace(day=LAST_THIRD)
    urgent = bought >= deadline or today > deadline
    return PaymentDeadline(deadline, today, 0 if urgent else (deadline - today).days, urgent)


class Form(HelperForm):
    """The day of purchase."""

    bought = DayField(label=_("Day of purchase (Japan time)"))


HELPER = Helper(
    slug="ri-payment-deadline",
    subject=Subject.RESERVATIONS,
    title=_("Until when must the upfront fee of a reserved instance be paid?"),
    about=_(
        "If the upfront fee is still unpaid in about the last third of the month of purchase, the purchase is canceled and you have to buy again."
    ),
    assumption=_("No exact day is stated. We count to the 21st."),
    form=Form,
    compute=ri_payment_deadline,
)
