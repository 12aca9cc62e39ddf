"""Viewer, Editor, Publisher: what each may do, and that a migration makes them on a fresh database."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client, RequestFactory

from search.models import Synonyms
from tests.edits import editor

pytestmark = pytest.mark.django_db
make_groups = import_module("wizard.migrations.0003_groups").make_groups
every_room = import_module("wizard.migrations.0005_groups_for_every_room")
GROUPS = ("Viewer", "Editor", "Publisher")
# Whoever may give people permissions could give them all: that is for administrators, who may do everything.
FOR_ADMINISTRATORS = {"auth.user", "auth.group"}
KINDS = (
    "wizard.{}_flow",
    "wizard.{}_step",
    "wizard.{}_choice",
    "faq.{}_entry",
    "faq.{}_category",
    "contact.{}_channel",
    "contact.{}_specialday",
    "search.{}_synonyms",
)


@pytest.fixture(autouse=True)
def _groups() -> None:
    """The groups as the migrations make them, whatever the tests before left."""
    make_groups(apps)
    every_room.grant(apps)


def may(group: str, permission: str) -> bool:
    """Whether somebody in that group alone may do that."""
    person = editor(group)
    person.groups.set([Group.objects.get(name=group)])
    return type(person).objects.get(pk=person.pk).has_perm(permission)


@pytest.mark.parametrize("kind", KINDS)
def test_viewers_see_editors_change_and_publishers_do_both(kind: str) -> None:
    view, change = kind.format("view"), kind.format("change")
    assert [may(group, view) for group in GROUPS] == [True, True, True]
    assert [may(group, change) for group in GROUPS] == [False, True, True]


@pytest.mark.parametrize("kind", ["wizard.publish_flow", "faq.publish_entry", "contact.publish_channel"])
def test_only_publishers_publish(kind: str) -> None:
    assert [may(group, kind) for group in GROUPS] == [False, False, True]


def test_everybody_reads_the_insights_and_editors_tick_comments_off() -> None:
    assert [may(group, "insights.view_insights") for group in GROUPS] == [True, True, True]
    assert [may(group, "insights.change_comment") for group in GROUPS] == [False, True, True]


@pytest.mark.parametrize("kind", ["contact.view_enquiry", "contact.change_enquiry"])
def test_only_publishers_read_what_customers_wrote_with_their_address(kind: str) -> None:
    assert [may(group, kind) for group in GROUPS] == [False, False, True]


def test_an_editor_opens_the_insights_and_writes_synonyms() -> None:
    person = editor("an editor")
    person.groups.set([Group.objects.get(name="Editor")])
    client = Client()
    client.force_login(person)
    assert client.get("/admin/insights/").status_code == 200
    fields = {"words": "card\ncredit card", "finds": "", "seen": ""}
    assert client.post("/admin/search/synonyms/add/", fields).status_code == 302
    assert Synonyms.objects.filter(name="card").exists()


def test_every_room_of_admin_is_open_to_a_group_or_for_administrators() -> None:
    """Whoever registers a model gives it to a group in a migration, or says here whose it is."""
    for group in GROUPS:
        person = editor(group)
        person.groups.set([Group.objects.get(name=group)])
        request = RequestFactory().get("/")
        request.user = type(person).objects.get(pk=person.pk)
        closed = {
            model._meta.label_lower
            for model, room in admin.site._registry.items()
            if not room.has_view_permission(request)
        }
        assert closed - FOR_ADMINISTRATORS == (set() if group == "Publisher" else {"contact.enquiry"})


def test_the_migration_can_be_taken_back_and_done_again() -> None:
    def all_of() -> dict[str, set[str]]:
        return {
            group.name: set(group.permissions.values_list("codename", flat=True))
            for group in Group.objects.all()
        }

    before = all_of()
    every_room.take_away(apps)
    assert "view_insights" not in all_of()["Publisher"]
    assert "change_flow" in all_of()["Editor"]
    every_room.grant(apps)
    assert all_of() == before


def test_a_group_that_was_taken_away_stays_away() -> None:
    Group.objects.get(name="Viewer").delete()
    every_room.grant(apps)
    assert not Group.objects.filter(name="Viewer").exists()


def test_nobody_changes_what_is_history() -> None:
    for kind in (
        "wizard.change_revision",
        "wizard.delete_draftchange",
        "faq.delete_entryrevision",
        "wizard.delete_flow",
    ):
        assert not may("Publisher", kind)


def test_permissions_made_before_django_makes_its_own_are_the_same_ones() -> None:
    columns = ("content_type__app_label", "content_type__model", "codename", "name")
    wanted = set(Permission.objects.values_list(*columns))
    Group.objects.all().delete()
    Permission.objects.all().delete()
    make_groups(apps)
    every_room.grant(apps)
    made = set(Permission.objects.values_list(*columns))
    assert made
    assert made <= wanted
    assert len(made) == Permission.objects.count()


def test_making_them_again_takes_nothing_away() -> None:
    make_groups(apps)
    viewer = Group.objects.get(name="Viewer")
    extra = Permission.objects.get(codename="add_user")
    viewer.permissions.add(extra)
    make_groups(apps)
    assert extra in viewer.permissions.all()
    assert Group.objects.filter(name="Viewer").count() == 1
