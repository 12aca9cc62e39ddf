"""How much of an upfront fee paid earlier counts in the month in which a support plan is joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext_lazy as _

from tools.dates import add_months
from tools.fields import AmountField, DayField, HelperForm, OneOf
from tools.helper import Helper, Result, Subject

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ProratedUpfront(Result):
    """`years` of the term are counted, and `amount` of the fee, in `month` (its first day).

    `case`: joined before the purchase (`whole`), during the term (`part`) or after its `end` (`none`).
    """

    case: Literal["whole", "part", "none"]
    years: Decimal
    amount: Decimal
    month: date
    end: date


def prorated_upfront(
    *, term: str, bought: date, joined: date, upfront: Decimal, now: datetime
) -> ProratedUpfront:
    """The share of `upfront` for what is left of a `term` (in years) when support is joined."""
    months = int(term) * 12
    left = max(months - used_months(bought, joined), Fraction(0))
    case: Literal["whole", "part", "none"] = "whole" if joined <= bought else "part" if left else "none"
    return ProratedUpfront(
        case,
        _round(left / 12),
        _round(Fraction(upfront) * left / months),
        max(joined, bought).replace(day=1),
        add_months(bought, months),
    )


def used_months(bought: date, joined: date) -> Fraction:
    """Whole months from `bought` to `joined`, and of the month begun the share of its days; never below 0."""
    whole = max((joined.year - bought.year) * 12 + joined.month - bought.month, 0)
    if add_months(bought, whole) > joined:
        whole -= 1
    if whole < 0:
        return Fraction(0)
    begun, full = add_months(bought, whole), add_months(bought, whole + 1)
    return whole + Fraction((joined - begun).days, (full - begun).days)


def _round(number: Fraction) -> Decimal:
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(CENT, ROUND_HALF_UP)


class Form(HelperForm):
    """The purchase, and when support was joined."""

    term = OneOf([("1", _("1 year")), ("3", _("3 years"))], label=_("Term of the reserved instance"))
    bought = DayField(label=_("Day of purchase"))
    joined = DayField(label=_("Day on which you join the support plan"))
    upfront = AmountField(label=_("Upfront fee"))


HELPER = Helper(
    slug="prorated-upfront",
    subject=Subject.RESERVATIONS,
    title=_("How much of an upfront fee counts towards the support fee?"),
    about=_(
        "Where the fee of a support plan follows your charges, the upfront fee of a reserved instance counts in the month in which you join, with the share of the term that is left. Bought on the day of joining or later, the whole fee counts in the month of purchase. Hourly fees count on their own."
    ),
    assumption=_(
        "An estimate: how the rest of the term is counted is not stated. We count whole months, and the month begun by its days."
    ),
    form=Form,
    compute=prorated_upfront,
)
