"""Somebody renames the guide while it is edited: what is sent to its former address arrives, links lead on."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import create_flow
from tests.html import read
from tests.tree_form import GUIDE, HTMX, editor, form_of, save, step_url, typed
from wizard.compiler import compile_flow
from wizard.editing import rename_flow
from wizard.models import Flow

pytestmark = pytest.mark.django_db
TODAY = GUIDE.replace("/guide/", "/today/")


@pytest.fixture
def client() -> Client:
    """An editor of a guide of two steps."""
    create_flow("q: yes=a\na")
    return editor()


def test_a_save_at_the_former_address_is_kept_and_shows_the_one_of_today(client: Client) -> None:
    fields = typed(form_of(client.get(step_url("q"))), title_en="typed")
    rename_flow(Flow.objects.get(), "today")
    response = save(client, "q", fields)
    assert (response.status_code, response["HX-Push-Url"]) == (200, f"{TODAY}steps/q/")
    assert read(response).one("form.step-form")["action"] == f"{TODAY}steps/q/"
    assert compile_flow(Flow.objects.get()).by_slug["q"].title.en == "typed"


def test_without_htmx_it_leads_to_the_address_of_today(client: Client) -> None:
    fields = typed(form_of(client.get(step_url("q"))), title_en="typed")
    rename_flow(Flow.objects.get(), "today")
    assert client.post(step_url("q"), fields)["Location"] == f"{TODAY}steps/q/"
    assert compile_flow(Flow.objects.get()).by_slug["q"].title.en == "typed"


def test_what_is_refused_there_stays_typed(client: Client) -> None:
    fields = typed(form_of(client.get(step_url("q"))), title_en="typed", slug="No Slug!")
    rename_flow(Flow.objects.get(), "today")
    response = save(client, "q", fields)
    assert response.status_code == 422
    assert form_of(response)["title_en"] == ["typed"]


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    "path", ["steps/q/", "steps/?q=title&x=1", "preview/ja/q/", "revisions/", "steps/+/"]
)
def test_who_only_looks_is_led_to_the_address_of_today(
    client: Client, path: str, headers: dict[str, str]
) -> None:
    rename_flow(Flow.objects.get(), "today")
    assert client.get(GUIDE + path, headers=headers)["Location"] == TODAY + path


def test_a_slug_of_a_step_is_none_of_a_guide(client: Client) -> None:
    Flow.objects.get().aliases.create(slug="was", step=Flow.objects.get().steps.first())
    assert client.get(GUIDE.replace("/guide/", "/was/") + "edit/")["Location"] == "/admin/wizard/flow/"
