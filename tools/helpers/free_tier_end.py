"""When the twelve free months after sign-up end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from tools.dates import add_months, utc_midnight
from tools.fields import DayField, HelperForm
from tools.helper import Helper, Result, Subject

FREE_MONTHS = 12
OTHER_RULES_SINCE = date(2025, 7, 15)  # later accounts get credits instead of free months


@dataclass(frozen=True, slots=True)
class FreeTierEnd(Result):
    """The free months end about on `end`, at `moment`; both are None for accounts under other rules."""

    end: date | None
    moment: datetime | None
    passed: bool

    @property
    def suggests(self) -> str:
        """`since-2025`, or whether the months have passed: `yes` or `no`."""
        if self.end is None:
            return "since-2025"
        return "yes" if self.passed else "no"


def free_tier_end(*, signed_up: date, now: datetime) -> FreeTierEnd:
    """Twelve months after the day of sign-up."""
    if signed_up >= OTHER_RULES_SINCE:
        return FreeTierEnd(None, None, passed=False)
    end = add_months(signed_up, FREE_MONTHS)
    moment = utc_midnight(end)
    return FreeTierEnd(end, moment, passed=now >= moment)


class Form(HelperForm):
    """When sign-up was complete."""

    signed_up = DayField(label=_("Day on which sign-up was complete"))


HELPER = Helper(
    slug="free-tier-end",
    subject=Subject.ACCOUNT,
    title=_("When did my 12 free months end?"),
    about=_(
        "Only accounts opened before July 15, 2025 had 12 free months, counted from the day on which sign-up was complete. All of these periods had ended by mid-July 2026; this tells you about when yours did. The email that announced the end names it in UTC: 00:00 UTC is 9:00 in the morning in Japan."
    ),
    assumption=_("We take the end to be at 00:00 UTC; the email you got has the exact time."),
    form=Form,
    compute=free_tier_end,
    suggests=("since-2025", "yes", "no"),
)
