"""What the pages of insights ask of the counts; every function says how many queries it costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Max, Min, Q, QuerySet, Sum, Value, When

from insights.figures import Figures, What
from insights.models import EntryCount, EntryKind, Kind, SearchCount, StepCount
from insights.periods import Period
from insights.subjects import Named, names

# What the overview needs; not the steps and choices on the way, which are most of the table.
_OUTLINE = (
    Kind.STARTED,
    Kind.ENTERED,
    Kind.REACHED,
    Kind.BACK,
    Kind.ASKED,
    Kind.HANDED_OFF,
    Kind.YES,
    Kind.NO,
)
MOST_SEARCHES = 100


@dataclass(frozen=True)
class Compared:
    """The figures of a period and of the one before."""

    now: Figures
    before: Figures


def outlines(period: Period) -> dict[Named, Compared]:
    """The outline of every guide with counts, without steps and choices. One query, and one for names."""
    grouped: dict[str, list[_Two]] = defaultdict(list)
    for flow, *counts in _two_periods(StepCount.objects.filter(kind__in=_OUTLINE), period):
        grouped[flow].append(_two(*counts))
    today: dict[Named, list[_Two]] = defaultdict(list)
    for slug, named in names("flow", grouped).items():
        today[named] += grouped[slug]
    return {named: _compared(counts, {}) for named, counts in today.items()}


def guide(
    flows: Iterable[str],
    period: Period,
    *,
    revision: int | None = None,
    renamed: Mapping[str, str] | None = None,
) -> Compared:
    """All figures of a guide under its slug and former ones, of one revision or of all. One query."""
    counts = StepCount.objects.filter(flow__in=list(flows))
    if revision is not None:
        counts = counts.filter(revision=revision)
    found = [_two(*row) for _flow, *row in _two_periods(counts, period)]
    return _compared(found, renamed or {})


# What happened, how often in the period, how often in the one before.
_Two = tuple[What, int, int]


def _two(kind: str, step: str, choice: str, now: int | None, before: int | None) -> _Two:
    return (kind, step, choice), now or 0, before or 0


def _two_periods(counts: QuerySet[StepCount], period: Period) -> Iterable[tuple[Any, ...]]:
    """Rows of flow, kind, step, choice, and how often now and before."""
    within = counts.filter(day__range=(period.before.first, period.last)).order_by()
    return within.values_list("flow", "kind", "step", "choice").annotate(
        now=Sum("n", filter=Q(day__gte=period.first)), earlier=Sum("n", filter=Q(day__lt=period.first))
    )


def _compared(counts: list[_Two], renamed: Mapping[str, str]) -> Compared:
    return Compared(
        Figures(((what, now) for what, now, _ in counts), renamed),
        Figures(((what, before) for what, _, before in counts if before), renamed),
    )


@dataclass(frozen=True)
class RevisionFigures:
    """The figures of one revision of a guide, and the days on which it was walked."""

    number: int
    first: date
    last: date
    figures: Figures


def times(kind: Kind, flows: Iterable[str], steps: Iterable[str], period: Period) -> int:
    """How often `kind` happened at these steps of a guide (slugs of today and former ones). One query."""
    counts = StepCount.objects.filter(
        kind=kind,
        flow__in=list(flows),
        step__in=list(steps),
        day__gte=period.first,
        day__lte=period.last,
    )
    return counts.aggregate(total=Sum("n"))["total"] or 0


def revisions(
    flows: Iterable[str], period: Period, renamed: Mapping[str, str] | None = None
) -> list[RevisionFigures]:
    """A guide's revisions that were walked in the period, the newest first, with no figures by choice. One query."""
    rows = (
        StepCount.objects.filter(flow__in=list(flows), day__range=(period.first, period.last))
        .order_by()
        .values_list(
            "revision", "kind", "step", Case(When(kind=Kind.REACHED, then="choice"), default=Value(""))
        )
        .annotate(Sum("n"), Min("day"), Max("day"))
    )
    counts: dict[int, list[tuple[What, int]]] = defaultdict(list)
    days: dict[int, set[date]] = defaultdict(set)
    for number, kind, step, choice, n, first, last in rows:
        counts[number].append(((kind, step, choice), n))
        days[number] |= {first, last}
    return [
        RevisionFigures(number, min(days[number]), max(days[number]), Figures(counts[number], renamed))
        for number in sorted(counts, reverse=True)
        if number
    ]


def walked(flows: Iterable[str], period: Period) -> list[int]:
    """The numbers of a guide's revisions that were walked in the period, the newest first. One query."""
    rows = StepCount.objects.filter(
        flow__in=list(flows), day__range=(period.first, period.last), revision__gt=0
    )
    return sorted(rows.order_by().values_list("revision", flat=True).distinct(), reverse=True)


def visits_by_day(period: Period, flows: Iterable[str] | None = None) -> dict[date, int]:
    """How often somebody came into the guides (all, or under these slugs). One query."""
    counts = StepCount.objects.filter(
        kind__in=(Kind.STARTED, Kind.ENTERED), day__range=(period.first, period.last)
    )
    if flows is not None:
        counts = counts.filter(flow__in=list(flows))
    return dict(counts.order_by().values_list("day").annotate(Sum("n")))


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """How an entry was read and voted on, in a period and in the one before."""

    entry: Named
    seen: int = 0
    yes: int = 0
    no: int = 0
    yes_before: int = 0
    no_before: int = 0

    @property
    def votes(self) -> int:
        """Yes and no."""
        return self.yes + self.no


def entries(period: Period) -> list[EntryFigures]:
    """Entries with counts, those with the most “no” first. One query, and one for names."""
    rows = (
        EntryCount.objects.filter(day__range=(period.before.first, period.last))
        .order_by()
        .values_list("entry", "kind")
        .annotate(
            now=Sum("n", filter=Q(day__gte=period.first)), earlier=Sum("n", filter=Q(day__lt=period.first))
        )
    )
    counts = list(rows)
    today = names("entry", {entry for entry, *_ in counts})
    found: dict[Named, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry, kind, now, before in counts:
        figures = found[today[entry]]
        figures[kind] += now or 0
        if kind != EntryKind.SEEN:
            figures[f"{kind}_before"] += before or 0
    each = [EntryFigures(entry, **figures) for entry, figures in found.items()]
    return sorted(each, key=lambda one: (-one.no, one.yes, -one.seen, one.entry.slug))


def votes_by_day(period: Period) -> dict[date, tuple[int, int]]:
    """(yes, no) about entries. One query."""
    rows = EntryCount.objects.filter(
        kind__in=(EntryKind.YES, EntryKind.NO), day__range=(period.first, period.last)
    )
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for day, kind, n in rows.order_by().values_list("day", "kind").annotate(Sum("n")):
        found[day][kind] = n
    return {day: (n.get(EntryKind.YES, 0), n.get(EntryKind.NO, 0)) for day, n in found.items()}


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """How often a text was searched for in a language, and how often that found nothing.

    `found_since`: whether the last search of the period that found something is as late as the last that did not.
    """

    text: str
    language: str
    n: int
    nothing: int
    found_since: bool


def searches(period: Period, *, without_result: bool, most: int = MOST_SEARCHES) -> list[SearchFigures]:
    """The `most` frequent searches, or those that found nothing. One query."""
    nothing = Q(found=False)
    rows = (
        SearchCount.objects.filter(day__range=(period.first, period.last))
        .order_by()
        .values("text", "language")
        .annotate(
            all=Sum("n"),
            none=Sum("n", filter=nothing),
            last_found=Max("day", filter=~nothing),
            last_none=Max("day", filter=nothing),
        )
    )
    ordered = (
        rows.filter(none__gt=0).order_by("-none", "text") if without_result else rows.order_by("-all", "text")
    )
    return [
        SearchFigures(
            row["text"],
            row["language"],
            row["all"],
            row["none"] or 0,
            bool(row["last_found"] and (not row["last_none"] or row["last_found"] >= row["last_none"])),
        )
        for row in ordered[:most]
    ]


def searches_by_day(period: Period) -> dict[date, tuple[int, int]]:
    """(with a result, without one). One query."""
    rows = SearchCount.objects.filter(day__range=(period.first, period.last))
    found: dict[date, dict[bool, int]] = defaultdict(dict)
    for day, is_found, n in rows.order_by().values_list("day", "found").annotate(Sum("n")):
        found[day][is_found] = n
    return {day: (n.get(True, 0), n.get(False, 0)) for day, n in found.items()}


def everything(period: Period) -> Iterable[tuple[str, int, str, str, str, int]]:
    """All counts of steps in the period: guide, revision, kind, step, choice, n. One query, row by row."""
    rows = StepCount.objects.filter(day__range=(period.first, period.last)).order_by(
        "flow", "revision", "step", "kind", "choice"
    )
    return rows.values_list("flow", "revision", "kind", "step", "choice").annotate(Sum("n")).iterator()
