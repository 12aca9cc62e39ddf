"""Publish a guide."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wizard.models import Flow
from wizard.publishing import NotPublishable, publish
from wizard.scheduling import cancelled_by


class Command(BaseCommand):
    """`publish FLOW [--note TEXT]`."""

    help = "Put the draft of a guide before customers; refuses a guide with errors and lists them."

    def add_arguments(self, parser: CommandParser) -> None:
        """The guide, and a note for its history."""
        parser.add_argument("flow")
        parser.add_argument("--note", default="")

    def handle(self, *, flow: str, note: str, **_options: Any) -> None:
        """Publish and say under which number."""
        row = Flow.objects.filter(slug=flow).first()
        if row is None:
            raise CommandError(f"There is no guide called {flow}.")
        try:
            revision = publish(row, author=None, note=note)
        except NotPublishable as error:
            lines = [f"{problem.where}: {problem.code}: {problem.message}" for problem in error.problems]
            raise CommandError("\n".join([*lines, "Nothing was published."])) from error
        changed = revision.pk != row.live_id
        self.stdout.write(
            f"{flow}: revision {revision.number} is live{'' if changed else ' (nothing had changed)'}."
        )
        if changed and (plan := cancelled_by(revision)):
            self.stdout.write(f"{flow}: what was to go live at {plan.at:%Y-%m-%d %H:%M %Z} is called off.")
