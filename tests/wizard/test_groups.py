"""Viewer, Editor, Publisher: what each may do, and that a migration makes them on a fresh database."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from tests.edits import editor

pytestmark = pytest.mark.django_db
make_groups = import_module("wizard.migrations.0003_groups").make_groups
KINDS = (
    "wizard.{}_flow",
    "wizard.{}_step",
    "wizard.{}_choice",
    "faq.{}_entry",
    "faq.{}_category",
    "contact.{}_channel",
)


def may(group: str, permission: str) -> bool:
    """Whether somebody in that group alone may do that."""
    make_groups(apps)
    person = editor(group)
    person.groups.set([Group.objects.get(name=group)])
    return type(person).objects.get(pk=person.pk).has_perm(permission)


@pytest.mark.parametrize("kind", KINDS)
def test_viewers_see_editors_change_and_publishers_do_both(kind: str) -> None:
    view, change = kind.format("view"), kind.format("change")
    assert [may(group, view) for group in ("Viewer", "Editor", "Publisher")] == [True, True, True]
    assert [may(group, change) for group in ("Viewer", "Editor", "Publisher")] == [False, True, True]


@pytest.mark.parametrize("kind", ["wizard.publish_flow", "faq.publish_entry", "contact.publish_channel"])
def test_only_publishers_publish(kind: str) -> None:
    assert [may(group, kind) for group in ("Viewer", "Editor", "Publisher")] == [False, False, True]


def test_nobody_changes_what_is_history() -> None:
    for kind in (
        "wizard.change_revision",
        "wizard.delete_draftchange",
        "faq.delete_entryrevision",
        "wizard.delete_flow",
    ):
        assert not may("Publisher", kind)


def test_permissions_made_before_django_makes_its_own_are_the_same_ones() -> None:
    labels = ("wizard", "faq", "contact")
    wanted = list(
        Permission.objects.filter(content_type__app_label__in=labels)
        .exclude(codename__contains="enquir")
        .values_list("content_type__model", "codename")
    )
    Group.objects.all().delete()
    Permission.objects.all().delete()
    make_groups(apps)
    made = set(Permission.objects.values_list("content_type__model", "codename"))
    assert made
    assert made <= set(wanted)
    assert len(made) == Permission.objects.count()


def test_making_them_again_takes_nothing_away() -> None:
    make_groups(apps)
    viewer = Group.objects.get(name="Viewer")
    extra = Permission.objects.get(codename="add_user")
    viewer.permissions.add(extra)
    make_groups(apps)
    assert extra in viewer.permissions.all()
    assert Group.objects.filter(name="Viewer").count() == 1
