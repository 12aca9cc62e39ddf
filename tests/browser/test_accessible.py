"""Every kind of page in both languages, light and dark, narrow and wide: axe, reflow, targets, print."""

from __future__ import annotations

from importlib import resources
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Watch
from tests.shipped import shipped_pack
from wizard.graph import Graph, Step
from wizard.paths import list_ways

pytestmark = pytest.mark.django_db
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
COMMON = {"resultTypes": ["violations"], "preload": False}
ALL = {**COMMON, "rules": {"target-size": {"enabled": True}}}
# A dark page differs from a light one in its colours alone, and a narrow one in nothing more of them.
COLOURS = {**COMMON, "runOnly": ["color-contrast", "link-in-text-block"]}
CHECKS: tuple[tuple[Literal["light", "dark"], int, dict[str, Any]], ...] = (
    ("light", 375, ALL),
    ("light", 1280, ALL),
    ("dark", 375, COLOURS),
)
GRAPHS = shipped_pack().graphs


def _step(wanted: Any) -> str:
    """The address of the first shipped step for which `wanted(graph, step)` holds."""
    found = ((graph, step) for graph in GRAPHS for step in graph.steps if wanted(graph, step))
    graph, step = next(found)
    return f"guides/{graph.flow}/{step.slug}/"


def _far_step() -> str:
    """A question with several answers before it."""
    graph = max(GRAPHS, key=lambda each: len(each.steps))
    way = max(list_ways(graph, limit=1000), key=lambda each: len(each.answers))
    trail = "&".join(f"{step.slug}={choice.slug}" for step, choice in way.answers[:-1])
    return f"guides/{graph.flow}/{way.answers[-1][0].slug}/?{trail}"


def _rich(_graph: Graph, step: Step) -> bool:
    return bool(step.is_answer and len(step.entries) > 1 and step.channels)


PAGES = {
    "home": "",
    "guides": "guides/",
    "guide": f"guides/{GRAPHS[0].flow}/",
    "question": _step(lambda graph, step: step.choices and not step.is_remedy and step.slug != graph.start),
    "question far on the way": _far_step(),
    "remedy": _step(lambda _, step: step.is_remedy and step.wait and step.entries),
    "answer": _step(_rich),
    "solved": _step(lambda _, step: step.kind == "solved"),
    "contact answer": _step(lambda _, step: step.kind == "contact" and step.channels and step.entries),
    "changed trail": f"guides/{GRAPHS[0].flow}/{GRAPHS[0].steps[-1].slug}/?{GRAPHS[0].start}=gone",
    "faq": "faq/",
    "category": "faq/billing/",
    "entry": "faq/entry/card-payment-failed/",
    "contact": "contact/",
    "search": "search/?q=card",
    "search without a hit": "search/?q=zzqqxx",
    "tools": "tools/",
    "tool": "tools/activation-recheck/",
    "missing": "guides/nope/",
    "missing step": f"guides/{GRAPHS[0].flow}/nope/",
}


@pytest.fixture
def visit(page: Page, watch: Watch) -> Page:
    """A watched page, in which a page that is not there is no error."""
    watch.follow(page)
    watch.accept("404")
    return page


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(visit: Page, shipped_site: LiveServer, kind: str, language: str) -> None:
    visit.goto(f"{shipped_site.url}/{language}/{PAGES[kind]}")
    visit.evaluate(UNFOLD)
    visit.evaluate(AXE)
    for scheme, width, rules in CHECKS:
        visit.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        visit.set_viewport_size({"width": width, "height": 800})
        found = visit.evaluate("rules => axe.run(rules)", rules)["violations"]
        told = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
        assert not told, (scheme, width, told)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_scrolls_sideways_at_320_px_and_every_target_is_large_enough(
    visit: Page, shipped_site: LiveServer, language: str
) -> None:
    visit.set_viewport_size({"width": 320, "height": 640})
    for kind, path in PAGES.items():
        visit.goto(f"{shipped_site.url}/{language}/{path}")
        visit.evaluate(UNFOLD)
        measured = visit.evaluate(
            """() => ({
                width: document.documentElement.scrollWidth,
                small: [...document.querySelectorAll("a, button, summary, input, textarea, select")]
                    .filter(each => each.checkVisibility() && !each.closest(".prose, .notice, .skip, h2, p, li:has(> a:only-child)"))
                    .map(each => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
                    .filter(([_, box]) => box.width && (box.width < 24 || box.height < 24))
                    .map(([html, box]) => [html, box.width, box.height]),
                choices: [...document.querySelectorAll("a.choice, .button")]
                    .map(each => each.getBoundingClientRect().height),
            })"""
        )
        assert measured["width"] <= 320, kind
        assert not measured["small"], (kind, measured["small"])
        assert min(measured["choices"], default=44) >= 44, kind


@pytest.mark.parametrize("kind", ["question far on the way", "answer", "entry"])
def test_print_leaves_the_navigation_out_and_shows_what_is_folded(
    visit: Page, shipped_site: LiveServer, kind: str
) -> None:
    visit.goto(f"{shipped_site.url}/ja/{PAGES[kind]}")
    visit.emulate_media(media="print")
    expect(visit.locator("h1")).to_be_visible()
    for part in (".top .search", "#langs", ".back", ".foot nav", ".links", ".skip"):
        for element in visit.locator(part).all():
            expect(element).not_to_be_in_viewport()
    for folded in visit.locator("details").all():
        assert folded.locator(":scope > :not(summary)").first.bounding_box()


def test_motion_stops_for_those_who_ask_for_less(visit: Page, shipped_site: LiveServer) -> None:
    visit.goto(f"{shipped_site.url}/ja/{PAGES['guide']}")
    durations = "getComputedStyle(document.querySelector('a.choice')).transitionDuration"
    assert "0.12s" in visit.evaluate(durations)
    visit.emulate_media(reduced_motion="reduce")
    assert set(visit.evaluate(durations).split(", ")) == {"0s"}


def test_text_may_be_twice_as_large(visit: Page, shipped_site: LiveServer) -> None:
    visit.set_viewport_size({"width": 640, "height": 800})
    for kind in ("home", "question far on the way", "answer"):
        visit.goto(f"{shipped_site.url}/ja/{PAGES[kind]}")
        visit.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert visit.evaluate("document.documentElement.scrollWidth") <= 640, kind


def test_a_solved_step_reads_like_any_other(visit: Page, shipped_site: LiveServer) -> None:
    visit.goto(f"{shipped_site.url}/en/{PAGES['solved']}")
    shown = visit.locator("article.solved :is(.chip, .prose p)").evaluate_all(
        "all => all.map(each => getComputedStyle(each).display)"
    )
    assert set(shown) == {"block", "inline-block"}
