"""What tests ask of the counts."""

from __future__ import annotations

from insights.counting import flush
from insights.models import EntryCount, SearchCount, StepCount


def step_counts(*kinds: str) -> dict[str, int]:
    """All counts of steps (of those kinds), as `kind step choice`: n."""
    flush()
    rows = StepCount.objects.filter(kind__in=kinds) if kinds else StepCount.objects.all()
    return {
        " ".join(part for part in (row.kind, f"{row.flow}/{row.step}", row.choice) if part): row.n
        for row in rows
    }


def entry_counts() -> dict[str, int]:
    """All counts of entries, as `kind entry`: n."""
    flush()
    return {f"{row.kind} {row.entry}": row.n for row in EntryCount.objects.all()}


def search_counts() -> dict[tuple[str, bool], int]:
    """All counts of searches by (text, found)."""
    flush()
    return {(row.text, row.found): row.n for row in SearchCount.objects.all()}
