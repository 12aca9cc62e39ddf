"""Accounts and their groups: Django's own pages, as safe as those of all other rows."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from ground.admin import RoomAdmin

admin.site.unregister([User, Group])


@admin.register(User)
class PersonAdmin(RoomAdmin, UserAdmin):  # type: ignore[type-arg]
    """Who signs in."""


@admin.register(Group)
class PeopleAdmin(RoomAdmin, GroupAdmin):
    """Permissions that many have."""
