"""The insights of all guides, of the FAQ entries and of the searches."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from insights import reports
from insights.models import Kind
from insights.pages import for_editors, period_of, respond
from insights.periods import Period
from insights.plots import plot
from insights.reports import Compared, EntryFigures, SearchFigures
from insights.showing import change, change_of_share, share
from insights.subjects import Named
from insights.tables import MOST_EXPORTED, Cell, Table, figure, number, words


@for_editors
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every guide in a line: visits, answers reached, people asked, solved, each with its change."""
    period = period_of(request)
    if request.GET.get("csv") == "counts":
        return respond(request, "overview", title="", period=period, tables=[_everything(period)])
    outlines = reports.outlines(period)
    order = sorted(outlines.items(), key=lambda item: (-item[1].now.visits, item[0].slug))
    table = Table(
        "guides",
        gettext("Guides"),
        (
            gettext("Guide"),
            gettext("Visits"),
            gettext("Difference"),
            gettext("Reached an answer"),
            gettext("Change in points"),
            gettext("Solved, of those who told"),
            gettext("Change in points"),
            gettext("Answer names a person"),
            gettext("Went to the contact channels"),
            gettext("Hand-off packs opened"),
        ),
        [_guide_cells(named, compared) for named, compared in order],
    )
    visits = plot(
        gettext("Visits of all guides"), (gettext("visits"),), reports.visits_by_day(period), period
    )
    return respond(request, "overview", title=gettext("Insights"), period=period, tables=[table], plot=visits)


def _guide_cells(named: Named, compared: Compared) -> tuple[Cell, ...]:
    now, before = compared.now, compared.before
    return (
        words(named.title, url=reverse("insights_guide", args=[named.slug])),
        number(now.visits),
        figure(change(now.visits, before.visits)),
        figure(share(now.reached, now.visits)),
        figure(change_of_share((now.reached, now.visits), (before.reached, before.visits))),
        figure(share(*now.told)),
        figure(change_of_share(now.told, before.told)),
        number(now.led_to_person),
        number(now.total(Kind.ASKED)),
        number(now.total(Kind.HANDED_OFF)),
    )


def _everything(period: Period) -> Table:
    names = dict(Kind.choices)
    return Table(
        "counts",
        gettext("All counts"),
        (
            gettext("Guide"),
            gettext("Revision"),
            gettext("What"),
            gettext("Step"),
            gettext("Choice or outcome"),
            gettext("How often"),
        ),
        [
            (
                words(flow),
                words(str(revision)),
                words(str(names.get(kind, kind))),
                words(step),
                words(choice),
                number(n),
            )
            for flow, revision, kind, step, choice, n in reports.everything(period)
        ],
    )


@for_editors
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """FAQ entries by their votes, those that solved least first."""
    period = period_of(request)
    figures = reports.entries(period)
    table = Table(
        "entries",
        gettext("FAQ entries by votes"),
        (
            gettext("Entry"),
            gettext("Read"),
            gettext("Yes"),
            gettext("No"),
            gettext("Solved, of those who told"),
            gettext("Change in points"),
        ),
        [_entry_cells(each) for each in figures],
    )
    votes = plot(
        gettext("Votes about entries"),
        (gettext("yes"), gettext("no")),
        reports.votes_by_day(period),
        period,
    )
    return respond(
        request, "entries", title=gettext("FAQ entries"), period=period, tables=[table], plot=votes
    )


def _entry_cells(each: EntryFigures) -> tuple[Cell, ...]:
    before = (each.yes_before, each.yes_before + each.no_before)
    return (
        words(each.entry.title, url=reverse("faq:entry", args=[each.entry.slug])),
        number(each.seen),
        number(each.yes),
        number(each.no),
        figure(share(each.yes, each.votes)),
        figure(change_of_share((each.yes, each.votes), before)),
    )


@for_editors
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """What was searched for; first what found nothing, ready to become a keyword."""
    period = period_of(request)
    most = MOST_EXPORTED if "csv" in request.GET else reports.MOST_SEARCHES
    nothing = reports.searches(period, without_result=True, most=most)
    frequent = reports.searches(period, without_result=False, most=most)
    tables = [
        _searches("nothing", gettext("Searches without a result"), nothing),
        _searches("searches", gettext("Most frequent searches"), frequent),
    ]
    by_day = reports.searches_by_day(period)
    searched = plot(
        gettext("Searches"), (gettext("with a result"), gettext("without a result")), by_day, period
    )
    lines = [(each, row) for each, row in zip(nothing, tables[0].rows, strict=True) if each.text]
    return respond(
        request,
        "searches",
        title=gettext("Searches"),
        period=period,
        tables=tables,
        plot=searched,
        nothing=lines,
        back=request.get_full_path(),
    )


def _searches(slug: str, caption: str, figures: list[SearchFigures]) -> Table:
    headings = (
        gettext("Searched for"),
        gettext("Language"),
        gettext("How often"),
        gettext("Found nothing"),
        gettext("Since then"),
    )
    rows = [
        (
            words(each.text or gettext("(all others)")),
            words(each.language),
            number(each.n),
            number(each.nothing),
            words(gettext("finds something now") if each.found_since and each.nothing else ""),
        )
        for each in figures
    ]
    return Table(slug, caption, headings, rows)
