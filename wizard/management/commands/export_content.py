"""Write a content pack."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wizard.exporting import export_pack, stale_files
from wizard.models import Flow


class Command(BaseCommand):
    """`export_content DIR [--flow SLUG …]`."""

    help = (
        "Write all drafts (or some guides) into a folder as YAML that load_content reads. Files of guides and "
        "FAQ categories that are no more are removed from it when all is written, unless --keep is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder and the guides."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--flow", action="append", dest="flows", metavar="SLUG", help="only this guide; may be repeated"
        )

        parser.add_argument("--keep", action="store_true", help="remove no file")

    def handle(self, *, folder: Path, flows: list[str] | None, keep: bool, **_options: Any) -> None:
        """Write and name the files."""
        known = set(Flow.objects.filter(slug__in=flows or ()).values_list("slug", flat=True))
        if unknown := sorted(set(flows or ()) - known):
            raise CommandError(f"There is no guide called {', '.join(unknown)}.")
        try:
            paths = export_pack(folder, flows=flows)
            stale = stale_files(folder, paths) if flows is None and not keep else []
            for path in stale:
                path.unlink()
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        for path in paths:
            self.stdout.write(str(path))
        for path in stale:
            self.stdout.write(f"removed {path}")
