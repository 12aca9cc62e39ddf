"""A round of guides as a reader walks it: every choice leads on, and what was tried reaches the hand-off."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import both, published_flow
from tests.html import Element, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guides() -> None:
    published_flow("what: failed=end\nend", flow="other")
    published_flow(
        "which: monthly=check unsure=check once=end\ncheck: again=retry right=issuer\n"
        "retry: no-change=issuer solved=end\nissuer: other=other: ask=end\nend",
        flow="pay",
        retry={"tried": both("tried the card again")},
    )
    published_flow("what: failed=pay: deep=pay:check none=end\nend", flow="other")


def page(client: Client, path: str) -> Element:
    """A page that answers 200."""
    response = client.get(path)
    assert response.status_code == 200, path
    return read(response)


def take(client: Client, path: str, choice: str) -> str:
    """Where the choice of that label leads from the page at `path`."""
    found = [link["href"] for link in page(client, path).all("a.choice") if f"label {choice}" in link.text]
    assert len(found) == 1
    return found[0]


def walk(client: Client, path: str, *choices: str) -> str:
    """The address after taking `choices` from `path`."""
    for choice in choices:
        path = take(client, path, choice)
    return path


def asked(address: str) -> str:
    """The page of an address, without the way that led there."""
    return address.partition("?")[0]


ROUND = ("monthly", "again", "no-change", "other", "failed")
OLD_LINK = "/en/guides/pay/?which=monthly&check=again&retry=no-change&issuer=other&other.what=failed"


@pytest.mark.parametrize("link", ["", OLD_LINK, OLD_LINK.replace("/pay/?", "/pay/which/?")])
def test_no_choice_of_a_question_that_came_round_leads_to_its_own_page(client: Client, link: str) -> None:
    again = page(client, link or walk(client, "/en/guides/pay/", *ROUND))
    assert not again.all("div.message")
    assert not again.all("a.chosen")
    assert {asked(choice["href"]) for choice in again.all("a.choice")} == {
        "/en/guides/pay/check/",
        "/en/guides/pay/end/",
    }


@pytest.mark.parametrize("link", ["", OLD_LINK])
def test_what_was_tried_before_the_round_reaches_the_hand_off(client: Client, link: str) -> None:
    end = walk(client, link or walk(client, "/en/guides/pay/", *ROUND), "monthly", "right", "ask")
    pack = page(client, end).one("pre", id="pack-en").text
    assert "tried the card again" in pack
    code = page(client, end).link("See contact channels")["href"].partition("?way=")[2]
    opened = client.get(f"/h/{code}", headers={"Accept-Language": "en"})
    assert "tried the card again" in opened.content.decode()
    back_to = read(opened).one("main").all("a.button")[0]["href"]
    assert back_to.endswith(end)


def test_the_answers_so_far_of_a_second_round_can_be_changed(client: Client) -> None:
    again = page(client, walk(client, "/en/guides/pay/", *ROUND))
    changes = [row.one("a")["href"] for row in again.one("section.trail").all("li")[:-1]]
    assert [asked(href) for href in changes] == [
        "/en/guides/pay/check/",
        "/en/guides/pay/retry/",
        "/en/guides/pay/issuer/",
        "/en/guides/other/what/",
    ]
    for href in changes:
        there = page(client, href)
        assert "changing an earlier answer" in there.text or href == changes[-1]
        assert there.one("a.chosen")


def test_back_from_a_question_that_came_round_leads_to_the_question_before_it(client: Client) -> None:
    again = walk(client, "/en/guides/pay/", *ROUND)
    back = page(client, again).one("a.back")["href"]
    assert asked(back) == "/en/guides/other/what/"
    assert take(client, back, "failed") == again


def test_a_round_into_the_middle_of_a_guide_asks_that_question_afresh(client: Client) -> None:
    deep = walk(client, "/en/guides/pay/", *ROUND[:-1], "deep")
    assert asked(deep) == "/en/guides/pay/check/"
    again = page(client, deep)
    assert not again.all("a.chosen")
    assert [row.one("span.q").text for row in again.one("section.trail").all("li")[:-1]] == [
        "title of which",
        "title of retry",
        "title of issuer",
        "title of what",
    ]


def test_the_language_switch_keeps_a_second_round(client: Client) -> None:
    again = walk(client, "/en/guides/pay/", *ROUND)
    assert page(client, again).one("nav", id="langs").all("a")[0]["href"] == again.replace("/en/", "/ja/")
