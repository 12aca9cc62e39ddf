"""Every way through every shipped guide, walked by its links from the guide's first page to its end.

A way that goes on in another guide ends at that guide's page here: its own ways are walked too.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from ground.text import LANGUAGES
from tests.html import Element, read
from tests.shipped import shipped_pack
from wizard.graph import Graph, Step
from wizard.paths import Way, count_ways, list_ways

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
GRAPHS = {graph.flow: graph for graph in shipped_pack().graphs}
MOST_WAYS = 5000


@dataclass
class Page:
    """What a walker looks at on a page: `choices` are labels with addresses, `passed` the answers so far."""

    main: Element
    heading: str
    choices: list[tuple[str, str]]
    passed: int
    message: bool


def _page(main: Element) -> Page:
    trail = main.all("section.trail")
    return Page(
        main=main,
        heading=main.one("h1").text,
        choices=[(link.one("b").text, link["href"]) for link in main.all("a.choice")],
        passed=len(trail[0].one("ol").all("li")) - 1 if trail else 0,
        message=bool(main.all("div.message")),
    )


class Walk:
    """Pages by address, each fetched once."""

    def __init__(self) -> None:
        self.client = Client()
        self.pages: dict[str, Page] = {}

    def page(self, address: str) -> Page:
        """The page, which must be there."""
        if address not in self.pages:
            response = self.client.get(address)
            assert response.status_code == 200, address
            page = response.content.decode()
            if "?" in address:
                # Around the part that changes, every way stands in the frame that is read without one.
                page = page[page.index("<main") : page.index("</main>") + len("</main>")]
            self.pages[address] = _page(read(page).one("main"))
        return self.pages[address]

    def along(self, way: Way, graph: Graph, language: str) -> None:
        """From the guide's first page by the links of the choices taken, looking at each page on the way."""
        address = f"/{language}/guides/{graph.flow}/"
        for passed, (step, choice) in enumerate(way.answers):
            page = self.page(address)
            _shows(page, step, language, passed)
            label = " ".join(choice.label.get(language).split())
            links = [href for text, href in page.choices if text == label]
            assert len(links) == 1, f"{address}: {choice.slug}"
            address = links[0]
        if way.onward:
            assert address.startswith(f"/{language}/guides/{way.onward.flow}/")
            assert self.page(address).heading
        else:
            assert way.end
            _shows(self.page(address), way.end, language, len(way.answers))
            _ends(self.page(address), way.end)


def _shows(page: Page, step: Step, language: str, passed: int) -> None:
    assert page.heading == " ".join(step.title.get(language).split())
    assert page.passed == passed
    assert not page.message


def _ends(page: Page, end: Step) -> None:
    """An answer shows an entry, a channel or a body; `solved` may stand by its title."""
    assert not page.choices
    entries = [*page.main.all("section.card"), *page.main.all("details")]
    channels = page.main.all("li.channel")
    shown = [*page.main.all("div.prose"), *entries, *channels]
    assert end.kind == "solved" or any(part.text for part in shown)
    assert len(channels) == len(end.channels)
    assert len(entries) >= len(end.entries)


@pytest.mark.parametrize("flow", GRAPHS)
def test_every_way_through_a_shipped_guide_ends_in_an_answer_that_shows_something(
    flow: str,
) -> None:
    graph, walk = GRAPHS[flow], Walk()
    ways = list(list_ways(graph, limit=MOST_WAYS))
    assert len(ways) == count_ways(graph) < MOST_WAYS
    assert {way.outcome for way in ways} <= {"answer", "solved", "contact", "guide"}
    for way in ways:
        walk.along(way, graph, "ja")


@pytest.mark.parametrize("flow", GRAPHS)
def test_every_step_of_a_shipped_guide_stands_alone_in_both_languages(flow: str) -> None:
    walk = Walk()
    for language in LANGUAGES:
        for step in GRAPHS[flow].steps:
            page = walk.page(f"/{language}/guides/{flow}/{step.slug}/")
            _shows(page, step, language, 0)
            wanted = [" ".join(choice.label.get(language).split()) for choice in step.choices]
            assert [label for label, _ in page.choices] == wanted
            for _, address in page.choices:
                walk.page(address)
            if step.is_answer:
                _ends(page, step)


def test_every_link_on_every_page_of_the_shipped_site_leads_somewhere() -> None:
    walk = Walk()
    for language in LANGUAGES:
        seen: set[str] = set()
        waiting = [f"/{language}/"]
        while waiting:
            address = waiting.pop()
            for link in walk.page(address).main.all("a"):
                target = link["href"].split("#")[0].removeprefix("http://testserver")
                # with a trail the same steps come again and again: they are the ways walked above
                bare = target.split("?")[0]
                if bare.startswith(f"/{language}/") and bare not in seen:
                    seen.add(bare)
                    waiting.append(bare)
        assert {f"/{language}/guides/{flow}/" for flow in GRAPHS} <= seen
