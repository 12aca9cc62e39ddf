"""List the ways through a guide."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wizard.compiler import compile_flow
from wizard.entering import with_entries
from wizard.models import Flow
from wizard.paths import count_ways, list_ways


class Command(BaseCommand):
    """`paths FLOW [--limit N]`."""

    help = "List every way through the draft of a guide, with its outcome."

    def add_arguments(self, parser: CommandParser) -> None:
        """The guide, and how many ways to list at most."""
        parser.add_argument("flow")
        parser.add_argument("--limit", type=int, default=1000, help="list at most so many (default 1000)")

    def handle(self, *, flow: str, limit: int, **_options: Any) -> None:
        """List and count."""
        row = Flow.objects.filter(slug=flow).first()
        if row is None:
            raise CommandError(f"There is no guide called {flow}.")
        graph, limit = with_entries(compile_flow(row)), max(limit, 0)
        for way in list_ways(graph, limit=limit):
            answers = " ".join(f"{step.slug}={choice.slug}" for step, choice in way.answers)
            self.stdout.write(f"{answers or way.end_name} -> {way.end_name or '?'} ({way.outcome})")
        total = count_ways(graph)
        bound = f"; listed the first {limit}, --limit lists more" if total > limit else ""
        self.stdout.write(f"{total} {'way' if total == 1 else 'ways'}{bound}.")
