"""Browsers in which somebody has signed in before, told by a cookie that names nobody (OWASP's device cookies).

Its name is a keyed hash of the user name, so that several people may share a browser; its value a signed one of user
name and password: a new password, or an account that is switched off, ends it. Only admin is sent it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LIFETIME = 365 * 24 * 3600  # seconds
_SALT = "ground.device"


def known_device(request: HttpRequest, name: str) -> str:
    """The cookie that proves that `name` has signed in with this browser, or an empty text; a query if there is one."""
    cookie = request.COOKIES.get(_cookie_name(name), "")
    if not cookie:
        return ""
    try:
        proof = _signer().unsign(cookie, max_age=LIFETIME)
    except BadSignature:
        return ""
    user = get_user_model()._default_manager.filter(username=name, is_active=True).first()
    return cookie if user and constant_time_compare(proof, _proof(user)) else ""


def remember_device(response: HttpResponse, user: User) -> None:
    """Have the browser that gets `response` known as one in which `user` has signed in."""
    response.set_cookie(
        _cookie_name(user.get_username()),
        _signer().sign(_proof(user)),
        max_age=LIFETIME,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _cookie_name(name: str) -> str:
    return f"known_{salted_hmac(f'{_SALT}.name', name, algorithm='sha256').hexdigest()[:16]}"


def _proof(user: User) -> str:
    """Changes with name and password. The session's own hash of the password is for sessions alone."""
    return salted_hmac(
        f"{_SALT}.proof", f"{user.get_username()} {user.password}", algorithm="sha256"
    ).hexdigest()


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=_SALT)
