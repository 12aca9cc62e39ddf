"""Publish what was put off to a time that has come; to be run every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wizard.scheduling import publish_due, refusal_of


class Command(BaseCommand):
    """`publish_due`."""

    help = (
        "Publish the guides whose time has come. Says nothing when there are none; run it every few minutes."
    )

    def handle(self, **_options: Any) -> None:
        """Publish, and say what went live and what was refused."""
        due = publish_due(timezone.now())
        for plan in due.published:
            number = plan.revision.number if plan.revision else ""
            self.stdout.write(f"{plan.flow.slug}: revision {number} is live.")
        if due.refused:
            lines = [
                f"{problem.where}: {problem.code}: {problem.message}"
                for plan in due.refused
                for problem in refusal_of(plan)
            ]
            slugs = ", ".join(plan.flow.slug for plan in due.refused)
            raise CommandError("\n".join([*lines, f"Not published: {slugs}."]))
