"""Who opens admin in tests: people with exactly the permissions they need."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission, User
from django.test import Client


def staff(*permissions: str, name: str = "staff") -> User:
    """A person who may sign in to admin, with permissions such as `wizard.view_flow`."""
    person = get_user_model().objects.create_user(username=name, is_staff=True)
    for permission in permissions:
        app_label, codename = permission.split(".")
        found = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        person.user_permissions.add(found)
    return person


def administrator() -> Client:
    """A browser in which somebody is signed in who may do everything, and reads admin in English."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(get_user_model().objects.create_superuser("admin"))
    return client


def signed_in(*permissions: str, name: str = "staff", language: str = "en") -> Client:
    """A browser in which such a person is signed in and reads admin in `language`."""
    client = Client(headers={"Accept-Language": language})
    client.force_login(staff(*permissions, name=name))
    return client
