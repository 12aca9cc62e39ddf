"""Interface texts: compile, update, check."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ground.translations import catalogue_problems, compile_catalogue, update_catalogue


class Command(BaseCommand):
    """`translations [--update | --check]`."""

    help = (
        "Compile the interface texts; --update adds new ones to the catalogue, --check lists what is missing."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument(
            "--update", action="store_true", help="bring the catalogue up to date with the code"
        )
        parser.add_argument(
            "--check", action="store_true", help="exit 1 when a text is missing, unused or broken"
        )

    def handle(self, *, update: bool, check: bool, **_options: Any) -> None:
        """Update, check, compile."""
        base = Path(settings.BASE_DIR)
        if update:
            update_catalogue(base)
        if check and (problems := catalogue_problems(base)):
            raise CommandError(
                "\n".join([*problems, f"{len(problems)} texts to mend: manage.py translations --update"])
            )
        compiled = compile_catalogue(base)
        self.stdout.write("Interface texts compiled." if compiled else "Interface texts are up to date.")
