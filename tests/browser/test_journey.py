"""From home to the right answer: with JavaScript, without it, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Watch
from tests.shipped import shipped_pack
from wizard.graph import Graph
from wizard.paths import Way, list_ways

pytestmark = pytest.mark.django_db
MOST_TABS = 60
NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)


def journey() -> tuple[Graph, Way]:
    """A guide with a way of at least four questions, one of them a remedy, to an answer of its own."""
    (graph,) = (graph for graph in shipped_pack().graphs if graph.flow == "cannot-start-using")
    ways = (
        way
        for way in list_ways(graph, limit=1000)
        if way.outcome in {"answer", "contact"} and len(way.answers) >= 4
    )
    return graph, next(way for way in ways if any(step.is_remedy for step, _ in way.answers))


GRAPH, WAY = journey()
LABELS = [choice.label for _, choice in WAY.answers]


@dataclass(frozen=True)
class Seen:
    """What a customer has before them at one step."""

    address: str
    title: str
    text: str


def look(page: Page) -> Seen:
    """The address without its host, the title, and the text of the main part but for the button that prints."""
    page.wait_for_load_state()  # where a line ends in the text depends on the style sheet
    parts = page.locator("main").inner_text().splitlines()
    printing = set(page.locator("[data-print]").all_inner_texts())
    text = " ".join(word for part in parts for word in part.split() if word not in printing)
    return Seen(page.url.split("/", 3)[3], page.title(), text)


def walk(page: Page, start: str, language: str) -> Iterator[Seen]:
    """By clicks from home to the answer."""
    page.goto(start)
    yield look(page)
    page.get_by_role("link", name=GRAPH.title.get(language), exact=True).click()
    expect(page.locator("h1")).to_have_text(WAY.answers[0][0].title.get(language))
    yield look(page)
    headings = [step.title for step, _ in WAY.answers[1:]] + [WAY.end.title if WAY.end else LABELS[0]]
    for label, heading in zip(LABELS, headings, strict=True):
        page.locator("a.choice").filter(has=page.get_by_text(label.get(language), exact=True)).click()
        expect(page.locator("h1")).to_have_text(heading.get(language))
        expect(page.locator("#main[aria-busy]")).to_have_count(0)
        yield look(page)


def _documents_of(page: Page) -> list[str]:
    """The addresses of the whole pages it loads, from now on."""
    loaded: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "document":
            loaded.append(request.url)

    page.on("request", note)
    return loaded


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_same_journey_shows_the_same_with_javascript_and_without(
    browser: Browser, shipped_site: LiveServer, watch: Watch, language: str
) -> None:
    home = f"{shipped_site.url}/{language}/"
    seen = []
    for javascript in (True, False):
        context = browser.new_context(java_script_enabled=javascript, locale="ja-JP")
        page = context.new_page()
        watch.follow(page)
        documents = _documents_of(page)
        with patch(
            "django.utils.timezone.now", return_value=NOON
        ):  # pages tell the time, and the server is here
            seen.append(list(walk(page, home, language)))
        assert len(documents) == (2 if javascript else 2 + len(LABELS))
        context.close()
    assert seen[0] == seen[1]
    assert len({step.address for step in seen[0]}) == len({step.title for step in seen[0]}) == len(LABELS) + 2


def test_a_swap_brings_the_new_heading_into_focus_the_new_title_and_the_top_of_the_page(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    page.set_viewport_size({"width": 375, "height": 500})
    page.goto(f"{shipped_site.url}/ja/guides/{GRAPH.flow}/")
    for (_, choice), (step, _) in zip(WAY.answers, WAY.answers[1:], strict=False):
        link = page.locator("a.choice").filter(has=page.get_by_text(choice.label.ja, exact=True))
        address = link.get_attribute("href")
        link.scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, 400)")
        link.click()
        expect(page.locator("h1")).to_have_text(step.title.ja)
        expect(page.locator("h1")).to_be_focused()
        expect(page).to_have_title(f"{step.title.ja} — {GRAPH.title.ja}")
        expect(page).to_have_url(f"{shipped_site.url}{address}")
        page.wait_for_function("scrollY === 0")
        assert page.locator("#langs a").last.get_attribute("href") == f"/en{(address or '')[3:]}"


def _press_tab_to(page: Page, address: str) -> None:
    """Tab until the link to `address` has the focus, which must be seen on every element passed."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const element = document.activeElement, style = getComputedStyle(element);
                const box = element.getBoundingClientRect();
                return {href: element.getAttribute("href"), tag: element.tagName, ring: style.outlineStyle,
                        width: parseFloat(style.outlineWidth), shown: box.width > 1 && box.bottom > 0
                        && box.top < innerHeight && box.right > 0};
            }"""
        )
        if focused["tag"] == "BODY":
            continue
        assert focused["ring"] == "solid", focused
        assert focused["width"] >= 2, focused
        assert focused["shown"], focused
        if focused["href"] == address:
            return
    pytest.fail(f"{address} cannot be reached by {MOST_TABS} tabs")


def test_the_journey_can_be_made_by_keyboard_alone(
    page: Page, shipped_site: LiveServer, watch: Watch
) -> None:
    watch.follow(page)
    page.goto(f"{shipped_site.url}/ja/")
    _press_tab_to(page, f"/ja/guides/{GRAPH.flow}/")
    page.keyboard.press("Enter")
    for number, (step, choice) in enumerate(WAY.answers):
        expect(page.locator("h1")).to_have_text(step.title.ja)
        if number:
            expect(page.locator("h1")).to_be_focused()
        link = page.locator("a.choice").filter(has=page.get_by_text(choice.label.ja, exact=True))
        _press_tab_to(page, link.get_attribute("href") or "")
        page.keyboard.press("Enter")
    assert WAY.end
    expect(page.locator("h1")).to_have_text(WAY.end.title.ja)
    expect(page.locator("h1")).to_be_focused()
    _press_tab_to(page, page.locator("section.trail a").first.get_attribute("href") or "")


def test_the_first_tab_leads_past_the_header(page: Page, shipped_site: LiveServer, watch: Watch) -> None:
    watch.follow(page)
    page.goto(f"{shipped_site.url}/ja/guides/{GRAPH.flow}/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
