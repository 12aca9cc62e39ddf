"""What a server must be given before it starts, and a command may do without: hosts to answer to, a key to sign with.

`python -m config.start` says what is missing and ends with 1. Commands that serve nobody (`collectstatic` while an
image is built, `migrate`) never ask; `check --deploy` tells what they passed over.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandParser, handle_default_options

from config.env import MAKE_A_KEY

SERVERS = frozenset({"runserver", "serve", "testserver"})
# A worker of gunicorn that ends so is not started anew: the whole server stops (`Arbiter.APP_LOAD_ERROR`).
NOT_STARTED = 4
_LEAST, _LEAST_DIFFERENT = 50, 5  # characters of a key, as Django's own check counts them
_PLACEHOLDER = re.compile(
    r"change(me|this|it)|replace(me|this)|(your|my|super|top|some)secret|secret(key|here)|notsecret|insecure"
    r"|placeholder|password|onlyfordevelopment"
)


def weakness(key: str) -> str:
    """Why the secret key `key` could be guessed, as the end of a sentence; empty for a good one."""
    plain = re.sub(r"[^a-z0-9]", "", key.lower())
    if len(key) < _LEAST:
        return f"it has {len(key)} of at least {_LEAST} characters"
    if len(set(key)) < _LEAST_DIFFERENT:
        return f"it has only {len(set(key))} different characters"
    if found := _PLACEHOLDER.search(plain):
        return f"it says “{found[0]}”, as keys do that somebody meant to replace"
    return ""


def require_server_settings() -> None:
    """Raise ImproperlyConfigured, with everything that is missing, when this could not be a server; DEBUG may be all."""
    if settings.DEBUG:
        return
    wrong = []
    if not settings.ALLOWED_HOSTS:
        wrong.append(
            "ALLOWED_HOSTS is not set, and every page would be refused. Set it to the names of this site, such as"
            " help.example.org."
        )
    if weak := weakness(settings.SECRET_KEY):
        wrong.append(f"SECRET_KEY can be guessed: {weak}. {MAKE_A_KEY}.")
    if wrong:
        raise ImproperlyConfigured(" ".join(wrong))


def start_or_stop() -> None:
    """Set up the settings of a server, or end the process with the sentence that says what is wrong with them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        require_server_settings()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"Not started: {error}\n")
        sys.stderr.flush()
        sys.exit(NOT_STARTED)


def require_for_command(arguments: Sequence[str]) -> None:
    """For a command line of manage.py: as `require_server_settings`, if its command is a server."""
    if len(arguments) < 2 or arguments[1] not in SERVERS or {"-h", "--help"} & {*arguments}:
        return
    parser = CommandParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--settings")
    parser.add_argument("--pythonpath")
    handle_default_options(parser.parse_known_args(arguments[2:])[0])
    require_server_settings()


def check_secret_key(**_options: Any) -> list[CheckMessage]:
    """For `check --deploy`: a placeholder long enough for Django's own check."""
    weak = weakness(settings.SECRET_KEY)
    is_told_by_django = len(settings.SECRET_KEY) < _LEAST or len({*settings.SECRET_KEY}) < _LEAST_DIFFERENT
    if not weak or is_told_by_django:
        return []
    return [Warning(f"SECRET_KEY can be guessed: {weak}.", hint=f"{MAKE_A_KEY}.", id="config.W001")]


if __name__ == "__main__":
    start_or_stop()
