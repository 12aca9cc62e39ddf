"""The switch of language: it leads to the same page, saying the same, in the other language; and back again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from contact.channel import Hours
from contact.enquiries import new_reference
from contact.publishing import publish_channel
from tests.factories import both, create_channel, create_entry, create_flow, graph, published_flow
from tests.html import Element, read
from tests.staff import signed_in, staff
from wizard.compiler import write_graph
from wizard.preview_links import make_token
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
ANSWERS = "q1=a&q2=b"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.ENQUIRY_EMAIL = "desk@example.org"
    cache.clear()
    create_entry("card", phrases=("Your card was declined",))
    create_channel("desk")
    published_flow("q1: a=q2 b=end\nq2: b=end gone=gone\nend\ngone", flow="one")
    end = {"outcome": "contact", "entries": ("card",), "channels": ("desk",)}
    fix = {"tried": both("restarted"), "helper": "half-width-check"}
    again = "q1: a=q2 b=end\nq2: b=end c=fix\nfix: again=end\nend"
    publish(write_graph(graph(again, flow="one", end=end, fix=fix)), author=None)
    published_flow("o1: on=one: x=b1\nb1", flow="other")


def code_of_the_way(client: Client) -> str:
    """The short code of somebody at the end."""
    page = read(client.get(f"/ja/guides/one/end/?{ANSWERS}"))
    return page.one("aside", aria_labelledby="person").one("a")["href"].partition("?way=")[2]


def preview() -> str:
    """The address of a preview, up to its language."""
    draft = create_flow("q1: a=end\nend", flow="draft")
    token = make_token(draft, staff("wizard.change_flow"), timezone.now())
    return f"/preview/{token}"


PAGES = {
    "home": "/ja/",
    "home, as it was shared": "/ja/?utm_source=x&y=%E3%81%82",
    "guides": "/ja/guides/",
    "a guide": "/ja/guides/one/",
    "a guide that another led to": "/ja/guides/one/?other.o1=on",
    "a step with answers": f"/ja/guides/one/end/?{ANSWERS}",
    "a step that was never there": f"/ja/guides/one/nope/?{ANSWERS}",
    "a step that was removed": f"/ja/guides/one/gone/?{ANSWERS}",
    "a guide that is not there": "/ja/guides/nope/q/?q=a",
    "questions": "/ja/faq/",
    "a subject": "/ja/faq/billing/",
    "an entry": "/ja/faq/entry/card/",
    "an entry that is not there": "/ja/faq/entry/nope/?x=y",
    "an address that is nothing": "/ja/no%3Fthing/?x=y",
    "a search": "/ja/search/?q=card+%26+%E8%AB%8B%E6%B1%82",
    "a search for the words as they stand": "/ja/search/?q=crad&exact=1",
    "channels": "/ja/contact/?way={code}",
    "an enquiry": "/ja/contact/enquiry/?way={code}",
    "an enquiry that was sent": f"/ja/contact/enquiry/{new_reference()}/",
    "a vote": f"/ja/feedback/?about=one/end{quote(f'?{ANSWERS}')}&said=no",
    "a vote about an entry": "/ja/feedback/?about=card&said=yes",
    "a calculation": "/ja/tools/billing-month/?when=2026-04-01T08%3A59&at=card",
    "a private check": f"/ja/tools/half-width-check/?at=one/fix{quote('?q1=a&q2=c')}",
    "a pack": "/h/{code}?lang=ja",
    "a code that cannot be read": "/h/nonsense?lang=ja",
    "a preview": "{preview}/ja/",
    "a step of a preview": "{preview}/ja/end/?q1=a",
    "a preview without such a step": "{preview}/ja/nope/",
    "a preview that is over": "/preview/nonsense/ja/q1/",
}


def switch(page: Element, language: str) -> str:
    """Where the switch of a page leads."""
    return page.one("nav", id="langs").one("a", hreflang=language)["href"]


def state_of(page: Element) -> set[str]:
    """What a page leads to and what its forms carry, with the languages left out."""
    led = {link["href"] for link in page.all("a") if not link["href"].startswith(("mailto:", "#pack"))}
    carried = {f"{field['name']}={field.get('value')}" for field in page.all("input", type="hidden")}
    # Made anew for each page: the token against other sites, and the key that tells one form from another.
    found = {each for each in led | carried if not each.startswith(("csrf", "key="))}
    return {each.replace("/en/", "/ja/").replace("lang=en", "lang=ja") for each in found}


def told_with_a_query(page: Element) -> list[str]:
    """The addresses with a query that search engines and those who share a page are told of; there should be none."""
    told = [link["href"] for rel in ("canonical", "alternate") for link in page.all("link", rel=rel)]
    told += [meta["content"] for meta in page.all("meta", property="og:url")]
    return [each for each in told if urlsplit(each).query]


def follow(client: Client, address: str) -> tuple[int, Element]:
    """The status and the page of an address."""
    response = client.get(address)
    return response.status_code, read(response)


def test_every_page_says_the_same_in_the_other_language_and_leads_back(client: Client) -> None:
    known = {"code": code_of_the_way(client), "preview": preview()}
    for kind, wanted in PAGES.items():
        address = wanted.format_map(known)
        status, page = follow(client, address)
        status_there, there = follow(client, switch(page, "en"))
        assert status_there == status, (kind, switch(page, "en"))
        assert there.one("html")["lang"] == "en", kind
        assert switch(there, "ja") == switch(page, "ja") == address, kind
        assert state_of(there) == state_of(page) or "search" in kind, kind  # each language finds its own
        assert not told_with_a_query(page), kind


def test_a_query_that_a_browser_would_never_send_so_cannot_leave_its_attribute(client: Client) -> None:
    page = read(client.generic("GET", "/ja/", QUERY_STRING='x="><b>\xe3\x81\x82'))
    assert switch(page, "en") == "/en/?x=%22%3E%3Cb%3E%E3%81%82"


def posted(client: Client, address: str, **fields: str) -> Element:
    """The page that answers what was sent."""
    return read(client.post(address, fields))


def test_an_enquiry_sent_back_with_errors_keeps_its_way(client: Client) -> None:
    code = code_of_the_way(client)
    page = posted(client, "/ja/contact/enquiry/", way=code, text="4111")
    assert page.one("form.form").all("span.error")
    status, there = follow(client, switch(page, "en"))
    assert status == 200
    assert there.one("input", name="way")["value"] == code
    assert "title of q1" in there.one("form.form").one("pre").text
    assert "4111" not in switch(page, "en")


def test_whoever_goes_from_the_enquiry_to_the_channels_still_has_the_pack(client: Client) -> None:
    code = code_of_the_way(client)
    for page in (
        read(client.get(f"/ja/contact/enquiry/?way={code}")),
        posted(client, "/ja/contact/enquiry/", way=code),
    ):
        assert follow(client, page.one("a.back")["href"])[1].one("section", aria_labelledby="pack")


def test_another_channel_instead_of_a_closed_one_is_on_the_same_page(client: Client, noon: datetime) -> None:
    form = create_channel("form", always=True)
    shut = create_channel("shut", hours=(Hours(("tue",), "01:00", "02:00"),))
    shut.alternative = form
    shut.save()
    publish_channel(shut)
    page = read(client.get("/ja/contact/?way=x"))
    assert page.one("li", id="shut").all("a")[0]["href"] == "#form"
    assert page.one("li", id="form")


def test_a_comment_that_is_too_long_and_one_too_many_votes_have_their_page_in_the_other_language(
    client: Client, settings: Settings
) -> None:
    about = f"one/end?{ANSWERS}"
    long = posted(client, "/ja/feedback/", about=about, comment="x" * 501)
    settings.FEEDBACK_LIMIT = 0
    often = posted(client, "/ja/feedback/", about=about, vote="no")
    for page, title in ((long, "Thank you"), (often, "That was many answers in a short time")):
        status, there = follow(client, switch(page, "en"))
        assert status == 200
        assert there.one("h1").text == title
        assert there.one("a.back")["href"] == f"/en/guides/one/end/?{ANSWERS}"


def test_a_vote_that_was_refused_leads_home_in_the_other_language(client: Client) -> None:
    page = posted(client, "/ja/feedback/", about="card")
    assert switch(page, "en") == "/en/"


def test_what_a_private_check_was_asked_is_in_no_address_but_where_it_stood_is(client: Client) -> None:
    at = "one/fix?q1=a&q2=c"
    page = posted(client, "/ja/tools/half-width-check/", text="secret", at=at)
    status, there = follow(client, switch(page, "en"))
    assert status == 200
    assert there.one("input", name="at")["value"] == at
    assert "secret" not in switch(page, "en")


def test_htmx_brings_the_switch_of_a_calculation_along(client: Client) -> None:
    here = "/ja/tools/billing-month/"
    headers: Any = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{here}"}
    part = read(client.get(f"{here}?when=2026-04-01T08%3A59", headers=headers))
    assert switch(part, "en") == "/en/tools/billing-month/?when=2026-04-01T08%3A59"


def test_an_editor_switches_the_language_of_a_preview_of_an_entry(client: Client) -> None:
    editor = signed_in("faq.view_entry", "faq.change_entry")
    preview = "/admin/faq/entry/card/preview/ja/"
    response = editor.get(preview)
    assert response.status_code == 200
    assert follow(editor, switch(read(response), "en"))[0] == 200
