"""Who may only look sees everything and can do nothing, and each refusal is a sentence."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin_pages import fields_of, sentences, signed_in
from tests.factories import create_flow
from tests.html import read
from wizard.models import Flow, SiteNotice, Step

pytestmark = pytest.mark.django_db
REFUSED = "Your account is not allowed to do this. An administrator can give the permission."
LOOKING = ("wizard.view_flow", "wizard.view_step", "wizard.view_choice", "wizard.view_alias")
EDITING = (*LOOKING, "wizard.change_flow", "wizard.change_step")


@pytest.fixture
def flow() -> Flow:
    return create_flow("q: yes=a\na")


def test_a_stranger_is_asked_to_sign_in(client: Client, flow: Flow) -> None:
    for path in ("", "wizard/flow/", "wizard/flow/guide/steps/q/", "wizard/step/autocomplete/"):
        response = client.get(f"/admin/{path}")
        assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next=/admin/{path}")


def test_who_may_look_sees_the_lists_and_pages_without_fields_or_buttons(flow: Flow) -> None:
    client = signed_in(*LOOKING)
    step = flow.steps.get(slug="q")
    for url in ("/admin/wizard/flow/", "/admin/wizard/step/"):
        assert not read(client.get(url)).all("select", name="action")
    for url in (
        reverse("admin:wizard_flow_change", args=[flow.pk]),
        reverse("admin:wizard_step_change", args=[step.pk]),
    ):
        page = read(client.get(url))
        assert not page.all("input", name="_save")
        assert not page.all("textarea")
        assert "title of" in page.text
    assert "label yes" in page.text


def test_who_may_look_sees_the_problems_and_reads_why_there_is_no_button(flow: Flow) -> None:
    url = reverse("admin:wizard_flow_publish", args=[flow.slug])
    page = read(signed_in(*LOOKING).get(url))
    assert "Publishing needs a permission that your account does not have." in page.text
    assert not page.all("button", value="publish")


@pytest.mark.parametrize("model", ["faq_category", "wizard_flowgroup", "wizard_sitenotice", "wizard_flow"])
def test_what_needs_no_publishing_says_so(model: str) -> None:
    page = read(signed_in().get(reverse(f"admin:{model}_add")))
    assert "Customers see what you save here at once: it needs no publishing." in page.text
    assert ("It changes at once, for customers too" in page.text) == (model == "wizard_flow")


@pytest.mark.parametrize("who", [LOOKING, EDITING])
def test_without_the_permission_nobody_publishes(flow: Flow, who: tuple[str, ...]) -> None:
    client = signed_in(*who)
    body = {"action": "publish_chosen", "_selected_action": flow.pk}
    assert sentences(client.post("/admin/wizard/flow/", body, follow=True)) == [REFUSED]
    response = client.post(reverse("admin:wizard_flow_publish", args=[flow.slug]), {"note": ""})
    assert response.status_code == 403
    assert "Publishing needs a permission that your account does not have." in read(response).text
    assert not Flow.objects.published().exists()


def test_the_permission_alone_is_enough_to_publish_what_one_may_see(flow: Flow) -> None:
    client = signed_in("wizard.view_flow", "wizard.publish_flow")
    client.post("/admin/wizard/flow/", {"action": "publish_chosen", "_selected_action": flow.pk})
    assert Flow.objects.published().get() == flow


def test_saving_adding_and_deleting_are_refused_in_a_sentence(flow: Flow) -> None:
    step = flow.steps.get(slug="a")
    client = signed_in(*LOOKING)
    for url in (
        reverse("admin:wizard_step_change", args=[step.pk]),
        reverse("admin:wizard_step_delete", args=[step.pk]),
        reverse("admin:wizard_step_add"),
        reverse("admin:wizard_flow_change", args=[flow.pk]),
    ):
        response = client.post(url, {"slug": "x", "title_en": "x", "post": "yes"})
        assert response.status_code == 403
        assert REFUSED in read(response).text
    assert {row.slug for row in Step.objects.all()} == {"q", "a"}


def test_an_editor_of_steps_who_may_only_see_choices_changes_none(flow: Flow) -> None:
    client, step = signed_in(*EDITING), flow.steps.get(slug="q")
    url = reverse("admin:wizard_step_change", args=[step.pk])
    fields = fields_of(client.get(url))
    forged: dict[str, object] = {
        "choices-TOTAL_FORMS": 1,
        "choices-INITIAL_FORMS": 1,
        "choices-0-id": step.choices.get().pk,
    }
    forged |= {"choices-0-step": step.pk, "choices-0-slug": "forged", "choices-0-DELETE": "on"}
    response = client.post(url, {**fields, **forged, "title_en": "Changed"})
    assert response.status_code == 302
    step.refresh_from_db()
    assert (step.title_en, step.choices.get().slug) == ("Changed", "yes")


def test_the_refusal_comes_in_japanese_too(flow: Flow) -> None:
    client = signed_in("wizard.view_flow", language="ja")
    text = read(client.get("/admin/wizard/step/")).text
    assert "お使いのアカウントにはこの操作の権限がありません。" in text


def test_there_is_one_notice_at_most() -> None:
    client = signed_in()
    client.post("/admin/wizard/sitenotice/add/", {"text_ja": "お知らせ", "text_en": "Notice"})
    assert SiteNotice.objects.get().pk == 1
    assert client.get("/admin/wizard/sitenotice/add/")["Location"] == "/admin/wizard/sitenotice/1/change/"
    client.post("/admin/wizard/sitenotice/1/change/", {"text_ja": "新", "text_en": "New"})
    assert SiteNotice.objects.get().text_ja == "新"
