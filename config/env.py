"""Settings from the environment, typed, failing loudly on nonsense."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}


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


def env_int(name: str, default: int, *, least: int = 0, most: int) -> int:
    """The variable as a whole number from `least` to `most`; raises ImproperlyConfigured for anything else."""
    value = env_text(name, str(default))
    if not value.isdecimal() or len(value) > 9 or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to a whole number from {least} to {most}.")
    return int(value)
