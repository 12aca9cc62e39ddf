"""Mail addresses as people have and type them, and as mail programs want them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import EmailValidator

from ground.text import plain

_ATOM = r"[-!#$%&'*+/=?^_`{}|~0-9A-Z]"
_DOTS = re.compile(r"^\.|\.\.|\.\Z")


class _AddressValidator(EmailValidator):
    """Django's, which also lets dots stand at either end of the local part and side by side.

    Japanese carriers gave such addresses out for years. They are taken from everywhere: a list of carriers would be old soon,
    and who mistypes an address can be told as little here as of any other letter.
    """

    user_regex = re.compile(
        rf"\.*{_ATOM}(?:{_ATOM}|\.)*\Z|{EmailValidator.user_regex.pattern}", re.IGNORECASE
    )

    def validate_domain_part(self, domain_part: str) -> bool:
        """Whether it is a domain, and one that can be written in a header."""
        return bool(super().validate_domain_part(domain_part)) and _in_ascii(domain_part) != ""


class MailField(forms.EmailField):
    """A mail address, in whatever width and with whatever dots it was typed."""

    default_validators = [_AddressValidator()]

    def to_python(self, value: Any) -> str:
        """The address in plain letters, without what stands around it."""
        return str(super().to_python(plain(str(value or "")).replace("。", ".").strip()))


def deliverable(mail: str) -> str:
    """`mail` as a header or a link must write it: a local part whose dots are out of place in quotes, all in ASCII."""
    local, _at, domain = mail.rpartition("@")
    quoted = local if local.startswith('"') or not _DOTS.search(local) else f'"{local}"'
    return f"{quoted}@{_in_ascii(domain)}"


def _in_ascii(domain: str) -> str:
    """`domain` as the net knows it; empty when that cannot be written."""
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return ""
