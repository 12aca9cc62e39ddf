"""Django's `migrate`, one at a time for each database."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from ground.migrating import alone


class Command(Migrate):
    """`migrate`: a second one waits for the first, then finds nothing left to do."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        """As Django's; what only reads does not wait."""
        if options["plan"] or options["check_unapplied"]:
            super().handle(*arguments, **options)
            return
        with alone(connections[options["database"]], self._say_that_it_waits):
            super().handle(*arguments, **options)

    def _say_that_it_waits(self) -> None:
        self.stdout.write("Another migrate is running; waiting…")
        self.stdout.flush()
