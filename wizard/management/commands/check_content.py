"""Check a content pack without loading it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from wizard.content import check_pack, faults, read_pack


class Command(BaseCommand):
    """`check_content [DIR]`."""

    help = (
        "List every problem of a content pack, one a line (file:line: code: message), and advice;"
        " exit 1 if there is more than advice."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder; by default the pack that ships."""
        parser.add_argument("folder", nargs="?", type=Path, default=Path(settings.BASE_DIR) / "content")

    def handle(self, *, folder: Path, **_options: Any) -> None:
        """Check and list."""
        pack = read_pack(folder)
        complaints = check_pack(pack)
        for complaint in complaints:
            self.stdout.write(str(complaint))
        if faults(complaints):
            raise SystemExit(1)
        entries = sum(len(shelf.articles) for shelf in pack.shelves)
        channels = len(pack.directory.channels)
        advice = f", advice: {len(complaints)}" if complaints else ""
        self.stdout.write(
            f"{len(pack.flows)} guides, {entries} entries and {channels} channels: no problems{advice}."
        )
