"""Accounts and groups in admin: Django's pages, made and changed as ever."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tests.staff import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return administrator()


def test_an_account_is_made_given_a_group_and_found_by_it(admin: Client) -> None:
    group = Group.objects.create(name="editors")
    secret = "Zq3vX8mR-tY6w"
    made = {"username": "hanako", "usable_password": "true", "password1": secret, "password2": secret}
    assert admin.post("/admin/auth/user/add/", made).status_code == 302
    person = User.objects.get(username="hanako")
    assert person.check_password(secret)
    joined = {
        "username": "hanako",
        "is_active": "on",
        "is_staff": "on",
        "groups": group.pk,
        "date_joined_0": "2026-11-30",
        "date_joined_1": "10:00",
    }
    assert admin.post(f"/admin/auth/user/{person.pk}/change/", joined).status_code == 302
    person.refresh_from_db()
    assert (person.is_staff, [*person.groups.all()], person.check_password(secret)) == (True, [group], True)
    assert (
        "hanako"
        in admin.get(f"/admin/auth/user/?groups__id__exact={group.pk}&is_staff__exact=1").content.decode()
    )
    other = secret + "!"
    changed = {"usable_password": "true", "password1": other, "password2": other}
    assert admin.post(f"/admin/auth/user/{person.pk}/password/", changed).status_code == 302
    person.refresh_from_db()
    assert person.check_password(other)


def test_a_group_is_given_permissions(admin: Client) -> None:
    assert (
        admin.post("/admin/auth/group/add/", {"name": "readers", "permissions": ["1", "2"]}).status_code
        == 302
    )
    assert Group.objects.get(name="readers").permissions.count() == 2


@pytest.mark.parametrize(
    "query", ["q=%00", "groups__id__exact=a", "e=1", "is_staff__exact=x", "o=a.b", "p=x", "id__gt=1"]
)
def test_an_absurd_address_leads_to_the_list(admin: Client, query: str) -> None:
    assert admin.get(f"/admin/auth/user/?{query}", follow=True).status_code == 200
