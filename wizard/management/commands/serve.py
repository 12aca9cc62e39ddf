"""Everything `make run` does once the packages and the compiled texts are there."""

import secrets
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.warming import warm_up_beside
from wizard.content import pack_fingerprint, read_pack
from wizard.loading import NotLoadable, load_pack
from wizard.models import LoadedPack
from wizard.serving import PatientServer


class Command(BaseCommand):
    """`serve [--port N]`."""

    help = "Migrate, load and publish the content that ships, and serve it on this machine."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The port, and which folder of content."""
        parser.add_argument("--port", default="8000")
        parser.add_argument("--content", type=Path, default=Path(settings.BASE_DIR) / "content")

    def handle(self, *, port: str, content: Path, **_options: Any) -> None:
        """Prepare, then serve until stopped."""
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CommandError(
                f"“{port}” is no port. Use a number from 1 to 65535, as in: make run PORT=8001"
            )
        _require_free(int(port))
        call_command("migrate", verbosity=0)
        self._load(content)
        if settings.DEBUG:
            self._first_admin()
        self.stdout.write(f"Michishirube is at http://127.0.0.1:{port}/ (stop with Ctrl+C)", ending="\n\n")
        self.stdout.flush()
        warm_up_beside()
        server: Any = load_command_class(get_commands()["runserver"], "runserver")
        server.server_cls = PatientServer
        call_command(server, f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)

    def _load(self, content: Path) -> None:
        """Load and publish the content, unless its files are as they were the last time."""
        fingerprint = pack_fingerprint(content)
        folder = str(content.resolve())
        if LoadedPack.objects.filter(folder=folder, fingerprint=fingerprint).exists():
            return
        try:
            report = load_pack(read_pack(content), publish=True)
        except NotLoadable as error:
            raise CommandError(f"{error}\nThe content was not loaded.") from error
        for name in report.kept:
            self.stdout.write(f"kept: {name} was edited in admin and differs from {content.name}/")
        for name in report.standing:
            self.stdout.write(
                f"kept: {name} was withdrawn or restored in admin; {content.name}/ was not published"
            )
        LoadedPack.objects.update_or_create(folder=folder, defaults={"fingerprint": fingerprint})

    def _first_admin(self) -> None:
        users = get_user_model()._default_manager
        if users.exists():
            return
        password = secrets.token_urlsafe(9)
        users.create_superuser("admin", "", password)
        self.stdout.write(f"Admin (shown once): user admin, password {password} at /admin/")


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Take another: make run PORT={port % 65535 + 1}"
            ) from error
