"""When to look again after sign-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tools.fields import HelperForm, MomentField
from tools.helper import Helper, Result, Subject

ACTIVATION = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ActivationRecheck(Result):
    """Services may take until about `look_again`; `passed` when it is that late already."""

    look_again: datetime
    passed: bool

    @property
    def suggests(self) -> str:
        """`more` or `less` than 24 hours."""
        return "more" if self.passed else "less"


def activation_recheck(*, completed: datetime, now: datetime) -> ActivationRecheck:
    """24 hours after sign-up was `completed`; exactly 24 hours count as passed."""
    look_again = completed + ACTIVATION
    return ActivationRecheck(look_again, now >= look_again)


class Form(HelperForm):
    """When sign-up was complete."""

    completed = MomentField(label=_("When card and phone check were both done (Japan time)"))


HELPER = Helper(
    slug="activation-recheck",
    subject=Subject.ACCOUNT,
    title=_("When can I look again after signing up?"),
    about=_(
        "Services become active one after another, within about 24 hours of the moment at which both the card and the phone check were done."
    ),
    form=Form,
    compute=activation_recheck,
    suggests=("less", "more"),
)
