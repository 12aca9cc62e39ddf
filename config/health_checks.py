"""The parts of a running site: each is looked at cheaply, and says in words what is wrong with it.

The words are for everybody: no paths, hosts, names or passwords.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import monotonic

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import Error, connection
from django.utils import timezone

from config.pending import pending_migrations
from config.troubles import find_trouble
from contact.models import LONG_WAIT, Enquiry
from ground import incidents

logger = logging.getLogger(__name__)
Faults = Mapping[str, str]
Look = Callable[[], Faults]
_MEGABYTE = 1_000_000
# Bytes. SQLite's log of changes and a day's logs fit in; of a share of the disk a large one has plenty.
LEAST_FREE = 50 * _MEGABYTE


class Part:
    """Something that is looked at together, under one or more `names`.

    What was found is remembered for `seconds` by the process: of many who ask at once, one looks and the others wait.
    """

    def __init__(self, *names: str, look: Look, seconds: float = 1) -> None:
        self.names, self._look, self._seconds = names, look, seconds
        self._lock = Lock()
        self._faults: Faults | None = None
        self._until = 0.0

    def faults(self) -> dict[str, str]:
        """What is wrong, by name; an empty text where nothing is."""
        with self._lock:
            if self._faults is None or monotonic() >= self._until:
                self._faults = self._looked()
                self._until = monotonic() + self._seconds
            return {name: self._faults.get(name, "") for name in self.names}

    def forget(self) -> None:
        """Look anew the next time."""
        self._faults = None

    def _looked(self) -> Faults:
        try:
            return self._look()
        except Exception as error:  # whatever it is: a probe is told, not failed
            logger.exception("The health of %s cannot be told", " and ".join(self.names))
            return dict.fromkeys(self.names, f"cannot be told ({type(error).__name__}, see the log)")


def _database() -> Faults:
    try:
        pending = pending_migrations()
    except Error as error:
        if trouble := find_trouble(error):
            incidents.DATABASE.met(trouble.kind.value, trouble.text)
        return {"database": "does not answer", "migrations": "not known: the database does not answer"}
    return {"migrations": f"{len(pending)} to apply; run manage.py migrate"} if pending else {}


def _static_files() -> Faults:
    """Without the manifest, or a file in it, pages that name the file fail; a process reads it once, when it starts."""
    fault = _static_fault()
    return {"static files": f"{fault}; run manage.py collectstatic, then restart"} if fault else {}


def _static_fault() -> str:
    try:
        known: Mapping[str, str] | None = getattr(staticfiles_storage, "hashed_files", None)
    except ValueError:
        return "the manifest cannot be read"
    if known is None:
        return ""  # a developer's: files are found where they are written
    if not known:
        return "the manifest is missing"
    lacking = [
        name for name in _written() if name not in known or not staticfiles_storage.exists(known[name])
    ]
    return f"{len(lacking)} are missing, {lacking[0]} among them" if lacking else ""


@lru_cache(maxsize=1)
def _written() -> list[str]:
    """The names of all files that `collectstatic` collects."""
    ignored = apps.get_app_config("staticfiles").ignore_patterns  # type: ignore[attr-defined] # Django's own
    return sorted({name for finder in get_finders() for name, _storage in finder.list(ignored)})


def _cache() -> Faults:
    """Something is put there, found again and taken away; under a name of its own, as others try at the same time."""
    name = f"health:{token_hex(8)}"
    try:
        cache.set(name, 1, timeout=10)
        is_kept = cache.get(name) == 1
        cache.delete(name)
    except Exception:  # each kind of cache has its own
        return {"cache": "does not answer; limits are off"}
    return {} if is_kept else {"cache": "keeps nothing; limits are off"}


def _disk() -> Faults:
    faults = [f"{what}: {fault}" for what, path in _places() if (fault := _disk_fault(path))]
    return {"disk": "; ".join(faults)} if faults else {}


def _places() -> Iterator[tuple[str, Path | None]]:
    """Where this process writes; None where there is no such place."""
    database = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and database.is_absolute():  # others are in memory
        yield "the database", database
    default = settings.CACHES["default"]
    if default["BACKEND"].endswith("FileBasedCache"):
        yield "the cache", Path(str(default["LOCATION"]))
    try:
        yield "temporary files", Path(tempfile.gettempdir())
    except FileNotFoundError:
        yield "temporary files", None


def _disk_fault(path: Path | None) -> str:
    """What keeps a process from writing to `path`, or to the folder it will be in."""
    if path is None:
        return "nothing can be written"
    there = next(each for each in (path, *path.parents) if each.exists())
    folder = there if there.is_dir() else there.parent
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        return f"only {free // _MEGABYTE} MB are free"
    return "" if os.access(there, os.W_OK) and os.access(folder, os.W_OK) else "nothing can be written"


def _mail() -> Faults:
    """One query, none where the database does not answer."""
    if DATABASE.faults()["database"]:
        return {"mail": "not known: the database does not answer"}
    try:
        number = Enquiry.objects.overdue(timezone.now()).count()
    except Error:
        return {"mail": "not known: the database has no answer"}
    enquiries = "1 enquiry is" if number == 1 else f"{number} enquiries are"
    minutes = int(LONG_WAIT.total_seconds() // 60)
    said = f"{enquiries} not known to have been mailed after {minutes} minutes; see them in admin"
    return {"mail": said} if number else {}


DATABASE = Part("database", "migrations", look=_database)
# Hundreds of files: looked for once, and now and then whether somebody took them away.
STATIC_FILES = Part("static files", look=_static_files, seconds=60)
CACHE = Part("cache", look=_cache)
DISK = Part("disk", look=_disk)
MAIL = Part("mail", look=_mail)
