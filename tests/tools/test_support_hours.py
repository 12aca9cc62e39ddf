"""support-hours: the windows as they are at a time, by the channels' own hours."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from contact.channel import Channel, Hours
from contact.hours import open_state
from tests.factories import both
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
