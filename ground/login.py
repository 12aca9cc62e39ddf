"""Signing in to admin: guessing passwords is slowed down, whether or not the name is anybody's, and locks nobody out.

Wrong passwords count for the address they came from and, from all addresses together, for the name they were tried on.
A browser in which that name has signed in before counts for itself alone: whatever strangers try, it is heard.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from ground.device import known_device, remember_device
from ground.limits import is_too_often, sender_of, take_back

logger = logging.getLogger(__name__)
SPAN = 600  # seconds within which LOGIN_LIMIT wrong passwords are heard
# So many addresses must try one name, each as often as it may, until no new browser is heard for it.
ADDRESSES = 10
_FROM = {"login": "one address", "login-name": "many addresses", "login-device": "a browser known before"}


class LoginForm(AdminAuthenticationForm):
    """Django's, which listens to nobody for a while after LOGIN_LIMIT wrong passwords from one address.

    From all addresses that try one name, after ADDRESSES times as many.
    """

    def clean(self) -> dict[str, Any]:
        """Who signs in. A try counts before it is looked at, so that many at once count too."""
        name = self.cleaned_data.get("username")
        if name is None or "password" not in self.cleaned_data or self.request is None:
            return super().clean()
        limits = _limits(self.request, name)
        for limit, (who, most) in limits.items():
            if is_too_often(limit, self.request, most=most, seconds=SPAN, who=who):
                _log(self.request, limit, name)
                text = gettext("There were too many wrong passwords. Try again in %(minutes)s minutes.")
                raise ValidationError(text % {"minutes": SPAN // 60})
        cleaned = super().clean()
        for limit, (who, _most) in limits.items():
            take_back(limit, self.request, seconds=SPAN, who=who)
        return cleaned


def _limits(request: HttpRequest, name: str) -> dict[str, tuple[str | None, int]]:
    """What a try counts for, in this order: the limit's name, who (None: the address), and how many are heard."""
    if device := known_device(request, name):
        return {"login-device": (device, settings.LOGIN_LIMIT)}
    most = settings.LOGIN_LIMIT
    return {"login": (None, most), "login-name": (name.casefold(), most * ADDRESSES)}


def _log(request: HttpRequest, limit: str, name: str) -> None:
    """A line of the log for a try that was not heard. What is typed for a name may be a password: only accounts are named."""
    is_anybodys = get_user_model()._default_manager.filter(username=name).exists()
    logger.warning(
        "Sign-in not heard: too many wrong passwords from %s (sender %s), %s",
        _FROM[limit],
        sender_of(request),
        f"for the account {name}" if is_anybodys else "for a name that is no account's",
    )


def sign_in(request: HttpRequest) -> HttpResponse:
    """Admin's own page for signing in; a browser in which somebody did is known from then on."""
    response = admin.site.login(request)
    if request.method == "POST" and response.status_code == 302 and request.user.is_authenticated:
        remember_device(response, request.user)
    return response
