"""What the counts of a guide say: who came, who went on, who left where. Plain arithmetic, no database.

Drop-off is computed on edges. At a question somebody arrived (saw it, or came back to it) and then took a choice,
went back, went to the contact channels, or left. Each is counted by itself, so no rate exceeds the whole
because a step was edited or reached in another way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from insights.models import Kind

# A leak: so large a share of so many arrivals at a question left.
LEAK_SHARE = 0.25
LEAK_ARRIVALS = 20

# (kind, step, choice)
What = tuple[str, str, str]


@dataclass(frozen=True)
class Leaving:
    """How arrivals at a question parted."""

    arrived: int
    onward: int
    back: int
    asked: int

    @property
    def left(self) -> int:
        """Those who did nothing that was counted."""
        return max(self.arrived - self.onward - self.back - self.asked, 0)

    @property
    def is_leak(self) -> bool:
        """Whether an editor should look here first."""
        return self.arrived >= LEAK_ARRIVALS and self.left >= LEAK_SHARE * self.arrived


class Figures:
    """The counts of one guide over some days. Steps and choices are slugs, former ones replaced by today's."""

    def __init__(
        self, counts: Iterable[tuple[What, int]] = (), renamed: Mapping[str, str] | None = None
    ) -> None:
        names = renamed or {}
        self._by_kind: dict[str, dict[str, dict[str, int]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(int))
        )
        for (kind, step, choice), n in counts:
            today = names.get(step, step)
            self._by_kind[kind][today][names.get(f"{today}/{choice}", choice)] += n

    @property
    def steps(self) -> set[str]:
        """Every step something is known of."""
        return {step for steps in self._by_kind.values() for step in steps}

    def total(self, kind: Kind, choice: str | None = None) -> int:
        """How often it happened in the whole guide (with that choice or outcome)."""
        return sum(self._pick(choices, choice) for choices in self._by_kind[kind].values())

    def at(self, kind: Kind, step: str, choice: str | None = None) -> int:
        """How often it happened at a step (with that choice)."""
        return self._pick(self._by_kind[kind].get(step, {}), choice)

    def _pick(self, choices: Mapping[str, int], choice: str | None) -> int:
        return sum(choices.values()) if choice is None else choices.get(choice, 0)

    @property
    def visits(self) -> int:
        """Times somebody came into the guide: at its start, or at another step by a link or a search."""
        return self.total(Kind.STARTED) + self.total(Kind.ENTERED)

    @property
    def reached(self) -> int:
        """Answers reached for good; who went back from one is not among them."""
        answers = self._by_kind[Kind.REACHED]
        return sum(max(sum(n.values()) - self.at(Kind.BACK, step), 0) for step, n in answers.items())

    @property
    def told(self) -> tuple[int, int]:
        """Of those who said whether it is solved: (solved, all). Arriving at a “solved” is a yes too."""
        solved = self.total(Kind.REACHED, "solved") + self.total(Kind.YES)
        return solved, solved + self.total(Kind.NO)

    @property
    def led_to_person(self) -> int:
        """Answers reached that name a person to ask."""
        return self.total(Kind.REACHED, "contact")

    def is_answer(self, step: str) -> bool:
        """Whether ways end at the step."""
        return step in self._by_kind[Kind.REACHED]

    def leaving(self, step: str) -> Leaving:
        """How arrivals at a question parted; an answer has nobody who leaves."""
        arrived = self.at(Kind.SEEN, step) + self.at(Kind.RETURNED, step)
        if self.is_answer(step):
            return Leaving(arrived, arrived, 0, 0)
        return Leaving(
            arrived, self.at(Kind.CHOSEN, step), self.at(Kind.BACK, step), self.at(Kind.ASKED, step)
        )

    @property
    def left(self) -> int:
        """All who left at a question."""
        return sum(self.leaving(step).left for step in self.steps)
