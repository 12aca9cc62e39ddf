"""What one guide, step or entry is called today keeps no other guide from being published, and is no change of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from faq.publishing import withdraw_entries
from faq.renaming import rename_entry
from tests.admin_pages import signed_in
from tests.edits import change, change_title
from tests.factories import both, create_entry, create_flow, published_flow
from tests.html import read
from wizard.compiler import compile_flow
from wizard.editing import undo
from wizard.models import Flow, Step
from wizard.publishing import live_coverage, problems_of, publish, restore
from wizard.renaming import rename_flow, rename_step
from wizard.scheduling import publish_due, schedule_publish

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
LINES = "q: go=other: deep=other:x stay=a\na"


@pytest.fixture
def other() -> Flow:
    """A guide that another one leads to."""
    return published_flow("s: x=x\nx", flow="other")


def rename_both(other: Flow) -> None:
    """Another slug for it, and for its step."""
    rename_flow(other, "renamed")
    rename_step(Step.objects.get(flow=other, slug="x"), "y")
    publish(other, author=None)


def test_what_was_planned_before_goes_live_and_leads_there(other: Flow, client: Client) -> None:
    flow = create_flow(LINES)
    schedule_publish(flow, NOW + timedelta(hours=1), author=None, now=NOW)
    rename_both(other)
    assert [plan.flow.slug for plan in publish_due(NOW + timedelta(hours=1)).published] == ["guide"]
    for choice in read(client.get("/en/guides/guide/")).all("a.choice")[:2]:
        assert client.get(choice["href"], follow=True).status_code == 200


def test_a_revision_from_before_is_restored(other: Flow) -> None:
    flow = published_flow(LINES, a={"body": both("[x](guide:other/x) [g](guide:other)")})
    first = flow.live
    rename_both(other)
    change_title(flow, "second")
    publish(flow, author=None)
    assert first is not None
    assert restore(first, author=None).number == 3


def test_a_restored_guide_keeps_the_former_slug_it_has_got_since(other: Flow) -> None:
    first = other.live
    rename_both(other)
    assert first is not None
    assert restore(first, author=None).header["aliases"] == ["other"]


def test_links_by_former_slugs_work_and_are_published(other: Flow, client: Client) -> None:
    rename_both(other)
    rename_entry(create_entry("old"), "new")
    links = ("guide:other", "guide:other/x", "guide:renamed/x", "guide:guide/before", "entry:old")
    body = both(" ".join(f"[x]({link})" for link in links))
    publish(create_flow("q: yes=a\na", a={"body": body, "aliases": ("before",)}), author=None)
    found = read(client.get("/en/guides/guide/a/")).one("div.prose").all("a")
    assert [client.get(link["href"], follow=True).status_code for link in found] == [200] * len(links)


def test_links_that_lead_nowhere_are_refused_all_the_same(other: Flow) -> None:
    rename_both(other)
    entry = create_entry("old")
    rename_entry(entry, "new")
    withdraw_entries([entry])
    links = ("guide:other/gone", "guide:renamed/gone", "entry:old")
    flow = create_flow("q: yes=a\na", a={"body": both(" ".join(f"[x]({link})" for link in links))})
    assert {dict(problem.details)["link"] for problem in problems_of(flow)} == set(links)


def test_the_page_of_publishing_lists_no_change_where_only_others_were_renamed(other: Flow) -> None:
    create_entry("old")
    published_flow(LINES, a={"entries": ("old",)})
    rename_both(other)
    rename_entry(Step.objects.get(slug="a").entry_rows.get().entry, "new")
    page = read(signed_in().get("/admin/wizard/flow/guide/publish/")).one("main").text
    assert "end differently" not in page
    assert "renamed" not in page
    revisions = signed_in().get("/admin/wizard/flow/guide/revisions/compare/?old=1&new=draft")
    assert "renamed" not in read(revisions).one("main").text


def test_coverage_follows_ways_through_what_was_renamed(other: Flow) -> None:
    create_entry("old")
    change(other, "x", entries=("old",))
    publish(other, author=None)
    published_flow("q: deep=other:x\n")
    rename_both(other)
    rename_entry(Step.objects.get(slug="y").entry_rows.get().entry, "new")
    seen = live_coverage().sightings["new"]
    assert [(at.address, at.way) for at in seen] == [("renamed/y", ("guide", "q=deep"))]


def test_an_undone_change_names_a_renamed_entry_by_its_slug_of_today() -> None:
    rename_me = create_entry("old")
    flow = create_flow("q: yes=a\na", a={"entries": ("old",)})
    change(flow, "a", entries=())
    rename_entry(rename_me, "new")
    undo(flow, expected_version=flow.version, author=None)
    assert compile_flow(flow).by_slug["a"].entries == ("new",)


def test_an_entry_names_a_related_one_that_was_renamed(client: Client) -> None:
    named = create_entry("old")
    create_entry("e", related=("old",))
    rename_entry(named, "new")
    page = read(client.get("/en/faq/entry/e/"))
    assert [link["href"] for link in page.all("a") if "entry/new" in link["href"]] == ["/en/faq/entry/new/"]
