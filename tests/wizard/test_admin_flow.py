"""The list of guides and the page of one guide."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin_pages import errors_of, fields_of, save, sentences, signed_in
from tests.factories import create_flow, published_flow
from tests.html import read
from wizard.models import Alias, Flow, FlowGroup, Step

pytestmark = pytest.mark.django_db
LIST = "/admin/wizard/flow/"


def page(flow: Flow) -> str:
    return reverse("admin:wizard_flow_change", args=[flow.pk])


def test_the_list_says_how_many_steps_a_guide_has_and_whether_it_is_live() -> None:
    published_flow("q: yes=a\na", flow="live")
    create_flow("a", flow="draft")
    rows = read(signed_in().get(LIST)).one("table", id="result_list").one("tbody").all("tr")
    assert [row.text for row in rows] == [
        "title of draft draft - 1 step not published -",
        "title of live live - 2 steps revision 1 View on site",
    ]
    assert rows[1].all("a", href="/en/guides/live/")
    assert rows[1].all("a", href="/admin/wizard/step/?guide=live")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=pay", ["pay-by-card"]),
        ("q=のほかです", ["other"]),
        ("published=yes", ["pay-by-card"]),
        ("published=no", ["other"]),
        ("published=nonsense", ["other", "pay-by-card"]),
    ],
)
def test_the_list_is_searched_and_filtered(query: str, found: list[str]) -> None:
    published_flow("a", flow="pay-by-card")
    Flow.objects.create(slug="other", title_ja="そのほかです")
    response = signed_in().get(f"{LIST}?{query}")
    assert [flow.slug for flow in response.context["cl"].result_list] == found


def test_a_new_guide_goes_to_the_end_of_its_group_and_chooses_its_start_later() -> None:
    group = FlowGroup.objects.create(slug="g")
    Flow.objects.create(slug="first", group=group, position=4)
    client = signed_in()
    assert "start" not in fields_of(client.get(f"{LIST}add/"))
    save(client, f"{LIST}add/", slug="new", title_ja=" 新しい ", group=group.pk)
    flow = Flow.objects.get(slug="new")
    assert (flow.position, flow.title_ja, flow.start) == (5, "新しい", None)


def test_the_start_is_one_of_its_own_steps() -> None:
    flow, other = create_flow("q: yes=a\na"), create_flow("far", flow="other")
    client = signed_in()
    save(client, page(flow), start=flow.steps.get(slug="a").pk)
    flow.refresh_from_db()
    assert flow.start == flow.steps.get(slug="a")
    for stranger in (other.steps.get().pk, "abc", "9" * 40):
        assert "Select a valid choice" in errors_of(save(client, page(flow), start=stranger))


def test_guides_are_withdrawn_from_the_site(client: Client) -> None:
    live, draft = published_flow("a"), create_flow("a", flow="draft")
    chosen = {"action": "withdraw_chosen", "_selected_action": [live.pk, draft.pk]}
    assert sentences(signed_in().post(LIST, chosen, follow=True)) == [
        "title of draft: This guide is not published, so there is nothing to retire.",
        "“title of guide” is withdrawn from the site.",
    ]
    assert client.get("/en/guides/guide/").status_code == 410


def test_texts_are_kept_tidy() -> None:
    flow = create_flow("a")
    save(signed_in(), page(flow), summary_ja=" 一行目\r\n二行目 \r\n")
    flow.refresh_from_db()
    assert flow.summary_ja == "一行目\n二行目"


def test_saving_writes_only_what_changed_and_is_a_new_version_of_the_draft() -> None:
    flow = create_flow("a")
    before = flow.version
    client = signed_in()
    fields = fields_of(client.get(page(flow)))
    published = published_flow("a")
    client.post(page(flow), fields | {"title_en": "Another"})
    flow.refresh_from_db()
    assert (flow.title_en, flow.live) == ("Another", published.live)
    assert flow.version > before


def test_a_guide_that_was_published_cannot_be_deleted_and_says_why() -> None:
    flow = published_flow("q: yes=a\na")
    client, delete = signed_in(), reverse("admin:wizard_flow_delete", args=[flow.pk])
    sentence = "“title of guide” has been published, so it cannot be deleted: its revisions are kept. Withdraw it instead."
    chosen = {"action": "delete_selected", "_selected_action": flow.pk, "post": "yes"}
    for response in (
        client.get(delete, follow=True),
        client.post(delete, {"post": "yes"}, follow=True),
        client.post(LIST, chosen, follow=True),
    ):
        assert sentences(response) == [sentence]
    assert Flow.objects.filter(pk=flow.pk).exists()


def test_a_draft_that_other_drafts_lead_to_cannot_be_deleted_without_them() -> None:
    doomed = create_flow("x", flow="doomed")
    other = create_flow("q: yes=doomed: no=doomed:x so=a\na", flow="other")
    client, delete = signed_in(), reverse("admin:wizard_flow_delete", args=[doomed.pk])
    chosen = {"action": "delete_selected", "_selected_action": doomed.pk, "post": "yes"}
    for response in (
        client.post(delete, {"post": "yes"}, follow=True),
        client.post(LIST, chosen, follow=True),
    ):
        assert sentences(response) == [
            "“title of doomed” cannot be deleted: choices of other guides lead to it (other/q). Lead them elsewhere"
            " first."
        ]
    client.post(LIST, chosen | {"_selected_action": [doomed.pk, other.pk]})
    assert not Flow.objects.exists()


def test_everything_at_once_is_not_deleted() -> None:
    flow = create_flow("a")
    chosen = {"action": "delete_selected", "_selected_action": flow.pk, "select_across": 1, "post": "yes"}
    response = signed_in().post(LIST, chosen, follow=True)
    assert sentences(response) == ["At most 100 can be handled at a time. Choose fewer."]
    assert Flow.objects.exists()


def test_a_draft_with_its_steps_and_former_slugs_can_be_deleted() -> None:
    flow = create_flow("q: yes=a\na")
    Alias.objects.create(flow=flow, slug="former")
    signed_in().post(reverse("admin:wizard_flow_delete", args=[flow.pk]), {"post": "yes"})
    assert not Flow.objects.exists()
    assert not Step.objects.exists()


def test_the_page_leads_to_steps_history_and_the_site() -> None:
    flow = published_flow("q: yes=a\na")
    tools = read(signed_in().get(page(flow))).one("ul.object-tools")
    assert {link["href"] for link in tools.all("a")} >= {
        "/admin/wizard/step/?guide=guide",
        f"/admin/wizard/flow/{flow.pk}/history/",
        "/en/guides/guide/",
    }


def test_a_guide_that_is_not_there_leads_away_with_a_sentence() -> None:
    for key in ("999", "abc", "9" * 40):
        response = signed_in().get(f"{LIST}{key}/change/", follow=True)
        assert response.status_code == 200
        assert "doesn’t exist" in sentences(response)[0]
