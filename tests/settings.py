"""Settings of the tests: those of a development machine, with fast passwords."""

import os

os.environ["DEBUG"] = "1"

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
COUNTS_WRITTEN_EVERY = 0
POSTMAN = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file: the threads of a live server cannot share a database in memory.
    folder = BASE_DIR / ".cache"  # noqa: F405
    folder.mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(folder / "test.sqlite3")}  # noqa: F405
# A thread of the live server must not hold a session that outlives its request: the database is dropped at the end.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
