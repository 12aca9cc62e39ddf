"""People who work on the site."""

from __future__ import annotations

from django.contrib.auth.models import Permission, User
from django.test import Client


def staff_client(*permissions: str) -> Client:
    """Somebody of the staff with these permissions (`app.codename`), logged in."""
    name = f"editor-{'-'.join(permissions) or 'without'}"
    user, _ = User.objects.get_or_create(username=name, is_staff=True)
    for permission in permissions:
        app, _, codename = permission.partition(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client = Client()
    client.force_login(user)
    return client
