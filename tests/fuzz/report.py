"""What failed, and how it is repeated."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

SHOWN = 20
_LONGEST = 2000


UNKNOWN_CODING = 501
_WORDS = {
    -1: "no answer",
    0: "hung up on",
    UNKNOWN_CODING: "501 by gunicorn itself, as RFC 9112 asks, for a coding of the transfer it does not know",
}


@dataclass(frozen=True)
class Failure:
    """A request that was answered with a 5xx, or not at all: `part` repeats it (`ONLY=…`)."""

    part: str
    what: str
    sent: str
    trace: str = ""

    def __str__(self) -> str:
        sent = (
            self.sent
            if len(self.sent) <= _LONGEST
            else f"{self.sent[:_LONGEST]}… ({len(self.sent)} characters)"
        )
        trace = "\n".join(line for line in self.trace.strip().splitlines() if "^^^" not in line)
        return f"{self.part}: {self.what}\n  {sent}\n{textwrap.indent(trace, '  | ')}"

    @property
    def cause(self) -> str:
        """What failures of one cause have in common: where the traceback ends."""
        lines = [line.strip() for line in self.trace.strip().splitlines()]
        places = [line for line in lines if line.startswith("File ")]
        return f"{places[-1] if places else ''} {lines[-1][:80] if lines else self.what}"


@dataclass
class Report:
    """How many requests were sent, not counting those that looked at what came of them; all answers; what failed."""

    sent: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def count(self, status: int, times: int = 1) -> None:
        """Note an answer."""
        self.statuses[status] = self.statuses.get(status, 0) + times

    def add(self, other: Report) -> None:
        """Take over what another part found."""
        self.sent += other.sent
        for status, times in other.statuses.items():
            self.count(status, times)
        self.failures += other.failures

    def __str__(self) -> str:
        counted = ", ".join(
            f"{times} × {_WORDS.get(status, status)}" for status, times in sorted(self.statuses.items())
        )
        causes: dict[str, list[Failure]] = {}
        for failure in self.failures:
            causes.setdefault(failure.cause, []).append(failure)
        told = [f"({len(same)} of this cause)\n{same[0]}" for same in list(causes.values())[:SHOWN]]
        return "\n\n".join([f"{self.sent} sent; answers: {counted}", *told])
