"""support-hours: the windows as they are at a time, by the channels' own hours."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from contact.channel import Channel, Hours
from contact.hours import open_state
from contact.models import Channel as Channels
from contact.publishing import publish_channel
from tests.factories import both, create_channel
from tests.html import read
from tests.tools.clock import jst, moments, unhurried
from tools.helpers.support_hours import support_hours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
ENGLISH = Channel("english", both("English"), always=True)
WEB = Channel("web", both("web"), hours=(Hours(WEEKDAYS, "09:00", "18:00"),), alternative="english")
CHAT = Channel(
    "chat", both("chat"), method="chat", hours=(Hours(WEEKDAYS, "09:00", "17:00"),), alternative="web"
)
CHANNELS = (WEB, CHAT, ENGLISH)


def states(now, channels=CHANNELS):
    """Of web and chat: the time they are open to, or closed until."""
    found = []
    for window in support_hours(channels=channels, now=now).windows[:2]:
        time = window.state.until or window.state.opens
        found.append(f"{window.state.kind} {time:%a %H:%M}")
    return found


@pytest.mark.parametrize(
    ("now", "web", "chat"),
    [
        ("2026-11-24 08:59", "closed Tue 09:00", "closed Tue 09:00"),
        ("2026-11-24 09:00", "open Tue 18:00", "open Tue 17:00"),
        ("2026-11-24 17:00", "open Tue 18:00", "closed Wed 09:00"),
        ("2026-11-24 18:00", "closed Wed 09:00", "closed Wed 09:00"),
        ("2026-11-27 18:30", "closed Mon 09:00", "closed Mon 09:00"),
        ("2026-11-28 10:00", "closed Mon 09:00", "closed Mon 09:00"),
        ("2026-11-23 10:00", "open Mon 18:00", "open Mon 17:00"),
    ],
)
def test_the_windows_open_and_close_by_their_hours(now, web, chat):
    assert states(jst(now)) == [web, chat]
    assert support_hours(channels=CHANNELS, now=jst(now)).windows[2].is_open, "English is always open"


def test_with_a_holiday_list_the_windows_are_closed_on_a_public_holiday():
    channels = (replace(WEB, holidays="jp"), replace(CHAT, holidays="jp"), ENGLISH)
    assert states(jst("2026-11-23 10:00"), channels) == ["closed Tue 09:00", "closed Tue 09:00"]


def test_a_public_holiday_is_named_whatever_the_hours_say():
    assert support_hours(channels=CHANNELS, now=jst("2026-11-23 10:00")).holiday
    assert not support_hours(channels=CHANNELS, now=jst("2026-11-24 10:00")).holiday


def test_while_the_chat_is_closed_the_web_is_offered_and_at_night_english():
    evening = support_hours(channels=CHANNELS, now=jst("2026-11-24 17:30")).windows
    night = support_hours(channels=CHANNELS, now=jst("2026-11-24 22:00")).windows
    assert [window.instead and window.instead.slug for window in evening] == [None, "web", None]
    assert [window.instead and window.instead.slug for window in night] == ["english", "english", None]


def test_alternatives_that_go_round_in_a_circle_offer_nothing():
    circle = (replace(WEB, alternative="chat"), CHAT)
    assert [
        window.instead for window in support_hours(channels=circle, now=jst("2026-11-28 10:00")).windows
    ] == [
        None,
        None,
    ]


def test_a_way_that_ends_in_a_circle_of_others_offers_nothing():
    hours = (Hours(WEEKDAYS, "09:00", "17:00"),)
    phone = Channel("phone", both("phone"), method="phone", hours=hours, alternative="chat")
    circle = (replace(WEB, alternative="chat"), replace(CHAT, alternative="phone"), phone)
    found = support_hours(channels=circle, now=jst("2026-11-28 10:00")).windows
    assert [window.instead for window in found] == [None, None, None]


def test_the_last_of_a_long_way_is_offered():
    phone = Channel("phone", both("phone"), method="phone", hours=WEB.hours, alternative="english")
    way = (ENGLISH, phone, replace(WEB, alternative="phone"), CHAT)
    found = support_hours(channels=way, now=jst("2026-11-28 10:00")).windows
    assert [window.instead and window.instead.slug for window in found] == [
        None,
        "english",
        "english",
        "english",
    ]


def test_an_alternative_that_is_not_there_is_not_offered():
    alone = (replace(WEB, alternative="withdrawn"),)
    assert support_hours(channels=alone, now=jst("2026-11-28 10:00")).windows[0].instead is None


@pytest.mark.parametrize("method", ["web", "chat", "phone", "form", "mail"])
def test_whatever_somebody_answers_has_hours(method):
    found = support_hours(channels=(replace(WEB, method=method),), now=jst("2026-11-24 10:00")).windows
    assert [window.channel.method for window in found] == [method]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("en", "Open meanwhile: night", "nightです"), ("ja", "nightです", "Open meanwhile")],
)
def test_the_page_shows_what_is_published_in_its_own_language(client, language, said, unsaid):
    create_channel("night", name=both("night"), always=True)
    desk = create_channel("desk", name=both("desk"), hours=WEB.hours, alternative="night")
    desk.alternative = Channels.objects.get(slug="night")
    desk.save()
    publish_channel(desk)
    create_channel("draft", name=both("draft"), always=True, publish=False)
    found = client.get(f"/{language}/tools/support-hours/?when=2026-11-28T10:00")
    assert found.status_code == 200
    result = read(found).one(id="support-hours-result").text
    assert said in result
    assert unsaid not in result
    assert "draft" not in result


def test_what_has_no_known_hours_or_nobody_in_it_is_left_out():
    page, unknown = Channel("page", method="page", always=True), Channel("unknown")
    assert support_hours(channels=(page, unknown), now=jst("2026-11-24 10:00")).windows == ()


def test_another_time_than_now_may_be_asked_for():
    found = support_hours(channels=CHANNELS, now=jst("2026-11-28 10:00"), when=jst("2026-11-24 10:00"))
    assert found.windows[0].is_open
    assert found.at == jst("2026-11-24 10:00")


@unhurried
@given(moments)
def test_what_is_announced_comes_true(now):
    for window in support_hours(channels=CHANNELS, now=now).windows[:2]:
        change = window.state.until or window.state.opens
        assert change is not None
        assert (open_state(window.channel, change).kind == "open") is not window.is_open
        assert (open_state(window.channel, change - timedelta(seconds=1)).kind == "open") is window.is_open
