"""Contact channels in admin: rows are edited freely, customers see what was published last."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contact.channel import Hours
from contact.compiler import compile_channel
from contact.models import Channel, Enquiry, OpeningHours
from tests.admin_pages import errors_of, save, sentences, signed_in
from tests.factories import create_channel
from tests.html import read

pytestmark = pytest.mark.django_db
LIST = "/admin/contact/channel/"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def page(channel: Channel) -> str:
    return reverse("admin:contact_channel_change", args=[channel.pk])


def act(client: Client, action: str, *channels: Channel) -> list[str]:
    body = {"action": action, "_selected_action": [channel.pk for channel in channels]}
    return sentences(client.post(LIST, body, follow=True))


def hours(opens: str, closes: str, *days: str) -> dict[str, Any]:
    row = {"hours__TOTAL_FORMS": 1, "hours__0__opens": opens, "hours__0__closes": closes}
    return {**row, **{f"hours__0__{day}": "on" for day in days}}


def test_the_list_says_whether_customers_see_what_stands_here() -> None:
    create_channel("as-is", hours=(Hours(WEEKDAYS, "09:00", "18:00"),))
    changed = create_channel("changed")
    OpeningHours.objects.create(channel=changed, mon=True, opens="09:00", closes="12:00")
    create_channel("draft", publish=False)
    rows = read(signed_in().get(LIST)).one("table", id="result_list").one("tbody").all("tr")
    assert [row.all("td")[-1].text for row in rows] == [
        "as it stands here",
        "an older state: publish it to show the changes",
        "not published",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("published=yes", ["desk"]),
        ("published=no", ["draft"]),
        ("q=channel+draft", ["draft"]),
        ("method__exact=phone", []),
    ],
)
def test_the_list_is_searched_and_filtered(query: str, found: list[str]) -> None:
    create_channel("desk")
    create_channel("draft", publish=False)
    assert [channel.slug for channel in signed_in().get(f"{LIST}?{query}").context["cl"].result_list] == found


def test_saving_does_not_publish_and_publishing_does() -> None:
    channel = create_channel("desk")
    client = signed_in()
    save(client, page(channel), name_en="Front desk", **hours("09:00", "18:00", *WEEKDAYS))
    channel.refresh_from_db()
    assert channel.card["name"]["en"] == "channel desk"
    assert act(client, "publish_chosen", channel)[-1] == "“Front desk” is published."
    channel.refresh_from_db()
    assert channel.card == compile_channel(channel).as_dict()
    assert channel.card["hours"] == [{"days": list(WEEKDAYS), "open": "09:00", "close": "18:00"}]
    assert act(client, "publish_chosen", channel) == ["“Front desk” has not changed since it was published."]


def test_problems_are_sentences_with_a_link() -> None:
    channel = create_channel("desk", publish=False)
    Channel.objects.update(name_en="", purpose_ja="用途", url="https://x")
    link = f'<a href="{page(channel)}">desk</a>'
    assert act(signed_in(), "publish_chosen", channel) == [
        "“channel deskです” was not published.",
        f"{link}: The name is not written in English. Write it.",
        f"{link}: The purpose is not written in English. Write it.",
        f"{link}: “https://x” is no web address. Write https://….",
    ]
    said = act(signed_in(language="ja"), "publish_chosen", channel)
    assert said[1].endswith("「名前」が英語で書かれていません。書いてください。")


def test_withdrawing_takes_a_channel_off_the_site(client: Client) -> None:
    channel = create_channel("desk")
    assert act(signed_in(), "withdraw_chosen", channel) == ["“channel desk” is withdrawn from the site."]
    assert "channel desk" not in read(client.get("/en/contact/")).text


@pytest.mark.parametrize("action", ["publish_chosen", "withdraw_chosen"])
def test_without_the_permission_nobody_does_either(action: str) -> None:
    live, draft = create_channel("live"), create_channel("draft", publish=False)
    said = act(signed_in("contact.view_channel", "contact.change_channel"), action, live, draft)
    assert said == ["Your account is not allowed to do this. An administrator can give the permission."]
    assert Channel.objects.published().get() == live


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (hours("9:00", "18:00", "mon"), "Write a time as 09:00."),
        (hours("24:00", "25:00", "mon"), "Write a time as 09:00."),
        (hours("18:00", "09:00", "mon"), "It must close after it opens."),
        (hours("09:00", "09:00", "mon"), "It must close after it opens."),
        (hours("09:00", "18:00"), "Choose the days of the week"),
    ],
)
def test_hours_that_cannot_be_are_refused_in_a_sentence(row: dict[str, Any], sentence: str) -> None:
    errors = errors_of(save(signed_in(), page(create_channel("desk")), **row))
    assert sentence in errors
    assert "Constraint" not in errors
    assert not OpeningHours.objects.exists()


@pytest.mark.parametrize(
    ("opens", "closes", "kept"),
    [
        ("", "", True),
        ("10:00", "24:00", True),
        ("10:00", "", False),
        ("", "12:00", False),
        ("24:00", "24:00", False),
    ],
)
def test_a_special_day_is_closed_or_a_span(opens: str, closes: str, kept: bool) -> None:
    channel = create_channel("desk")
    row = {"special_days__TOTAL_FORMS": 1, "special_days__0__day": "2026-12-31"}
    times = {"special_days__0__opens": opens, "special_days__0__closes": closes}
    response = save(signed_in(), page(channel), **{**row, **times})
    assert (response.status_code == 302) is kept
    assert channel.special_days.exists() is kept


def test_a_zone_that_is_none_and_an_alternative_that_is_itself_are_refused() -> None:
    channel = create_channel("desk")
    errors = errors_of(save(signed_in(), page(channel), timezone="Mars/Olympus", alternative=channel.pk))
    assert "“Mars/Olympus” is no time zone. Write one such as Asia/Tokyo." in errors
    assert "This is the channel itself. Choose another." in errors


def test_the_slug_stays_since_published_guides_name_it() -> None:
    channel = create_channel("desk")
    save(signed_in(), page(channel), slug="counter", name_en="Counter")
    channel.refresh_from_db()
    assert (channel.slug, channel.name_en) == ("desk", "Counter")


def test_a_new_channel_goes_to_the_end() -> None:
    create_channel("desk")
    save(signed_in(), f"{LIST}add/", slug="phone", name_ja="電話", method="phone", holidays="jp")
    assert Channel.objects.get(slug="phone").position == 1


def test_an_enquiry_is_read_and_marked_but_never_written_here() -> None:
    enquiry = Enquiry.objects.create(
        reference="ABCD-2345", mail="a@example.org", text="Help", language="en", expires_at=timezone.now()
    )
    client, url = signed_in(), reverse("admin:contact_enquiry_change", args=[enquiry.pk])
    assert client.get("/admin/contact/enquiry/add/").status_code == 403
    save(client, url, state="answered", text="Forged")
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.text) == ("answered", "Help")
