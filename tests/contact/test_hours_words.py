"""What a card says of its hours: the true end, on the right day, by a clock that is named where it is not the reader's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from contact.channel import DAYS, Channel, Hours, SpecialDay
from contact.hours import open_state
from ground.zones import zone_name
from tests.factories import create_channel
from tests.html import Element, read
from tests.tools.clock import jst

WEEK = DAYS[:5]
NIGHTS = (Hours(DAYS, "18:00", "24:00"), Hours(DAYS, "00:00", "02:00"))
OFFICE = (Hours(WEEK, "09:00", "17:00"),)


def card(language: str, now: datetime, **channel: Any) -> Element:
    create_channel("desk", **channel)
    with patch("django.utils.timezone.now", return_value=now):
        return read(Client().get(f"/{language}/contact/")).one("main").one("li.channel")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "channel", "english", "japanese"),
    [
        (
            "2026-11-24 23:30",
            {"hours": NIGHTS},
            "Open now, until 02:00 tomorrow",
            "ただいま受付中です。明日 02:00 まで",
        ),
        (
            "2026-11-25 00:30",
            {"hours": NIGHTS},
            "Open now, until 02:00 today",
            "ただいま受付中です。本日 02:00 まで",
        ),
        (
            "2026-11-24 22:00",
            {"hours": (Hours(WEEK, "00:00", "24:00"),)},
            "Open now, until Friday, November 27 at 24:00",
            "ただいま受付中です。11月27日(金曜日) 24:00 まで",
        ),
        (
            "2026-11-27 22:00",
            {"hours": (Hours(WEEK, "00:00", "24:00"),)},
            "Open now, until 24:00 today",
            "ただいま受付中です。本日 24:00 まで",
        ),
        (
            "2026-11-26 22:00",
            {"hours": (Hours(WEEK, "00:00", "24:00"),)},
            "Open now, until 24:00 tomorrow",
            "ただいま受付中です。明日 24:00 まで",
        ),
        (
            "2026-12-31 20:00",
            {"hours": OFFICE, "special_days": (SpecialDay("2027-01-01"),)},
            "Closed now, opens Monday, January 4, 2027 at 09:00",
            "ただいま受付時間外です。次は2027年1月4日(月) 09:00 から",
        ),
        (
            "2026-11-24 12:00",
            {"special_days": (SpecialDay("2026-11-23", "10:00", "12:00"),)},
            "Closed now",
            "ただいま受付時間外です",
        ),
        (
            "2026-12-01 20:00",
            {"hours": OFFICE, "timezone": "America/Los_Angeles"},
            "Closed now, opens Tuesday, December 1 at 09:00 (Pacific time)",
            "ただいま受付時間外です。次は12月1日(火曜日) 09:00(アメリカ太平洋時間) から",
        ),
        (
            "2026-12-02 08:00",
            {"hours": OFFICE, "timezone": "America/Los_Angeles"},
            "Open now, until Tuesday, December 1 at 17:00 (Pacific time)",
            "ただいま受付中です。12月1日(火曜日) 17:00(アメリカ太平洋時間) まで",
        ),
    ],
)
def test_a_card_names_the_next_change_its_day_and_a_foreign_clock(
    now: str, channel: dict[str, Any], english: str, japanese: str
) -> None:
    assert card("en", jst(now), **channel).one("p.state").text == english
    with patch("django.utils.timezone.now", return_value=jst(now)):
        assert read(Client().get("/ja/contact/")).one("main").one("p.state").text == japanese


@pytest.mark.django_db
def test_who_may_live_anywhere_is_told_whose_clock_it_is() -> None:
    found = card("en", jst("2026-11-24 12:00"), hours=OFFICE)
    assert "Times are Japan time." in found.text
    with patch("django.utils.timezone.now", return_value=jst("2026-11-24 12:00")):
        assert "日本時間" not in read(Client().get("/ja/contact/")).one("main").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "channel", [{"always": True}, {}, {"hours": OFFICE, "timezone": "America/Los_Angeles"}], ids=str
)
def test_no_clock_is_named_beside_no_times_nor_twice(channel: dict[str, Any]) -> None:
    assert "Times are" not in card("en", jst("2026-11-24 12:00"), **channel).text


@pytest.mark.django_db
def test_a_site_in_another_zone_names_japan(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/London"
    assert card("ja", jst("2026-11-24 12:00"), hours=OFFICE).one("p.state").text == (
        "ただいま受付中です。11月24日(火曜日) 17:00(日本時間) まで"
    )


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("US/Pacific", "Pacific time"),
        ("Europe/Berlin", "Central European time"),
        ("Asia/Kathmandu", "Nepal time"),
        ("UTC", "UTC"),
        ("Etc/GMT+9", "UTC-09:00"),
    ],
)
def test_every_zone_has_a_name(zone: str, name: str) -> None:
    found = open_state(Channel("desk", timezone=zone, hours=OFFICE), datetime(2026, 11, 24, tzinfo=UTC))
    moment = found.until or found.opens
    assert moment is not None
    assert zone_name(moment) == name
