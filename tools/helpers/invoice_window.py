"""When the invoice of a month comes and the card is charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tools.dates import add_months, utc_midnight
from tools.fields import HelperForm, MomentField, MonthField
from tools.helper import Helper, Result, Subject
from tools.helpers.billing_month import month_of

FIRST_DAY, LAST_DAY = 3, 7  # of the following month, in UTC


@dataclass(frozen=True, slots=True)
class InvoiceWindow(Result):
    """About from `first` to `last` (days in UTC), that is from `begins` to `ends`, for the billed `month`."""

    month: date
    first: date
    last: date
    begins: datetime
    ends: datetime
    phase: Literal["ahead", "now", "past"]


def invoice_window(
    *, month: date | None = None, closed: datetime | None = None, now: datetime
) -> InvoiceWindow:
    """The window of the billed `month`, or of the month in which an account was `closed`."""
    if month is None:
        if closed is None:
            raise ValueError("either a month or a closing time is needed")
        month = month_of(closed)
    following = add_months(month, 1)
    first, last = following.replace(day=FIRST_DAY), following.replace(day=LAST_DAY)
    begins, after = utc_midnight(first), utc_midnight(last + timedelta(days=1))
    phase: Literal["ahead", "now", "past"] = "ahead" if now < begins else "now" if now < after else "past"
    return InvoiceWindow(month, first, last, begins, after - timedelta(minutes=1), phase)


class Form(HelperForm):
    """The billed month, or when the account was closed."""

    month = MonthField(label=_("Billed month"), required=False)
    closed = MomentField(label=_("Or: when you closed the account (Japan time)"), required=False)

    @property
    def needs_nothing(self) -> bool:
        """No: one of the two is needed."""
        return False

    def clean(self) -> dict[str, Any]:
        """One of the two, not both."""
        given = [name for name in self.fields if self.cleaned_data.get(name)]
        if not self.errors and not given:
            self.add_error(
                "month", gettext("Enter the billed month, or the time at which you closed the account.")
            )
        elif len(given) == 2:
            self.add_error(
                "closed", gettext("Fill in only one of the two: the billed month or the closing time.")
            )
        return self.cleaned_data


HELPER = Helper(
    slug="invoice-window",
    subject=Subject.BILLS,
    title=_("When do the invoice and the card charge come?"),
    about=_(
        "They come about the 3rd to the 7th (UTC) of the month after the billed one; in Japan that is from 9:00 on the 3rd to 8:59 on the 8th. The last month of a closed account is the one in which it was closed, in UTC."
    ),
    form=Form,
    compute=invoice_window,
)
