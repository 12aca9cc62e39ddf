"""Settings of a server, for requests without a socket: what docs/deploy.md has an operator set, and quick passwords."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["FUZZ_STATIC_ROOT"])  # where the files were collected
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
COUNTS_WRITTEN_EVERY = 0  # no thread: a chapter writes them at its end
