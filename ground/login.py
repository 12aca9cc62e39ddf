"""Signing in to admin: guessing passwords is slowed down, whether or not the name is anybody's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from ground.limits import is_too_often, take_back

SPAN = 600  # seconds within which LOGIN_LIMIT wrong passwords are heard


class LoginForm(AdminAuthenticationForm):
    """Django's, which listens to nobody for a while after LOGIN_LIMIT wrong passwords from one address or for one name."""

    def clean(self) -> dict[str, Any]:
        """Who signs in. A try counts before it is looked at, so that many at once count too."""
        name = self.cleaned_data.get("username")
        if name is None or "password" not in self.cleaned_data or self.request is None:
            return super().clean()
        limits = {"login": None, "login-name": name.casefold()}
        for limit, who in limits.items():
            if is_too_often(limit, self.request, most=settings.LOGIN_LIMIT, seconds=SPAN, who=who):
                text = gettext("There were too many wrong passwords. Try again in %(minutes)s minutes.")
                raise ValidationError(text % {"minutes": SPAN // 60})
        cleaned = super().clean()
        for limit, who in limits.items():
            take_back(limit, self.request, seconds=SPAN, who=who)
        return cleaned
