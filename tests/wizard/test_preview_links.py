"""Links that show a draft without a login: signed, for seven days, revocable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.signing import Signer
from django.utils.translation import override

from tests.edits import editor
from tests.factories import create_flow
from wizard.preview_links import (
    LIFETIME,
    LinkRefused,
    make_token,
    read_token,
    revoke,
    token_of,
    working_links,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def test_a_link_leads_to_the_guide_it_was_made_for() -> None:
    flow = create_flow("q")
    link = read_token(make_token(flow, editor(), NOW), NOW)
    assert (link.flow, link.author, link.expires_at) == (flow, editor(), NOW + timedelta(days=7))


def test_it_works_for_seven_days() -> None:
    token = make_token(create_flow("q"), None, NOW)
    read_token(token, NOW + LIFETIME - timedelta(seconds=1))
    with pytest.raises(LinkRefused, match="expired"):
        read_token(token, NOW + LIFETIME)


def test_one_link_can_be_revoked_and_the_others_go_on_working() -> None:
    flow = create_flow("q")
    first, second = make_token(flow, None, NOW), make_token(flow, None, NOW)
    revoke(read_token(first, NOW), NOW)
    with pytest.raises(LinkRefused, match="revoked"):
        read_token(first, NOW)
    assert read_token(second, NOW)


def test_the_links_that_work_are_listed_and_can_be_given_out_again() -> None:
    flow = create_flow("q")
    make_token(flow, editor(), NOW - LIFETIME)
    token = make_token(flow, editor(), NOW)
    revoke(read_token(make_token(flow, None, NOW), NOW), NOW)
    (link,) = working_links(flow, NOW)
    assert token_of(link) == token
    assert link.author == editor()


@pytest.mark.parametrize("token", ["", "x", "x.y", "x.y.z", "ä.ö", "\x00"])
def test_a_token_that_was_not_signed_here_is_refused(token: str) -> None:
    with pytest.raises(LinkRefused, match="not complete"):
        read_token(token, NOW)


def test_a_token_signed_for_something_else_or_changed_is_refused() -> None:
    token = make_token(create_flow("q"), None, NOW)
    key = token.partition(".")[0]
    for other in (Signer(salt="other", sep=".").sign(key), f"{key}x.{token.partition('.')[2]}", token[:-1]):
        with pytest.raises(LinkRefused):
            read_token(other, NOW)


def test_a_signed_key_without_a_row_is_refused() -> None:
    with pytest.raises(LinkRefused, match="revoked"):
        read_token(Signer(salt="wizard.preview", sep=".").sign("absent"), NOW)


def test_a_link_goes_with_its_guide() -> None:
    flow = create_flow("q")
    token = make_token(flow, None, NOW)
    flow.delete()
    with pytest.raises(LinkRefused):
        read_token(token, NOW)


def test_a_second_click_makes_no_second_link() -> None:
    flow = create_flow("q")
    token = make_token(flow, editor(), NOW)
    assert make_token(flow, editor(), NOW + timedelta(seconds=2)) == token
    assert make_token(flow, editor("another"), NOW) != token
    assert make_token(create_flow("q", flow="other"), editor(), NOW) != token
    revoke(read_token(token, NOW), NOW)
    assert make_token(flow, editor(), NOW + timedelta(seconds=3)) != token


@pytest.mark.parametrize(("milliseconds", "is_the_same"), [(9_999, True), (10_000, False), (10_001, False)])
def test_who_asks_again_after_ten_seconds_gets_another_link(milliseconds: int, is_the_same: bool) -> None:
    flow = create_flow("q")
    first = make_token(flow, editor(), NOW)
    again = make_token(flow, editor(), NOW + timedelta(milliseconds=milliseconds))
    assert (again == first) is is_the_same
