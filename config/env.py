"""Settings from the environment, typed, failing loudly on nonsense."""

from __future__ import annotations

import os
import re
import unicodedata
from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.message import sanitize_address
from django.utils.encoding import punycode

MAKE_A_KEY = "Set it to what this prints: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}
_NAME = r"(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])"
_HOST = re.compile(rf"\*|\.?{_NAME}")
_ORIGIN_HOST = re.compile(rf"(?:\*\.)?{_NAME}(?::[0-9]+)?")


def env_text(name: str, default: str = "") -> str:
    """The variable as text."""
    return os.environ.get(name, default).strip()


def env_bool(name: str, *, default: bool = False) -> bool:
    """The variable as yes or no; raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”. Set it to 1 or 0.")


def env_list(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas."""
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_hosts(name: str, default: str = "") -> list[str]:
    """The variable as a list of host names as browsers send them; raises ImproperlyConfigured for anything else."""
    return [_host(name, part) for part in env_list(name, default)]


def _host(name: str, given: str) -> str:
    host = _as_sent(given)
    if not _HOST.fullmatch(host):
        raise ImproperlyConfigured(
            f"{name} names “{given}”, which is no host. Write names such as help.example.org, .example.org"
            " or xn--r8jz45g.jp, without https:// and without a port."
        )
    return host


def env_origins(name: str) -> list[str]:
    """The variable as a list of origins as browsers send them; raises ImproperlyConfigured for anything else."""
    return [_origin(name, part) for part in env_list(name)]


def _origin(name: str, given: str) -> str:
    scheme, separator, rest = given.lower().partition("://")
    host = _as_sent(rest)
    if scheme not in {"http", "https"} or not separator or not _ORIGIN_HOST.fullmatch(host):
        raise ImproperlyConfigured(
            f"{name} names “{given}”, which is no origin. Write origins such as https://help.example.org or"
            " https://xn--r8jz45g.jp, with nothing after the host but a port."
        )
    return f"{scheme}://{host}"


def _as_sent(host: str) -> str:
    """A host in the letters browsers send: 例え.jp is xn--r8jz45g.jp; empty when that cannot be told."""
    plain = unicodedata.normalize("NFKC", host).lower().replace("。", ".")
    if plain.isascii():
        return plain
    try:
        sent = ".".join(punycode(label) for label in plain.split("."))
        read = sent.encode().decode("idna")
    except UnicodeError:
        return ""
    return sent if read == plain else ""  # Python makes ss of ß, which browsers have stopped to do


def env_mail(name: str, default: str = "") -> str:
    """The variable as a mail address, with or without a name before it; raises ImproperlyConfigured for anything else."""
    value = env_text(name, default)
    local, _at, domain = parseaddr(value)[1].rpartition("@")
    if value and not (local and domain and value.isprintable() and _can_be_mailed(value)):
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to one mail address, or leave it out.")
    return value


def _can_be_mailed(value: str) -> bool:
    """Whether Django makes a mail of it: it reads it once more, as one address and nothing else, when it sends one."""
    try:
        sanitize_address(value, "utf-8")
    except ValueError:
        return False
    return True


def env_int(name: str, default: int, *, least: int = 0, most: int) -> int:
    """The variable as a whole number from `least` to `most`; raises ImproperlyConfigured for anything else."""
    value = env_text(name, str(default))
    if not value.isdecimal() or len(value) > 9 or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to a whole number from {least} to {most}.")
    return int(value)
