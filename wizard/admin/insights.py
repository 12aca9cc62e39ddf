"""The insights of one guide: its picture with counts on the edges, drop-off, answers, revisions.

A guide that is too large for a page is shown in parts: the upper levels below a step, the rest when it is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from ground.pages import wants_fragment
from ground.text import Text
from insights import reports
from insights.models import Kind
from insights.pages import for_editors, period_of, respond
from insights.periods import Period, period_until
from insights.plots import Plot, plot
from insights.reports import Compared, RevisionFigures
from insights.showing import shown
from insights.tables import Table
from wizard.admin import insight_tables
from wizard.admin.insight_parts import Look, crumbs_of, look_at, titles_of, whole
from wizard.drawing import FOLDED, Count, draw
from wizard.feedback import flow_names
from wizard.graph import Target
from wizard.models import Flow, Revision
from wizard.parts import MOST_CHOICES, Part

A_YEAR = 365


@for_editors
@require_safe
def guide_insights(request: HttpRequest, flow: str) -> HttpResponse:
    """One guide in a period; `?revision=` looks at one revision alone, `?open=` at the part below a step."""
    row = Flow.objects.select_related("live__flow").filter(slug=flow).first()
    if row is None:
        return _todays_guide(flow)
    chosen = request.GET.get("revision", "")
    revision = _revision(row, chosen)
    is_file = "csv" in request.GET
    first = request.GET.get("from", "")
    look = (
        whole(revision)
        if is_file
        else look_at(
            revision, request.GET.get("open", ""), int(first) if first.isdecimal() and len(first) < 7 else 0
        )
    )
    page = _Page(revision, chosen, period_of(request), look, get_language() or "ja")
    if is_file:
        return _file(request, page)
    response = _answer(request, row, page)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _file(request: HttpRequest, page: _Page) -> HttpResponse:
    """The table that the address names, of the whole guide, and nothing that it does not need."""
    wanted = request.GET["csv"]
    tables = [page.makers[wanted]()] if wanted in page.makers else []
    days = page.plot if wanted == "days" else None
    return respond(request, "guide", title="", period=page.period, tables=tables, plot=days)


def _answer(request: HttpRequest, row: Flow, page: _Page) -> HttpResponse:
    """The page, or where a part is opened within it that part alone."""
    context: dict[str, Any] = {"title": page.title, "period": page.period, "chosen": page.chosen, "flow": row}
    names = ["questions", "choices", "answers"]
    if page.look.part:
        context |= _part_context(page, page.look.part)
    if page.look.part and wants_fragment(request):
        tables = [page.makers[name]() for name in names]
        return respond(request, "_opened", **context, tables=tables, drawing=page.drawing)
    shows_revisions = not page.look.part or "revisions" in request.GET
    names += ["outline", *(["revisions"] if shows_revisions else []), *(["leaks"] if page.look.part else [])]
    return respond(
        request,
        "guide",
        **context,
        tables=[page.makers[name]() for name in names],
        plot=page.plot,
        numbers=page.numbers,
        drawing=page.drawing,
    )


@dataclass(frozen=True)
class _Page:
    """What is asked for, and what is counted of it; each is read when it is needed."""

    revision: Revision
    chosen: str
    period: Period
    look: Look
    language: str

    @property
    def title(self) -> str:
        """The guide's."""
        return self.look.graph.title.get(self.language) or self.look.graph.flow

    @property
    def slugs(self) -> list[str]:
        """The guide's slug, and its former ones."""
        return [self.look.graph.flow, *self.look.graph.aliases]

    @cached_property
    def compared(self) -> Compared:
        """The figures, of all revisions or of the chosen one."""
        number = self.revision.number if self.chosen else None
        return reports.guide(self.slugs, self.period, revision=number, renamed=self.look.renamed)

    @property
    def _last_year(self) -> Period:
        return period_until(self.period.last, A_YEAR)

    @cached_property
    def walked(self) -> list[RevisionFigures]:
        """The revisions of the last year with their figures."""
        return reports.revisions(self.slugs, self._last_year, self.look.renamed)

    @property
    def numbers(self) -> list[str]:
        """Theirs."""
        if self.look.part:
            return [str(number) for number in reports.walked(self.slugs, self._last_year)]
        return [str(each.number) for each in self.walked]

    @property
    def plot(self) -> Plot:
        """Visits by day."""
        by_day = reports.visits_by_day(self.period, self.slugs)
        return plot(gettext("Visits"), (gettext("visits"),), by_day, self.period)

    @property
    def folded(self) -> frozenset[str]:
        """The steps that are shown without what hangs on them."""
        return self.look.part.folded if self.look.part else frozenset()

    @property
    def gone(self) -> set[str]:
        """Steps with counts that are no longer in the guide; of the parts only the first has them."""
        is_later = self.look.opened or (self.look.part and self.look.part.first)
        return set() if is_later else self.compared.now.steps - self.look.slugs

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of steps beside those of the part: on the way to it, and the leaks."""
        way = self.look.part.way if self.look.part else ()
        return titles_of(self.revision, [*way, *self.leaking], self.language)

    @cached_property
    def leaking(self) -> list[str]:
        """The questions that most left."""
        return insight_tables.leaking(self.compared, self.look.questions)

    def address(self, step: str = "", first: int = 0) -> str:
        """Where the part below `step` is opened, from its choice number `first` on."""
        query = {"days": self.period.days, "revision": self.chosen, "open": step, "from": first}
        return f"?{urlencode({name: value for name, value in query.items() if value})}"

    @property
    def makers(self) -> dict[str, Callable[[], Table]]:
        """How each table is made."""
        graph, compared, language, folded = self.look.graph, self.compared, self.language, self.folded
        opens = {slug: self.address(slug) for slug in folded}
        return {
            "outline": lambda: insight_tables.outline(compared),
            "leaks": lambda: insight_tables.leaks(self.leaking, self.titles, compared, self.address),
            "questions": lambda: insight_tables.questions(graph, compared, language, self.gone, opens),
            "choices": lambda: insight_tables.choices(graph, compared, language, folded),
            "answers": lambda: insight_tables.answers(graph, compared, language),
            "revisions": lambda: insight_tables.revisions(self.walked),
        }

    @property
    def drawing(self) -> SafeString:
        """The picture with the counts on its edges."""
        return mark_safe(_drawing(self))  # noqa: S308 - drawn by us, texts escaped


def _todays_guide(slug: str) -> HttpResponse:
    today = flow_names([slug]).get(slug)
    if today is None:
        raise Http404
    return redirect("insights_guide", today.slug)


def _revision(flow: Flow, number: str) -> Revision:
    """The revision of that number, or else the live or the last one."""
    rows = Revision.objects.select_related("flow").filter(flow=flow).order_by("-number")
    if number:
        found = (
            rows.filter(number=int(number)).first()
            if number.isascii() and number.isdecimal() and len(number) < 7
            else None
        )
    else:
        found = flow.live or rows.first()
    if found is None:
        raise Http404
    return found


def _drawing(page: _Page) -> str:
    figures, folded = page.compared.now, page.folded
    counts = {}
    for step in page.look.graph.steps:
        for choice in step.choices if step.slug not in folded else ():
            target = choice.next.step if choice.next and not choice.next.flow else ""
            leads_to_leak = bool(target) and figures.leaving(target).is_leak
            taken = figures.at(Kind.CHOSEN, step.slug, choice.slug)
            counts[step.slug, choice.slug] = Count(shown(taken), leads_to_leak)

    def href(target: Target) -> str:
        """Where a folded step opens, another step's line in the tables below, another guide's own page."""
        if target.flow:
            return reverse("insights_guide", args=[target.flow])
        return page.address(target.step) if target.step in folded else f"#step-{target.step}"

    return draw(page.look.graph, page.language, counts=counts, folded=folded, href=href, say=gettext)


def _part_context(page: _Page, part: Part) -> dict[str, Any]:
    """What is said around the part: the way to it, and which of its choices are shown."""
    crumbs = [
        (page.titles.get(slug) or slug, page.address(slug if number else "")) if slug else ("…", "")
        for number, slug in enumerate(crumbs_of(part))
    ]
    return {
        "part": part,
        "with_revisions": f"{page.address(page.look.opened, part.first)}&revisions=1",
        "part_title": _title_of(page, part.root),
        "crumbs": crumbs,
        "opened": page.look.opened,
        "lost": page.look.lost,
        "count": len(page.look.slugs),
        "mark": FOLDED.strip(),
        "earlier": page.address(part.root, max(part.first - MOST_CHOICES, 0)) if part.first else "",
        "further": page.address(part.root, part.last) if part.last < part.total else "",
    }


def _title_of(page: _Page, slug: str) -> str:
    title = page.look.graph.by_slug[slug].title if slug in page.look.graph.by_slug else Text()
    return title.get(page.language) or slug
