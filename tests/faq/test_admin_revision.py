"""Revisions of entries in admin: looked at and published anew, never changed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Entry, EntryRevision
from faq.publishing import publish_entry
from tests.admin_pages import sentences, signed_in
from tests.factories import create_entry
from tests.html import read

pytestmark = pytest.mark.django_db
LIST = "/admin/faq/entryrevision/"


@pytest.fixture
def entry() -> Entry:
    """An entry with two revisions, the second live."""
    made = create_entry("fees")
    Entry.objects.update(answer_en="Changed")
    publish_entry(made, author=None)
    made.refresh_from_db()
    return made


def restore(client: Client, *revisions: EntryRevision) -> list[str]:
    chosen = {"action": "restore_chosen", "_selected_action": [revision.pk for revision in revisions]}
    return sentences(client.post(LIST, chosen, follow=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [("live=yes", [2]), ("live=no", [1]), ("entry=fees", [2, 1]), ("q=fees", [2, 1]), ("entry=x", [])],
)
def test_the_list_is_searched_and_filtered(entry: Entry, query: str, found: list[int]) -> None:
    rows = signed_in().get(f"{LIST}?{query}").context["cl"].result_list
    assert [revision.number for revision in rows] == found


def test_restoring_makes_customers_read_it_under_a_new_number(entry: Entry) -> None:
    said = restore(signed_in(), entry.revisions.get(number=1))
    assert said == ["“question fees” is published: revision 3 is live."]
    entry.refresh_from_db()
    assert entry.live
    assert entry.live.content["answer"]["en"] == "answer fees"
    assert entry.answer_en == "Changed"


def test_restoring_the_live_one_changes_nothing(entry: Entry) -> None:
    assert entry.live
    assert restore(signed_in(), entry.live) == ["“question fees” has not changed: revision 2 stays live."]


def test_only_one_is_restored_at_a_time(entry: Entry) -> None:
    assert restore(signed_in(), *entry.revisions.all()) == ["Choose one revision."]
    assert entry.revisions.count() == 2


def test_who_may_not_publish_may_not_restore(entry: Entry) -> None:
    said = restore(signed_in("faq.view_entryrevision"), entry.revisions.get(number=1))
    assert said == ["Your account is not allowed to do this. An administrator can give the permission."]
    assert entry.revisions.count() == 2


def test_nobody_adds_changes_or_deletes_one(entry: Entry) -> None:
    client, before = signed_in(), list(EntryRevision.objects.values_list())
    for name, args in (("add", []), ("change", [entry.live_id]), ("delete", [entry.live_id])):
        url = reverse(f"admin:faq_entryrevision_{name}", args=args)
        response = client.post(url, {"note": "changed", "number": "9", "post": "yes"})
        assert response.status_code == 403
        assert "Your account is not allowed to do this." in read(response).text
    assert list(EntryRevision.objects.values_list()) == before


def test_it_shows_all_it_says_with_html_as_text(entry: Entry) -> None:
    url = reverse("admin:faq_entryrevision_change", args=[entry.live_id])
    shown = read(signed_in().get(url)).one("pre")
    assert "<p>Changed</p>" in shown.text
    assert not shown.all("p")
