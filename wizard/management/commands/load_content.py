"""Load a content pack."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wizard.content import read_pack
from wizard.loading import NotLoadable, load_pack

# So many of what is wrong but did not stop the load are named.
NOTED = 20


class Command(BaseCommand):
    """`load_content DIR [--publish] [--overwrite] [--dry-run]`."""

    help = "Load a content pack, all of it or nothing. Loading it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder and what to do with it."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--publish", action="store_true", help="put it before customers too")
        parser.add_argument(
            "--overwrite", action="store_true", help="replace what was edited in admin since the last load"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *, folder: Path, publish: bool, overwrite: bool, dry_run: bool, **_options: Any) -> None:
        """Load and say what happened."""
        try:
            report = load_pack(read_pack(folder), publish=publish, overwrite=overwrite, dry_run=dry_run)
        except NotLoadable as error:
            count = len(error.complaints)
            problems = "1 problem" if count == 1 else f"{count} problems"
            raise CommandError(f"{error}\nNothing was loaded: {problems}.") from error
        for name in report.renamed:
            self.stdout.write(f"renamed here: {name}; export_content writes it so")
        for complaint in report.noted[:NOTED]:
            self.stdout.write(f"noted: {complaint}")
        if (left := len(report.noted) - NOTED) > 0:
            self.stdout.write(f"noted: {left} more; check_content lists them all")
        for name in report.kept:
            self.stdout.write(
                f"kept: {name} was edited here and differs from the file; --overwrite replaces it"
            )
        for name in report.standing:
            self.stdout.write(
                f"kept: {name} was withdrawn here, or an old revision was restored; --overwrite publishes the file"
            )
        for verb in ("created", "updated", "published", "cancelled"):
            for name in getattr(report, verb):
                self.stdout.write(f"{verb}: {name}")
        changed = len(report.created) + len(report.updated) + len(report.published)
        summary = (
            f"{len(report.created)} created, {len(report.updated)} updated, {len(report.unchanged)} unchanged, "
            f"{len(report.kept) + len(report.standing)} kept, {len(report.published)} published."
        )
        self.stdout.write(
            f"{'Would be: ' if dry_run else ''}{summary}{'' if changed else ' Nothing changed.'}"
        )
