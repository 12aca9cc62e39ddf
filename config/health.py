"""Whether the site can answer, told to load balancers and to whoever watches.

Each part says in words what is wrong with it, or nothing. A failing part is a 503.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from django.apps import apps
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from ground.pages import only_reads

Respond = Callable[[HttpRequest], HttpResponse]


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "does not answer"
    return f"{len(behind)} migrations to apply" if behind else ""


def _static_files() -> str:
    """Without the manifest, or a file in it, pages that name the file fail; a process reads it once, when it starts."""
    mend = "run manage.py collectstatic, then restart"
    try:
        known: Mapping[str, str] | None = getattr(staticfiles_storage, "hashed_files", None)
    except ValueError:
        return f"the manifest cannot be read; {mend}"
    if known is None:
        return ""  # a developer's: files are found where they are written
    if not known:
        return f"the manifest is missing; {mend}"
    lacking = [
        name for name in _written() if name not in known or not staticfiles_storage.exists(known[name])
    ]
    return f"{len(lacking)} are missing, {lacking[0]} among them; {mend}" if lacking else ""


@lru_cache(maxsize=1)
def _written() -> list[str]:
    """The names of all files that `collectstatic` collects."""
    ignored = apps.get_app_config("staticfiles").ignore_patterns  # type: ignore[attr-defined] # Django's own
    return sorted({name for finder in get_finders() for name, _storage in finder.list(ignored)})


_PARTS = {"database": _database, "static files": _static_files}
_ASKED = {"/livez": ("static files",), "/readyz": tuple(_PARTS), "/healthz": tuple(_PARTS)}


def health(respond: Respond) -> Respond:
    """Middleware that answers `/livez`, `/readyz` and `/healthz` by whichever host: load balancers ask by address."""

    def answer(request: HttpRequest) -> HttpResponse:
        return _told(request) if request.path_info in _ASKED else respond(request)

    return answer


@never_cache
@only_reads
def _told(request: HttpRequest) -> HttpResponse:
    found = {part: _PARTS[part]() for part in _ASKED[request.path_info]}
    wrong = {part: fault for part, fault in found.items() if fault}
    told = found if request.path_info == "/readyz" else wrong
    text = "".join(f"{part}: {fault or 'ok'}\n" for part, fault in told.items()) or "ok\n"
    response = HttpResponse(text, status=503 if wrong else 200, content_type="text/plain; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
