"""Which entries the live guides lead to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wizard.coverage import Coverage
from wizard.publishing import live_coverage


class Command(BaseCommand):
    """`coverage [--check]`."""

    help = (
        "For every published FAQ entry: which guides lead to it, on which way, in how many clicks from home."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to fail."""
        parser.add_argument("--check", action="store_true", help="exit 1 when an entry is not reached")

    def handle(self, *, check: bool, **_options: Any) -> None:
        """List and sum up."""
        coverage = live_coverage()
        for entry, seen in coverage.sightings.items():
            self.stdout.write(f"{entry}: {'no guide leads here' if not seen else ''}".rstrip())
            for at in seen:
                kind = "answer" if at.is_answer else "beside the question"
                clicks = _counted(at.clicks, "click")
                self.stdout.write(f"  {clicks}, {kind} {at.address}: {' > '.join(at.way)}")
        self._sum_up(coverage)
        if check and coverage.unreached:
            raise SystemExit(1)

    def _sum_up(self, coverage: Coverage) -> None:
        self.stdout.write("")
        for lengths in coverage.lengths:
            self.stdout.write(
                f"{lengths.flow}: {_counted(lengths.ways, 'way')}, longest {_counted(lengths.longest, 'question')}, "
                f"median {lengths.median:g}"
            )
        for flow, step in coverage.lost:
            self.stdout.write(f"“I am not sure” may end in nothing: {flow}/{step}")
        for entry in coverage.unreached:
            self.stdout.write(f"not reached: {entry}")
        total = len(coverage.sightings)
        self.stdout.write(
            f"{total - len(coverage.unreached)} of {total} entries reached, at most {_counted(coverage.most_clicks, 'click')}, "
            f"mean {coverage.mean_clicks:.2f}."
        )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
