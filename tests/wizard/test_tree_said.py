"""What the server refuses altogether: a page of the editor gets a sentence it can show, and keeps what was typed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests.factories import create_flow
from tests.html import read
from tests.staff import signed_in, staff
from tests.tree_form import GUIDE, HTMX, editor, form_of, save, step_url, typed
from wizard.compiler import compile_flow
from wizard.models import Flow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _flow() -> None:
    """A guide of two steps."""
    create_flow("q: yes=a\na")


def said(response: object) -> str:
    """The sentence, from an answer that a script may show."""
    assert response["X-Said"] == "yes"  # type: ignore[index]
    assert response["Content-Type"] == "text/plain; charset=utf-8"  # type: ignore[index]
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_a_permission_that_was_taken_away_is_said() -> None:
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), title_en="typed")
    User.objects.get().user_permissions.remove(
        *User.objects.get().user_permissions.filter(codename="change_flow")
    )
    response = save(client, "q", fields)
    assert response.status_code == 403
    assert said(response) == (
        "Changing guides needs a permission that your account does not have."
        " Nothing was saved; what you typed is still here. An administrator can give the permission."
    )
    assert compile_flow(Flow.objects.get()).by_slug["q"].title.en == "title of q"


@pytest.mark.parametrize("path", ["undo/", "redo/", "steps/+/", "steps/a/delete/", "steps/a/start/"])
def test_a_viewer_is_told_why_not(path: str) -> None:
    response = signed_in("wizard.view_flow").post(GUIDE + path, headers=HTMX)
    assert response.status_code == 403
    assert said(response).startswith("Changing guides needs a permission")


def test_who_only_looks_is_told_nothing_of_saving() -> None:
    response = signed_in().get(step_url("q"), headers=HTMX)
    assert response.status_code == 403
    assert "saved" not in said(response)


def test_a_form_of_an_older_login_may_be_sent_again() -> None:
    staff("wizard.view_flow", "wizard.change_flow")
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    client.force_login(User.objects.get())
    fields = typed(form_of(client.get(step_url("q"))), title_en="typed")
    del client.cookies["csrftoken"]
    refused = save(client, "q", fields | {"csrfmiddlewaretoken": ["x" * 64]})
    assert refused.status_code == 403
    assert said(refused) == (
        "You have signed in anew since this page was opened."
        " Nothing was saved; what you typed is still here. Save again."
    )
    again = save(client, "q", fields | {"csrfmiddlewaretoken": [client.cookies["csrftoken"].value]})
    assert again.status_code == 200
    assert compile_flow(Flow.objects.get()).by_slug["q"].title.en == "typed"


def test_what_is_too_large_is_said(settings: Settings) -> None:
    client = editor()
    fields = form_of(client.get(step_url("q")))
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    response = save(client, "q", fields)
    assert response.status_code == 400
    assert "too large" in said(response)


def test_it_is_said_in_japanese_too() -> None:
    response = signed_in("wizard.view_flow", language="ja").post(f"{GUIDE}undo/", headers=HTMX)
    assert "保存されていません" in said(response)
    assert " " not in said(response)


@pytest.mark.parametrize("status", [400, 403])
def test_a_whole_page_stays_a_page(settings: Settings, status: int) -> None:
    client = editor() if status == 400 else signed_in("wizard.view_flow")
    if status == 400:
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    response = client.post(step_url("q"), {"a": "1", "b": "2"})
    assert response.status_code == status
    assert "X-Said" not in response
    assert response["Content-Type"].startswith("text/html")
    if status == 403:
        assert "Changing guides" in read(response).one("main").text


def test_a_form_without_a_token_is_a_page_elsewhere() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert "X-Said" not in response
