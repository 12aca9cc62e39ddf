"""Whether a name or an address is written in half-width characters only. What is typed is not kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from tools.fields import HelperForm
from tools.helper import Helper, Result, Subject

LIMIT = 50  # characters of a company or contact name, blanks included


@dataclass(frozen=True, slots=True)
class HalfWidthCheck(Result):
    """The characters that cannot be used (`wrong`, each once), the `length`, and an `offer` that would do."""

    wrong: tuple[str, ...]
    length: int
    offer: str

    @property
    def is_too_long(self) -> bool:
        """Whether it is too long for a company or contact name."""
        return self.length > LIMIT

    @property
    def is_fine(self) -> bool:
        """Whether it may be used as it is."""
        return not self.wrong and not self.is_too_long

    @property
    def named(self) -> list[tuple[str, str]]:
        """What is wrong, as it looks and by its number: blanks and signs that cannot be seen have only that."""
        return [
            (
                character if character.isprintable() and not character.isspace() else "",
                f"U+{ord(character):04X}",
            )
            for character in self.wrong
        ]


def half_width_check(*, text: str, now: datetime) -> HalfWidthCheck:
    """What is wrong with `text`; the offer is its half-width form where that alone makes it right."""
    wrong = _wrong(text)
    half = unicodedata.normalize("NFKC", text)
    offer = half if wrong and not _wrong(half) and len(half) <= LIMIT else ""
    return HalfWidthCheck(wrong, len(text), offer)


def _wrong(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(character for character in text if not " " <= character <= "~"))


class _Text(forms.CharField):
    default_error_messages = {
        "required": _("Enter the text you want to check."),
        "max_length": _("Enter at most %(limit_value)d characters; these are %(show_value)d."),
    }


class Form(HelperForm):
    """The text itself: blanks at its ends count."""

    text = _Text(
        label=_("Name or address, as you would enter it"),
        strip=False,
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


HELPER = Helper(
    slug="half-width-check",
    subject=Subject.ACCOUNT,
    title=_("Can I register it in these characters?"),
    about=_(
        "Account details take half-width letters, digits, signs and blanks. A company or contact name may have at most 50 characters, blanks included."
    ),
    button=_("Check"),
    form=Form,
    compute=half_width_check,
    private=True,
)
