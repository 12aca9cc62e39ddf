"""What was published is looked at and published anew in admin, never changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin_pages import sentences, signed_in
from tests.factories import create_entry, create_flow, published_flow
from tests.html import read
from wizard.models import Flow, Mention, PublishedStep, Revision, Step
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
LIST = "/admin/wizard/revision/"


@pytest.fixture
def flow() -> Flow:
    """A guide with two revisions, the second live."""
    create_entry("fees")
    made = published_flow("q: yes=a\na", a={"entries": ("fees",)})
    Step.objects.filter(slug="a").update(title_en="Another answer")
    publish(made, author=None, note="Second")
    made.refresh_from_db()
    return made


def snapshot() -> list[Any]:
    return [
        list(model._default_manager.order_by("pk").values_list())
        for model in (Revision, PublishedStep, Mention)
    ]


def restore(client: Client, *revisions: Revision) -> list[str]:
    chosen = {"action": "restore_chosen", "_selected_action": [revision.pk for revision in revisions]}
    return sentences(client.post(LIST, chosen, follow=True))


def test_the_list_says_which_revision_is_live(flow: Flow) -> None:
    rows = read(signed_in().get(f"{LIST}?guide=guide")).one("table", id="result_list").one("tbody").all("tr")
    assert [row.all("img")[0]["alt"] for row in rows] == ["True", "False"]
    assert [row.one("th").text for row in rows] == ["guide 2", "guide 1"]


@pytest.mark.parametrize(
    ("query", "found"), [("live=yes", [2]), ("live=no", [1]), ("q=Second", [2]), ("guide=x", [])]
)
def test_the_list_is_searched_and_filtered(flow: Flow, query: str, found: list[int]) -> None:
    response = signed_in().get(f"{LIST}?{query}")
    assert [revision.number for revision in response.context["cl"].result_list] == found


def test_restoring_makes_customers_walk_it_under_a_new_number(flow: Flow) -> None:
    old = flow.revisions.get(number=1)
    assert restore(signed_in(), old) == ["“title of guide” is published: revision 3 is live."]
    flow.refresh_from_db()
    assert flow.live
    assert (flow.live.number, flow.live.note) == (3, "↺ 1")


def test_restoring_the_live_one_changes_nothing(flow: Flow) -> None:
    assert flow.live
    assert restore(signed_in(), flow.live) == ["“title of guide” has not changed: revision 2 stays live."]
    assert flow.revisions.count() == 2


def test_restoring_what_names_a_withdrawn_entry_says_so(flow: Flow) -> None:
    old = flow.revisions.get(number=1)
    create_entry("fees").__class__.objects.update(live=None)
    said = restore(signed_in(), old)
    assert said[0] == "Nothing was published: 1 problem stands in the way."
    assert "The FAQ entry “fees” is not published. Publish it, or name another." in said[1]


def test_only_one_is_restored_at_a_time(flow: Flow) -> None:
    assert restore(signed_in(), *flow.revisions.all()) == ["Choose one revision."]
    assert flow.revisions.count() == 2


def test_who_may_not_publish_may_not_restore(flow: Flow) -> None:
    client = signed_in("wizard.view_revision", "wizard.change_revision")
    assert "restore_chosen" not in read(client.get(LIST)).text
    assert restore(client, flow.revisions.get(number=1)) == [
        "Your account is not allowed to do this. An administrator can give the permission."
    ]
    assert flow.revisions.count() == 2


@pytest.mark.parametrize("model", [Revision, PublishedStep, Mention])
def test_nobody_adds_changes_or_deletes_what_was_published(flow: Flow, model: Any) -> None:
    client, before = signed_in(), snapshot()
    name = f"admin:wizard_{model._meta.model_name}"
    row = model.objects.first()
    body = {"number": "7", "slug": "x", "step": "x", "entry": "x", "note": "changed", "post": "yes"}
    for url in (
        reverse(f"{name}_add"),
        reverse(f"{name}_change", args=[row.pk]),
        reverse(f"{name}_delete", args=[row.pk]),
    ):
        response = client.post(url, body)
        assert response.status_code == 403
        assert "Your account is not allowed to do this." in read(response).text
    chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    said = sentences(client.post(reverse(f"{name}_changelist"), chosen, follow=True))
    assert len(said) <= 1
    assert snapshot() == before


@pytest.mark.parametrize("model", [Revision, PublishedStep, Mention])
def test_each_is_shown_in_full(flow: Flow, model: Any) -> None:
    row = model.objects.last()
    url = reverse(f"admin:wizard_{model._meta.model_name}_change", args=[row.pk])
    page = read(signed_in().get(url))
    assert not page.all("input", _type="submit", name="_save")
    assert str(getattr(row, "slug", "") or getattr(row, "step", "") or row.number) in page.text


def test_a_revision_leads_to_its_steps(flow: Flow) -> None:
    assert flow.live
    page = read(signed_in().get(reverse("admin:wizard_revision_change", args=[flow.live.pk])))
    (link,) = [link for link in page.all("a") if link.text == "Show them"]
    steps = signed_in().get(link["href"]).context["cl"].result_list
    assert [(step.revision_id, step.slug) for step in steps] == [(flow.live.pk, "q"), (flow.live.pk, "a")]


def test_steps_and_mentions_are_filtered_by_what_is_live(flow: Flow) -> None:
    create_flow("z", flow="draft")
    for name in ("publishedstep", "mention"):
        rows = signed_in().get(f"/admin/wizard/{name}/?live=yes&guide=guide").context["cl"].result_list
        assert {row.revision_id for row in rows} == {flow.live_id}


def test_a_published_step_shows_its_html_as_text(flow: Flow) -> None:
    step = PublishedStep.objects.filter(slug="a").last()
    assert step
    page = read(signed_in().get(reverse("admin:wizard_publishedstep_change", args=[step.pk])))
    assert "<p>body of a</p>" in page.one("pre").text
    assert not page.one("pre").all("p")
