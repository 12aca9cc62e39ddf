"""A publisher in a browser: reads the proof, publishes, restores; every page of it is clean for axe."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import complaints
from tests.browser.conftest import Watch
from tests.edits import with_step
from tests.factories import create_channel, create_entry, graph, published_flow
from tests.wizard.test_editor_publish import LINES
from wizard.compiler import write_graph
from wizard.graph import Graph
from wizard.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE, ENTRY = "/admin/wizard/flow/guide/", "/admin/faq/entry/card/"
PAGES = (
    f"{GUIDE}preview/",
    f"{GUIDE}preview/ja/",
    f"{GUIDE}preview/en/q/",
    f"{GUIDE}publish/",
    f"{GUIDE}revisions/",
    f"{GUIDE}revisions/1/",
    f"{GUIDE}revisions/compare/?old=1&new=draft",
    f"{GUIDE}whole/",
    "/admin/wizard/flow/import/",
    f"{ENTRY}publish/",
    f"{ENTRY}preview/ja/",
    f"{ENTRY}revisions/",
    f"{ENTRY}revisions/1/",
    f"{ENTRY}revisions/compare/?old=1&new=draft",
)


def edited() -> Graph:
    """The guide is live; its draft has lost step a, and b reads otherwise."""
    entry = create_entry("card")
    create_channel("desk")
    published_flow(LINES, b={"entries": ("card",), "channels": ("desk",)})
    draft = graph("q: yes=b no=b\nb", b={"entries": ("card",), "channels": ("desk",)})
    draft = with_step(draft, "b", caution=draft.title)
    write_graph(draft)
    entry.title_en = "another question"
    entry.save()
    return draft


@pytest.fixture
def publisher(page: Page, live_server: LiveServer, watch: Watch) -> Page:
    """A watched browser in which somebody is signed in who may do everything."""
    person = get_user_model().objects.create_superuser("mika", password="x")
    client = Client()
    client.force_login(person)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    watch.follow(page)
    return page


def in_language(page: Page, server: LiveServer, language: str) -> None:
    """Read admin in `language` from now on."""
    page.context.add_cookies(
        [{"name": "django_language", "value": language, "url": f"{server.url}/admin/index"}]
    )


def test_a_publisher_reads_the_proof_publishes_and_restores(publisher: Page, live_server: LiveServer) -> None:
    edited()
    in_language(publisher, live_server, "en")
    publisher.goto(f"{live_server.url}{GUIDE}publish/")
    expect(publisher.locator("#outcomes")).to_have_text("This edit changes the outcome of 1 of 2 ways.")
    expect(publisher.locator("ol.ways del")).to_contain_text("title of a")
    publisher.get_by_label("successor of a").select_option("b")
    publisher.get_by_label("note").fill("a is gone")
    publisher.get_by_label("note").press("Enter")
    expect(publisher.locator(".messagelist")).to_contain_text("revision 2 is live")
    publisher.goto(f"{live_server.url}/en/guides/guide/a/")
    expect(publisher).to_have_url(f"{live_server.url}/en/guides/guide/b/")

    publisher.goto(f"{live_server.url}{GUIDE}revisions/")
    publisher.get_by_role("link", name="1", exact=True).click()
    expect(publisher.locator("#restore")).to_be_visible()
    publisher.get_by_role("button", name="Restore this revision").focus()
    publisher.keyboard.press("Enter")
    expect(publisher.locator(".messagelist")).to_contain_text("revision 3 is live")
    publisher.goto(f"{live_server.url}/en/guides/guide/a/")
    expect(publisher.locator("h1")).to_have_text("title of a")
    assert Revision.objects.count() == 3


def test_the_preview_is_walked_with_htmx_inside_its_addresses(
    publisher: Page, live_server: LiveServer
) -> None:
    edited()
    publisher.goto(f"{live_server.url}{GUIDE}preview/en/")
    publisher.get_by_role("link", name="label yes").click()
    expect(publisher).to_have_url(f"{live_server.url}{GUIDE}preview/en/b/?q=yes")
    expect(publisher.locator("h1")).to_have_text("title of b")
    expect(publisher.locator(".draft-bar")).to_be_visible()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_on_any_page(publisher: Page, live_server: LiveServer, language: str) -> None:
    edited()
    in_language(publisher, live_server, language)
    told: list[tuple[object, ...]] = []
    for path in PAGES:
        publisher.goto(f"{live_server.url}{path}")
        told += complaints(publisher, path, language=language)
    assert not told, "\n".join(map(str, told))
