"""On which days a card is charged again after a monthly payment has failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_lazy as _

from tools.dates import add_months, day_in_japan
from tools.fields import HelperForm, MonthField
from tools.helper import Helper, Result, Subject
from tools.helpers.invoice_window import FIRST_DAY, LAST_DAY

RETRY_DAYS = (8, 12, 16, 20, 28)  # of the following month; no source names their zone


@dataclass(frozen=True, slots=True)
class RetryDates(Result):
    """The tries still to come, about on the days `ahead`, as seen on `today`.

    `phase`: the first charge of `month` is still to come (`before`) or may be running (`charging`); after that
    tries are to come (`retrying`), one is due `today`, or no further one is known (`over`).
    """

    month: date
    today: date
    charge: tuple[date, date]
    ahead: tuple[date, ...]
    phase: Literal["before", "charging", "retrying", "today", "over"]

    @property
    def following(self) -> tuple[date, ...]:
        """Those after the next one."""
        return self.ahead[1:]


def retry_dates(*, month: date, now: datetime) -> RetryDates:
    """What is still to come at `now` for the charge of `month`."""
    today, following = day_in_japan(now), add_months(month, 1)
    charge = (following.replace(day=FIRST_DAY), following.replace(day=LAST_DAY))
    ahead = tuple(day for number in RETRY_DAYS if (day := following.replace(day=number)) >= today)
    return RetryDates(month, today, charge, ahead, _phase(today, charge, ahead))


def _phase(
    today: date, charge: tuple[date, date], ahead: tuple[date, ...]
) -> Literal["before", "charging", "retrying", "today", "over"]:
    if today < charge[0]:
        return "before"
    if today <= charge[1]:
        return "charging"
    if not ahead:
        return "over"
    return "today" if ahead[0] == today else "retrying"


class Form(HelperForm):
    """Which charge failed."""

    month = MonthField(label=_("Billed month of the charge that failed"))


HELPER = Helper(
    slug="retry-dates",
    subject=Subject.BILLS,
    title=_("When is my card tried again?"),
    about=_(
        "A monthly charge that failed is tried again about on the 8th, 12th, 16th, 20th and 28th of the month after the billed one. Charges that are made once, such as upfront fees, are not tried again."
    ),
    assumption=_(
        "No time zone is known for these days, so they stand without a time. “Today” is today in Japan."
    ),
    form=Form,
    compute=retry_dates,
)
