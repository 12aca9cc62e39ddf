"""Whether the site can answer, told to load balancers and to whoever watches; docs/deploy.md says who asks what.

A page needs the database, its migrations and the static files: where one of them fails, the answer is 503. The rest is
told, and the site stays ready: it goes on without a cache, with a full disk and with mail that waits, and a load
balancer that took away every process for them would make a small fault a large one.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from config.health_checks import CACHE, DATABASE, DISK, MAIL, STATIC_FILES, Part
from ground.incidents import keep_out_of_log
from ground.pages import only_reads

Respond = Callable[[HttpRequest], HttpResponse]

_NEEDED = (DATABASE, STATIC_FILES)
_ASKED: dict[str, tuple[Part, ...]] = {
    "/livez": (STATIC_FILES,),
    "/readyz": (*_NEEDED, CACHE, DISK, MAIL),
    "/healthz": _NEEDED,
}


def health(respond: Respond) -> Respond:
    """Middleware that answers `/livez`, `/readyz` and `/healthz` by whichever host: load balancers ask by address."""

    def answer(request: HttpRequest) -> HttpResponse:
        return _told(request) if request.path_info in _ASKED else respond(request)

    return answer


@never_cache
@only_reads
def _told(request: HttpRequest) -> HttpResponse:
    parts = _ASKED[request.path_info]
    found = {name: fault for part in parts for name, fault in part.faults().items()}
    wrong = {name: fault for name, fault in found.items() if fault}
    told = found if request.path_info == "/readyz" else wrong
    text = "".join(f"{name}: {fault or 'ok'}\n" for name, fault in told.items()) or "ok\n"
    is_ready = not any(name in wrong for part in _NEEDED for name in part.names)
    response = HttpResponse(text, status=200 if is_ready else 503, content_type="text/plain; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    keep_out_of_log(response)
    return response
