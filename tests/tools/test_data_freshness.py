"""data-freshness: 24 hours, for reservations 48."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.clock import jst, moments, unhurried, zones
from tools.helpers.data_freshness import HELPER, HOURS, data_freshness

BOUGHT = jst("2026-11-24 10:00")


@pytest.mark.parametrize(
    ("kind", "look_again"), [("reservation", "2026-11-26 10:00"), ("usage", "2026-11-25 10:00")]
)
def test_look_again_after_the_hours_of_its_kind(kind, look_again):
    assert data_freshness(event=BOUGHT, kind=kind, now=BOUGHT).look_again == jst(look_again)


@pytest.mark.parametrize(
    ("kind", "now", "suggests"),
    [
        ("reservation", "2026-11-26 09:59", "yes"),
        ("reservation", "2026-11-26 10:00", "no"),
        ("usage", "2026-11-24 11:00", ""),
        ("usage", "2026-11-30 11:00", ""),
    ],
)
def test_only_for_reservations_it_suggests_an_answer(kind, now, suggests):
    assert data_freshness(event=BOUGHT, kind=kind, now=jst(now)).suggests == suggests
    assert suggests in ("", *HELPER.suggests)


@unhurried
@given(moments, moments, zones, st.sampled_from(sorted(HOURS)))
def test_what_happened_later_is_never_up_to_date_earlier(one, other, zone, kind):
    first, second = sorted((one, other))
    early = data_freshness(event=first.astimezone(zone), kind=kind, now=second)
    late = data_freshness(event=second, kind=kind, now=second)
    assert early.look_again <= late.look_again
    assert early.passed >= late.passed
