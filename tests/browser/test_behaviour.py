"""Back, forward and reload; a page that is gone; a connection that fails; links to copy."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Watch

pytestmark = pytest.mark.django_db
START = "/en/guides/payment-failed/"


@pytest.fixture
def visit(page: Page, shipped_site: LiveServer, watch: Watch) -> Page:
    """The first page of a guide."""
    watch.follow(page)
    page.goto(f"{shipped_site.url}{START}")
    return page


def choose(page: Page, number: int = 0) -> tuple[str, str, str]:
    """Take a choice; (address, title, heading) of where it leads."""
    before = page.locator("h1").inner_text()
    page.locator("a.choice").nth(number).click()
    expect(page.locator("h1")).not_to_have_text(before)
    expect(page.locator("h1")).to_be_focused()
    return where(page)


def where(page: Page) -> tuple[str, str, str]:
    """Address, title and heading of the page."""
    return page.url, page.title(), page.locator("h1").inner_text()


def is_at(page: Page, there: tuple[str, str, str]) -> None:
    """The page comes to be what `where` said of it."""
    address, title, heading = there
    expect(page).to_have_url(address)
    expect(page).to_have_title(title)
    expect(page.locator("h1")).to_have_text(heading)


def is_whole(page: Page) -> None:
    """The page has its frame once, and its heading has the focus."""
    for part in ("header.top", "main", "footer", "h1", "#langs"):
        expect(page.locator(part)).to_have_count(1)
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)


def test_back_and_forward_restore_the_whole_page_with_its_title_and_focus(visit: Page) -> None:
    first = where(visit)
    second = choose(visit)
    third = choose(visit)
    visit.go_back()
    is_at(visit, second)
    is_whole(visit)
    expect(visit.locator("h1")).to_be_focused()
    visit.go_back()
    is_at(visit, first)
    is_whole(visit)
    for expected in (second, third):
        visit.go_forward()
        is_at(visit, expected)
        is_whole(visit)
        expect(visit.locator("h1")).to_be_focused()
    assert choose(visit) not in (first, second, third)


def test_reload_shows_the_same_page_whole(visit: Page) -> None:
    choose(visit)
    there = where(visit)
    text = visit.locator("main").inner_text()
    visit.reload()
    is_at(visit, there)
    assert visit.locator("main").inner_text() == text
    is_whole(visit)


def test_back_from_another_kind_of_page_shows_a_whole_page(visit: Page) -> None:
    choose(visit)
    there = where(visit)
    visit.locator("footer a").first.click()
    expect(visit.locator("h1")).to_have_text("Guides")
    visit.go_back()
    is_at(visit, there)
    is_whole(visit)


def test_the_language_is_switched_in_place_and_back_again(visit: Page) -> None:
    choose(visit)
    address = visit.url
    visit.locator("#langs a", has_text="日本語").click()
    expect(visit.locator("html")).to_have_attribute("lang", "ja")
    expect(visit).to_have_url(address.replace("/en/", "/ja/"))
    expect(visit.locator("section.trail li")).to_have_count(2)
    choose(visit)
    visit.locator("#langs a", has_text="English").click()
    expect(visit.locator("html")).to_have_attribute("lang", "en")
    expect(visit.locator("section.trail li")).to_have_count(3)


def test_change_leads_back_to_the_question_with_the_answer_marked(visit: Page) -> None:
    first = where(visit)
    choose(visit, 1)
    visit.locator("section.trail a").first.click()
    expect(visit.locator("h1")).to_have_text(first[2])
    expect(visit.locator("h1")).to_be_focused()
    expect(visit.locator("a.chosen")).to_have_count(1)


@pytest.mark.parametrize("failure", ["lost", "500", "503"])
def test_a_failing_connection_or_server_is_said_in_words_and_forgotten_when_it_works_again(
    visit: Page, watch: Watch, failure: str
) -> None:
    watch.accept(
        "ERR_FAILED",
        "500",
        "503",
        "htmx:sendError",
        "htmx:responseError",
        "htmx:afterRequest",
        "Status Error",
    )
    heading = visit.locator("h1").inner_text()
    alert = visit.locator("[role=alert]")
    expect(alert).to_be_hidden()

    def fail(route: Route) -> None:
        if failure == "lost":
            route.abort()
        else:
            route.fulfill(status=int(failure), body="<h1>Traceback</h1>", content_type="text/html")

    visit.route("**/guides/**", fail)
    visit.locator("a.choice").first.click()
    expect(alert).to_be_visible()
    expect(alert).to_have_text(
        "That did not work: your connection or our server is in trouble. Please wait a minute and try again."
    )
    expect(visit.locator("h1")).to_have_text(heading)
    expect(visit.locator("#main[aria-busy]")).to_have_count(0)
    visit.unroute("**/guides/**")
    choose(visit)
    expect(alert).to_be_hidden()


def test_a_step_that_is_gone_is_said_on_a_page_of_its_own(visit: Page, watch: Watch) -> None:
    watch.accept("404", "htmx:responseError", "Response Status Error", "htmx:afterRequest")
    gone = visit.url + "no-such-step/"
    visit.route("**/guides/**", lambda route: route.continue_(url=gone))
    visit.locator("a.choice").first.click()
    expect(visit.locator("h1")).to_have_text("There is no such step")
    expect(visit.locator("main a.button")).to_have_attribute("href", START)
    is_whole(visit)


def test_back_to_a_step_that_is_gone_says_so_too(visit: Page, watch: Watch) -> None:
    watch.accept("404", "htmx:historyCacheMissLoadError")
    gone = visit.url + "no-such-step/"
    choose(visit)
    visit.route("**/guides/**", lambda route: route.continue_(url=gone))
    visit.go_back()
    expect(visit.locator("h1")).to_have_text("There is no such step")
    is_whole(visit)


def test_the_link_to_a_step_is_copied_and_said(
    visit: Page, context: BrowserContext, shipped_site: LiveServer
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(visit)
    for name, expected in (
        ("Copy the link to this step", visit.url.split("?")[0]),
        ("Copy the link with my answers", visit.url),
    ):
        visit.get_by_role("link", name=name).click()
        visit.wait_for_function(
            "wanted => navigator.clipboard.readText().then(text => text === wanted)", arg=expected
        )
        expect(visit.locator("[role=status]")).to_have_text("Copied.")
        assert visit.url.startswith(shipped_site.url)


def test_the_link_to_copy_is_an_ordinary_link_where_copying_is_not_allowed(visit: Page) -> None:
    choose(visit)
    bare = visit.url.split("?")[0]
    visit.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); }")
    visit.get_by_role("link", name="Copy the link to this step").click()
    expect(visit).to_have_url(bare)


def test_opening_a_choice_in_a_new_tab_gives_a_whole_page(visit: Page, context: BrowserContext) -> None:
    with context.expect_page() as opened:
        visit.locator("a.choice").first.click(modifiers=["ControlOrMeta"])
    is_whole(opened.value)
    expect(visit).to_have_url(f"{visit.url.split('/en/')[0]}{START}")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [320, 375])
def test_the_first_screen_of_a_phone_says_what_the_site_is_for(
    visit: Page, shipped_site: LiveServer, language: str, width: int
) -> None:
    visit.set_viewport_size({"width": width, "height": 700})
    visit.goto(f"{shipped_site.url}/{language}/")
    tagline, languages = visit.locator(".brand small"), visit.locator("#langs")
    expect(tagline).to_be_in_viewport()
    name, switch = visit.locator(".brand").bounding_box(), languages.bounding_box()
    assert name
    assert switch
    assert name["x"] + name["width"] <= switch["x"]


def test_the_first_column_of_a_table_is_wide_enough_to_be_read_on_a_phone(
    visit: Page, shipped_site: LiveServer
) -> None:
    visit.set_viewport_size({"width": 375, "height": 700})
    visit.goto(f"{shipped_site.url}/ja/guides/savings-plans/sp-or-ri/")
    for cell in visit.locator("article td:first-child").all():
        box = cell.bounding_box()
        assert box
        assert box["width"] >= 80


def test_of_two_quick_clicks_the_later_one_counts(visit: Page, watch: Watch) -> None:
    watch.accept("htmx:sendAbort", "htmx:afterRequest")  # htmx logs the request it gave up
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    visit.route("**/guides/**", hold_the_first)
    links = visit.locator("a.choice")
    wanted = links.nth(1).get_attribute("href")
    links.nth(0).click()
    links.nth(1).click()
    expect(visit).to_have_url(f"{visit.url.split('/en/')[0]}{wanted}")
    there = where(visit)
    visit.unroute_all(behavior="ignoreErrors")
    visit.wait_for_timeout(300)
    assert where(visit) == there
    expect(visit.locator("[role=alert]")).to_be_hidden()
