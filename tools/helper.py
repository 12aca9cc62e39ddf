"""What a helper is: a pure function with a small form, a rule in words and a template for its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tools.fields import HelperForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Subject(TextChoices):
    """Under which heading the list of helpers shows one."""

    BILLS = "bills", _("Bills and payments")
    ACCOUNT = "account", _("Account and sign-up")
    RESERVATIONS = "reservations", _("Reserved instances and plans")
    SUPPORT = "support", _("Asking support")


@dataclass(frozen=True)
class Result:
    """What a helper found; each helper has its own, with what its template shows."""

    @property
    def suggests(self) -> str:
        """The slug of the choice that fits it, where the step that embeds the helper has such a choice."""
        return ""


def _nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Helper:
    """The declaration of a helper; `templates/tools/_<slug>.html` shows its `result`.

    `compute` gets the cleaned fields of `form`, what `load` brings from outside, and `now`, all by name; it is
    pure. `about` is the rule in words, `assumption` what we had to assume. `suggests` lists the choices a
    result may name. A `private` helper is posted: what is typed is in no address, no log and no cache. A
    `folded` one stays folded inside an answer, because the answer says the most of it already.
    """

    slug: str
    subject: Subject
    title: _StrPromise
    about: _StrPromise
    form: type[HelperForm]
    compute: Callable[..., Result]
    assumption: _StrPromise | str = ""
    button: _StrPromise | str = _("Work it out")
    suggests: tuple[str, ...] = ()
    load: Callable[[], Mapping[str, Any]] = _nothing
    private: bool = False
    folded: bool = False

    @property
    def template(self) -> str:
        """The fragment that shows a result."""
        return f"tools/_{self.slug}.html"
