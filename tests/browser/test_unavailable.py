"""The page that says the database is away, as readers meet it: accessible, and its button sends what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import complaints
from tests.browser.conftest import Watch
from tests.trouble import failing

pytestmark = pytest.mark.django_db


def refused(path: str, sent: dict[str, str] | None = None) -> str:
    """The page for who asks for `path`, or sends something to it, while the database is away."""
    client = Client(raise_request_exception=False)
    with failing(OperationalError("connection refused")):
        answer = client.get(path) if sent is None else client.post(path, sent)
    assert answer.status_code == 503
    return answer.content.decode()


def answering(html: str, *, status: int = 200) -> Callable[[Route], None]:
    """A server that answers with the page `html`."""
    return lambda route: route.fulfill(status=status, body=html, content_type="text/html")


def test_axe_finds_nothing_and_what_was_typed_is_sent_again(
    page: Page, watch: Watch, shipped_site: LiveServer
) -> None:
    watch.follow(page)
    watch.accept("503")
    typed = {"about": "card-payment-failed", "comment": 'It "still"\n<b>fails</b>', "key": "a"}
    for path, sent in (("/ja/faq/", None), ("/en/feedback/", typed)):
        page.route(f"**{path}", answering(refused(path, sent), status=503))
        page.goto(shipped_site.url + path)
        assert complaints(page, path, language=path[1:3]) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    again: list[str] = []
    page.on("request", lambda request: again.append(request.post_data or ""))
    page.route("**/en/feedback/", answering("<title>Thanks</title>"))
    page.get_by_role("button", name="Send again").click()
    expect(page).to_have_title("Thanks")
    assert again[:1] == ["about=card-payment-failed&comment=It+%22still%22%0D%0A%3Cb%3Efails%3C%2Fb%3E&key=a"]
