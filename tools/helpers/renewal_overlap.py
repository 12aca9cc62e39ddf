"""How many days would be paid twice if a reservation were bought again today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from tools.dates import day_in_japan
from tools.fields import HelperForm, MomentField
from tools.helper import Helper, Result, Subject


@dataclass(frozen=True, slots=True)
class RenewalOverlap(Result):
    """`days` from `today` to `end`; none when it has `ended`."""

    end: datetime
    today: date
    days: int
    ended: bool


def renewal_overlap(*, end: datetime, now: datetime) -> RenewalOverlap:
    """The days from `now` to `end`, as the calendar in Japan counts them."""
    today, ended = day_in_japan(now), now >= end
    return RenewalOverlap(end, today, 0 if ended else (day_in_japan(end) - today).days, ended)


class Form(HelperForm):
    """When the present one ends."""

    end = MomentField(label=_("When the present reservation or plan ends (Japan time)"))


HELPER = Helper(
    slug="renewal-overlap",
    subject=Subject.RESERVATIONS,
    title=_("How long would I pay twice if I renewed today?"),
    about=_(
        "A reservation or a plan is not extended; you buy a new one, which runs from the moment of purchase. What is bought before the present one ends is paid beside it until then."
    ),
    form=Form,
    compute=renewal_overlap,
)
