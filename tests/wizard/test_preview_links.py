"""Links that show a draft without a login: signed, for seven days, revocable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.signing import Signer
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tests.factories import create_flow
from tests.staff import staff
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


def author(name: str = "author") -> User:
    """Somebody who may share drafts, the same one each time."""
    return User.objects.filter(username=name).first() or staff("wizard.change_flow", name=name)


def test_a_link_leads_to_the_guide_it_was_made_for() -> None:
    flow = create_flow("q")
    link = read_token(make_token(flow, author(), NOW), NOW)
    assert (link.flow, link.author, link.expires_at) == (flow, author(), NOW + timedelta(days=7))


def test_it_works_for_seven_days() -> None:
    token = make_token(create_flow("q"), author(), NOW)
    read_token(token, NOW + LIFETIME - timedelta(seconds=1))
    with pytest.raises(LinkRefused, match="expired"):
        read_token(token, NOW + LIFETIME)


def test_one_link_can_be_revoked_and_the_others_go_on_working() -> None:
    flow = create_flow("q")
    first, second = make_token(flow, author(), NOW), make_token(flow, author("other"), NOW)
    revoke(read_token(first, NOW), NOW)
    with pytest.raises(LinkRefused, match="revoked"):
        read_token(first, NOW)
    assert read_token(second, NOW)


def test_the_links_that_work_are_listed_and_can_be_given_out_again() -> None:
    flow = create_flow("q")
    make_token(flow, author(), NOW - LIFETIME)
    token = make_token(flow, author(), NOW)
    revoke(read_token(make_token(flow, author("other"), NOW), NOW), NOW)
    (link,) = working_links(flow, NOW)
    assert token_of(link) == token
    assert link.author == author()


@pytest.mark.parametrize("token", ["", "x", "x.y", "x.y.z", "ä.ö", "\x00"])
def test_a_token_that_was_not_signed_here_is_refused(token: str) -> None:
    with pytest.raises(LinkRefused, match="not complete"):
        read_token(token, NOW)


def test_a_token_signed_for_something_else_or_changed_is_refused() -> None:
    token = make_token(create_flow("q"), author(), NOW)
    key = token.partition(".")[0]
    for other in (Signer(salt="other", sep=".").sign(key), f"{key}x.{token.partition('.')[2]}", token[:-1]):
        with pytest.raises(LinkRefused):
            read_token(other, NOW)


def test_a_signed_key_without_a_row_is_refused() -> None:
    with pytest.raises(LinkRefused, match="revoked"):
        read_token(Signer(salt="wizard.preview", sep=".").sign("absent"), NOW)


def switch_off(person: User) -> None:
    person.is_active = False
    person.save()


def make_a_customer(person: User) -> None:
    person.is_staff = False
    person.save()


def take_the_permission(person: User) -> None:
    person.user_permissions.clear()


def leave_them_looking(person: User) -> None:
    take_the_permission(person)
    person.user_permissions.add(Permission.objects.get(codename="view_flow"))


def delete(person: User) -> None:
    person.delete()


@pytest.mark.parametrize(
    "end", [switch_off, make_a_customer, take_the_permission, leave_them_looking, delete]
)
def test_a_link_ends_with_its_authors_account(end: Callable[[User], None]) -> None:
    flow = create_flow("q")
    token, others = make_token(flow, author(), NOW), make_token(flow, author("other"), NOW)
    assert len(working_links(flow, NOW)) == 2
    end(author())
    with pytest.raises(LinkRefused, match="is over: whoever made it may no longer share drafts"):
        read_token(token, NOW)
    assert [token_of(link) for link in working_links(flow, NOW)] == [others]
    assert read_token(others, NOW)


def test_the_permission_may_come_from_a_group() -> None:
    person = author()
    token = make_token(create_flow("q"), person, NOW)
    group = Group.objects.create(name="editors")
    group.permissions.add(*person.user_permissions.all())
    person.user_permissions.clear()
    person.groups.add(group)
    assert read_token(token, NOW)


def test_reading_a_link_costs_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    token = make_token(create_flow("q"), author(), NOW)
    with django_assert_num_queries(3):
        read_token(token, NOW)


def test_a_link_goes_with_its_guide() -> None:
    flow = create_flow("q")
    token = make_token(flow, author("other"), NOW)
    flow.delete()
    with pytest.raises(LinkRefused):
        read_token(token, NOW)


def test_a_second_click_makes_no_second_link() -> None:
    flow = create_flow("q")
    token = make_token(flow, author(), NOW)
    assert make_token(flow, author(), NOW + timedelta(seconds=2)) == token
    assert make_token(flow, author("another"), NOW) != token
    assert make_token(create_flow("q", flow="other"), author(), NOW) != token
    revoke(read_token(token, NOW), NOW)
    assert make_token(flow, author(), NOW + timedelta(seconds=3)) != token


@pytest.mark.parametrize(("milliseconds", "is_the_same"), [(9_999, True), (10_000, False), (10_001, False)])
def test_who_asks_again_after_ten_seconds_gets_another_link(milliseconds: int, is_the_same: bool) -> None:
    flow = create_flow("q")
    first = make_token(flow, author(), NOW)
    again = make_token(flow, author(), NOW + timedelta(milliseconds=milliseconds))
    assert (again == first) is is_the_same
