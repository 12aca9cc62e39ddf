"""The server of a developer's machine: Django's, which reads longer addresses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.servers.basehttp import ServerHandler, WSGIRequestHandler, WSGIServer

# Ten thousand Japanese characters in an address are 90,000 bytes; Django's server stops reading at 65,536.
LONGEST_LINE = 1024 * 1024


class PatientHandler(WSGIRequestHandler):
    """Answers a search for a very long text as gunicorn does with our settings."""

    def handle_one_request(self) -> None:
        """As Django's, but for the limit."""
        self.raw_requestline = self.rfile.readline(LONGEST_LINE + 1)
        if len(self.raw_requestline) > LONGEST_LINE:
            self.requestline = self.request_version = self.command = ""
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
            return
        if self.parse_request():
            handler = ServerHandler(self.rfile, self.wfile, self.get_stderr(), self.get_environ())
            handler.request_handler = self  # type: ignore[attr-defined]  # Django logs by it
            handler.run(self.server.get_app())  # type: ignore[attr-defined]


class PatientServer(WSGIServer):
    """Serves with `PatientHandler`."""

    def __init__(self, address: tuple[str, int], _handler: type, **options: Any) -> None:
        super().__init__(address, PatientHandler, **options)
