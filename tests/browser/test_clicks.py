"""Clicks that come twice, and Back while something is on its way: nothing acts twice, page and address agree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from contact.models import Enquiry
from insights.counting import BUFFER
from insights.models import Comment
from tests.browser.conftest import Watch
from tests.factories import create_entry, published_flow
from tests.insights.numbers import entry_counts
from tests.mails import mailed
from tests.staff import signed_in
from wizard.models import Flow, Revision

pytestmark = pytest.mark.django_db(transaction=True)
ERROR = "That did not work: your connection or our server is in trouble. Please wait a minute and try again."


@pytest.fixture
def site(live_server: LiveServer, settings) -> Iterator[str]:
    """A site with a guide of three questions in a row and an FAQ entry; it takes enquiries."""
    settings.ENQUIRY_EMAIL = "desk@example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    BUFFER.forget()
    cache.clear()
    create_entry("card")
    published_flow("q1: yes=q2 no=a\nq2: yes=q3 no=a\nq3: yes=a no=a\na")
    yield live_server.url
    BUFFER.forget()
    cache.clear()


def click_twice(target: Locator, *, after: int = 150) -> None:
    """As somebody does who double-clicks everything: the second click goes to whatever is there by then."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = target.page.mouse
    mouse.move(x, y)
    mouse.down(click_count=1)
    mouse.up(click_count=1)
    target.page.wait_for_timeout(after)
    mouse.down(click_count=2)
    mouse.up(click_count=2)


def posts_of(page: Page) -> list[str]:
    """What it posts from now on."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return sent


def test_a_reader_who_double_clicks_votes_comments_and_asks_once(page: Page, site: str, watch: Watch) -> None:
    watch.follow(page)
    sent = posts_of(page)
    page.goto(f"{site}/en/faq/entry/card/")
    click_twice(page.get_by_role("button", name="No", exact=True))
    expect(page.get_by_role("heading", name="This is how to go on")).to_be_visible()
    page.locator("#comment").fill("the date is missing")
    click_twice(page.locator("form.section button"))
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert len(sent) == 2
    assert entry_counts() == {"seen card": 1, "no card": 1}
    assert Comment.objects.get().text == "the date is missing"

    page.goto(f"{site}/en/contact/enquiry/")
    page.get_by_label("Your mail address").fill("customer@example.com")
    page.get_by_label("Your question").fill("Why?")
    button = page.get_by_role("button", name="Send")
    click_twice(button)
    page.wait_for_url("**/enquiry/*-*/")
    expect(page.locator("main b")).to_have_text(Enquiry.objects.get().reference)
    assert (len(sent), len(mailed())) == (3, 1)
    # Nothing stays locked: after going back, another question is sent.
    page.go_back()
    page.get_by_label("Your mail address").fill("customer@example.com")
    page.get_by_label("Your question").fill("And why again?")
    page.get_by_label("Your mail address").press("Enter")
    page.wait_for_url("**/enquiry/*-*/")
    assert Enquiry.objects.count() == len(mailed()) == 2


def test_enter_twice_sends_a_question_once_and_a_page_that_did_not_come_can_be_sent_again(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/en/contact/enquiry/")
    page.get_by_label("Your mail address").fill("customer@example.com")
    page.get_by_label("Your question").fill("Why?")
    sent: list[Route] = []
    page.route("**/enquiry/", lambda route: sent.append(route))
    send = "document.querySelector('form.form').requestSubmit()"  # as Enter does, which here would wait for the page
    with page.expect_request("**/enquiry/"):
        page.evaluate(f"{send}; setTimeout(() => {send}, 100)")
    page.wait_for_timeout(1000)  # so long the form stays shut
    assert len(sent) == 1
    sent[0].fulfill(status=204)  # nothing came of it
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate(send)
    page.wait_for_url("**/enquiry/*-*/")


def test_a_double_click_answers_one_question_and_quick_single_ones_answer_each(
    page: Page, site: str, watch: Watch
) -> None:
    watch.follow(page)
    page.goto(f"{site}/en/guides/guide/q1/")
    click_twice(page.get_by_role("link", name="label yes"), after=120)
    expect(page.locator("h1")).to_have_text("title of q2")
    expect(page.locator("#main[aria-busy]")).to_have_count(0)
    expect(page).to_have_url(f"{site}/en/guides/guide/q2/?q1=yes")
    page.get_by_role("link", name="label yes").press("Enter")
    expect(page.locator("h1")).to_have_text("title of q3")
    page.evaluate("document.querySelector('a.choice').click()")  # as assistive technology does
    expect(page.locator("h1")).to_have_text("title of a")
    expect(page).to_have_url(f"{site}/en/guides/guide/a/?q1=yes&q2=yes&q3=yes")


def test_back_overtakes_a_choice_and_a_choice_overtakes_back(page: Page, site: str, watch: Watch) -> None:
    watch.follow(page)
    watch.accept("htmx:sendAbort", "htmx:afterRequest")
    page.goto(f"{site}/en/guides/guide/q1/")
    page.get_by_role("link", name="label yes").click()
    expect(page.locator("h1")).to_have_text("title of q2")
    held: list[Route] = []
    page.route("**/q3/*", lambda route: held.append(route))
    with page.expect_request("**/q3/*"):
        page.get_by_role("link", name="label yes").click()
    page.go_back()
    expect(page.locator("h1")).to_have_text("title of q1")
    page.unroute_all(behavior="ignoreErrors")
    expect(page).to_have_url(f"{site}/en/guides/guide/q1/")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("title of q2")
    # The page before is on its way when a choice is taken.
    page.route("**/q1/", lambda route: held.append(route))
    with page.expect_request("**/q1/"):
        page.go_back()
    page.get_by_role("link", name="label yes").click()
    expect(page.locator("h1")).to_have_text("title of q3")
    expect(page).to_have_url(f"{site}/en/guides/guide/q3/?q1=yes&q2=yes")
    assert len(held) == 2


def test_back_without_a_connection_says_so_and_works_once_there_is_one(
    page: Page, site: str, watch: Watch
) -> None:
    watch.follow(page)
    watch.accept("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    page.goto(f"{site}/en/guides/guide/q1/")
    page.get_by_role("link", name="label yes").click()
    expect(page.locator("h1")).to_have_text("title of q2")
    there = page.url
    page.context.set_offline(True)
    page.evaluate("history.back()")
    expect(page.locator("#alert")).to_have_text(ERROR)
    expect(page.locator("#alert")).to_be_visible()
    expect(page).to_have_url(there)
    expect(page.locator("h1")).to_have_text("title of q2")
    page.context.set_offline(False)
    page.go_back()
    expect(page.locator("h1")).to_have_text("title of q1")
    expect(page).to_have_url(f"{site}/en/guides/guide/q1/")
    expect(page.locator("#alert")).to_be_hidden()


def test_what_a_translating_browser_wraps_is_still_printed(page: Page, site: str) -> None:
    page.goto(f"{site}/en/guides/guide/a/?q1=no")
    page.get_by_role("link", name="See contact channels").click()
    button = page.locator("[data-print]").first
    button.evaluate(
        "button => { button.innerHTML = `<font><font>${button.textContent}</font></font>`;"
        " window.print = () => { document.body.dataset.printed = 'yes'; }; }"
    )
    button.locator("font font").click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")


def test_an_editor_who_double_clicks_publishes_once_and_reads_that_it_is_live(
    page: Page, site: str, watch: Watch
) -> None:
    Flow.objects.update(title_en="another title")
    session = signed_in("wizard.view_flow", "wizard.publish_flow").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": f"{site}/admin/index"}])
    watch.follow(page)
    sent = posts_of(page)
    page.goto(f"{site}/admin/wizard/flow/guide/publish/")
    click_twice(page.get_by_role("button", name="Publish now"))
    expect(page.locator(".messagelist")).to_contain_text("revision 2 is live")
    assert (len(sent), Revision.objects.count()) == (1, 2)
