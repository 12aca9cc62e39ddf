"""When the figures of the cost pages will have caught up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tools.fields import HelperForm, MomentField, OneOf
from tools.helper import Helper, Result, Subject

HOURS = {"usage": 24, "reservation": 48}


@dataclass(frozen=True, slots=True)
class DataFreshness(Result):
    """The figures of this `kind` may take `hours`, until about `look_again`; `passed` when it is that late."""

    kind: str
    hours: int
    look_again: datetime
    passed: bool

    @property
    def suggests(self) -> str:
        """For a reservation, whether it is still within its 48 hours: `yes` or `no`."""
        if self.kind != "reservation":
            return ""
        return "no" if self.passed else "yes"


def data_freshness(*, event: datetime, kind: str, now: datetime) -> DataFreshness:
    """24 hours after `event`, or 48 where it is about reservations."""
    look_again = event + timedelta(hours=HOURS[kind])
    return DataFreshness(kind, HOURS[kind], look_again, now >= look_again)


class Form(HelperForm):
    """What happened, and when."""

    kind = OneOf(
        [("usage", _("usage or costs")), ("reservation", _("a reservation, bought or changed"))],
        label=_("What the figures are about"),
    )
    event = MomentField(label=_("When it happened (Japan time)"))


HELPER = Helper(
    slug="data-freshness",
    subject=Subject.BILLS,
    title=_("When are the cost figures up to date?"),
    about=_(
        "The figures are renewed at least once in 24 hours. What is about reservations may take up to 48 hours."
    ),
    form=Form,
    compute=data_freshness,
    suggests=("yes", "no"),
)
