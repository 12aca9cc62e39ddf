"""`EMAIL_URL`: where mails go. What cannot be a mail server, or would lose enquiries, is refused in a sentence.

No sentence repeats the address: it may hold a password.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "contact.smtp.EmailBackend",
    "smtps": "contact.smtp.EmailBackend",
}
_SHOWN_ONLY = {"console", "memory"}  # and then gone
_HOST = re.compile(r"[^\s/@%]+")
_FORMS = "smtp://USER:PASSWORD@HOST:PORT/?tls, smtps://USER:PASSWORD@HOST:PORT or file:///DIR"
_HOW = f"Use {_FORMS}; in user and password write %40 for @, %2F for /, %3A for :, %3F for ? and %23 for #"


def mail_settings(given: str, *, is_needed: bool, debug: bool) -> dict[str, Any]:
    """Django's settings for the address `given`, empty where none is; raises ImproperlyConfigured.

    `is_needed`: enquiries are taken, so that a mail must not vanish. With `debug`, a developer may wish it to.
    """
    if is_needed and not given:
        raise ImproperlyConfigured(
            "ENQUIRY_EMAIL is set and EMAIL_URL is not: enquiries would be mailed to nobody."
            f" Set EMAIL_URL to {_FORMS}, or leave ENQUIRY_EMAIL out."
        )
    url = _split(given or "console://")
    if is_needed and not debug and url.scheme in _SHOWN_ONLY:
        raise ImproperlyConfigured(
            f"ENQUIRY_EMAIL is set and EMAIL_URL is {url.scheme}://, which delivers nothing: enquiries would vanish."
            f" Set EMAIL_URL to {_FORMS}, or leave ENQUIRY_EMAIL out."
        )
    if url.scheme == "file":
        _require_folder(url, is_needed=is_needed)
    if url.scheme in {"smtp", "smtps"}:
        _require_server(url)
    return {
        "EMAIL_BACKEND": _BACKENDS[url.scheme],
        "EMAIL_FILE_PATH": unquote(url.path),
        "EMAIL_HOST": url.hostname or "localhost",
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.query == "tls",
    }


def _split(given: str) -> SplitResult:
    try:
        url = urlsplit(given)
        port = url.port
    except ValueError:  # it says what it could not read, perhaps a part of the password
        raise ImproperlyConfigured(f"EMAIL_URL cannot be understood. {_HOW}.") from None
    if url.scheme not in _BACKENDS:
        raise ImproperlyConfigured(f"EMAIL_URL begins with “{url.scheme}”. Use {_FORMS}, or console://.")
    if port == 0:
        raise ImproperlyConfigured(
            "EMAIL_URL names port 0. Name the port of the mail server, such as 25, 465 or 587."
        )
    return url


def _require_server(url: SplitResult) -> None:
    if not url.hostname or not _HOST.fullmatch(url.hostname) or url.path not in {"", "/"} or url.fragment:
        raise ImproperlyConfigured(f"EMAIL_URL names no mail server. {_HOW}.")
    if bool(url.username) != bool(url.password):
        raise ImproperlyConfigured(
            "EMAIL_URL names a user without a password, or a password without a user. Name both, or neither."
        )
    if url.query not in ({"", "tls"} if url.scheme == "smtp" else {""}):
        raise ImproperlyConfigured(
            "EMAIL_URL ends with something after “?” that is not known. “?tls” after smtp:// is all there is; smtps:// is"
            " encrypted from the beginning."
        )


def _require_folder(url: SplitResult, *, is_needed: bool) -> None:
    folder = Path(unquote(url.path))
    if url.netloc or not url.path.strip("/") or url.query or url.fragment:
        raise ImproperlyConfigured("EMAIL_URL names no folder. Use file:///DIR with the whole path.")
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if is_needed and not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        raise ImproperlyConfigured(
            f"EMAIL_URL names {folder}, and {there} is no folder that this user may write to."
            " Give it the right to, or name another folder."
        )
