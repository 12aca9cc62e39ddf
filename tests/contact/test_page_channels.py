"""The page of contact channels: what each is for, and whether it is open now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contact.channel import Hours
from contact.models import Channel
from contact.publishing import publish_channel, withdraw_channel
from ground.text import Text
from tests.factories import both, create_channel
from tests.html import Element, read
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
WEEKDAYS = (Hours(("mon", "tue", "wed", "thu", "fri"), "09:00", "18:00"),)


def page(client: Client, path: str) -> Element:
    """A page that answers 200."""
    response = client.get(path)
    assert response.status_code == 200
    return read(response)


@pytest.mark.parametrize(("language", "suffix"), [("ja", "です"), ("en", "")])
def test_a_channel_says_what_it_is_for_what_it_needs_and_what_to_have_ready(
    client: Client, language: str, suffix: str
) -> None:
    create_channel(
        "desk",
        purpose=both("for bills"),
        entry=both("through the console"),
        needs=("account", "signed-in"),
        needs_note=both("any account"),
        bring=both("the invoice"),
        hours_note=both("maybe closed on holidays"),
        url="https://example.org/?a=b&c",
        languages=("ja",),
    )
    card = page(client, f"/{language}/contact/").one("main").one("li.channel")
    assert card.one("h3" if card.all("h3") else "h2").text == f"channel desk{suffix}"
    assert [link["href"] for link in card.all("a")] == ["https://example.org/?a=b&c"]
    for words in (
        "for bills",
        "through the console",
        "any account",
        "the invoice",
        "maybe closed on holidays",
    ):
        assert f"{words}{suffix}" in card.text


# Tokyo is nine hours ahead of UTC; 23 November is a holiday there.
@pytest.mark.parametrize(
    ("now", "holidays", "state", "words"),
    [
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "none", "open", "Open now, until 18:00 today"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=UTC), "none", "closed", "Closed now, opens today at 09:00"),
        (
            datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
            "none",
            "closed",
            "Closed now, opens Wednesday, November 25 at 09:00",
        ),
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), "none", "open", "Open now, until 18:00 today"),
        (
            datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
            "jp",
            "closed",
            "Closed now, opens Tuesday, November 24 at 09:00",
        ),
    ],
)
def test_a_channel_says_whether_it_is_open_now(
    client: Client, now: datetime, holidays: str, state: str, words: str
) -> None:
    create_channel("desk", hours=WEEKDAYS, holidays=holidays)
    with patch("django.utils.timezone.now", return_value=now):
        card = page(client, "/en/contact/").one("main").one("li.channel")
        assert card.one("p.state").text == words
        assert state in card["class"].split()
        japanese = page(client, "/ja/contact/").one("main").one("p.state").text
    assert japanese.isascii() is False


def test_a_channel_without_known_hours_says_nothing_of_them(client: Client) -> None:
    create_channel("desk")
    assert not page(client, "/en/contact/").one("main").all("p.state")


def test_channels_stand_in_the_order_of_the_editor_and_only_while_published(client: Client) -> None:
    second, first = create_channel("second"), create_channel("first")
    create_channel("draft", publish=False)
    gone = create_channel("gone")
    withdraw_channel(gone)
    second.position, first.position = 2, 1
    second.save()
    first.save()
    cards = page(client, "/en/contact/").one("main").all("li.channel")
    assert [card["id"] for card in cards] == ["first", "second"]


def test_the_page_stands_while_nothing_is_published(client: Client) -> None:
    for language in ("ja", "en"):
        main = page(client, f"/{language}/contact/").one("main")
        assert main.one("h1").text
        assert not main.all("li.channel")


def test_what_an_editor_types_is_shown_as_text(client: Client) -> None:
    evil = Text("<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    texts: dict[str, Any] = dict.fromkeys(
        ("name", "purpose", "hours_note", "entry", "needs_note", "bring"), evil
    )
    create_channel("desk", **texts)
    for language in ("ja", "en"):
        card = page(client, f"/{language}/contact/").one("main").one("li.channel")
        assert card.text.count(evil.get(language)) == len(texts)
        assert not card.all("script")
        assert not card.all("img")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)("/en/contact/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_the_page_costs_the_same_for_one_channel_and_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        create_channel(f"desk-{number}", hours=WEEKDAYS)
    with django_assert_max_num_queries(3):
        page(client, "/en/contact/")


def test_a_channel_that_another_offers_while_it_is_closed_is_not_withdrawn_before_it() -> None:
    desk, phone = create_channel("desk"), create_channel("phone", publish=False)
    phone.alternative = desk
    phone.save()
    publish_channel(phone)
    publisher = signed_in(*(f"contact.{what}_channel" for what in ("view", "change", "publish", "delete")))
    pk = dict(Channel.objects.values_list("slug", "pk"))

    def act(action: str, *slugs: str) -> Element:
        fields = {"action": action, "_selected_action": [pk[slug] for slug in slugs], "post": "yes"}
        response = publisher.post("/admin/contact/channel/", fields, follow=True)
        return read(response).one("ul.messagelist")

    for action in ("withdraw_chosen", "delete_selected"):
        refusal = act(action, "desk")
        assert refusal.one("a")["href"] == f"/admin/contact/channel/{pk['phone']}/change/"
        assert refusal.one("a").text == "the contact channel phone"
        assert Channel.objects.published().count() == 2
    assert "is withdrawn from the site" in act("withdraw_chosen", "desk", "phone").text
    assert not Channel.objects.published().exists()
