"""Undo, redo, and the list of what was done to a draft."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import create_flow
from tests.html import read
from tests.tree_form import GUIDE, HTMX, editor, form_of, save, step_url, typed
from wizard.compiler import compile_flow
from wizard.models import Flow

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """An editor who has just given the first question another title."""
    create_flow("q: yes=a no=b\na\nb")
    client = editor()
    save(client, "q", typed(form_of(client.get(step_url("q"))), title_en="changed"))
    return client


def title() -> str:
    """The English title of the first question."""
    return compile_flow(Flow.objects.get()).by_slug["q"].title.en


def version() -> dict[str, int]:
    """What the buttons send."""
    return {"version": Flow.objects.get().version}


def test_undo_brings_the_step_it_changed_and_redo_does_it_again(client: Client) -> None:
    for act, expected in (("undo", "title of q"), ("redo", "changed")):
        response = client.post(f"{GUIDE}{act}/", version(), headers=HTMX)
        page = read(response)
        assert title() == expected
        assert form_of(response)["title_en"] == [expected]
        assert response["HX-Push-Url"] == step_url("q")
        assert page.one("p", id="draft-status").text
        assert "disabled" in page.one("button", id=act).attributes


def test_without_htmx_undo_leads_to_the_step_with_a_message(client: Client) -> None:
    response = client.post(f"{GUIDE}undo/", version(), follow=True)
    assert response.redirect_chain == [(step_url("q"), 302)]
    assert read(response).one("ul.messagelist").text
    assert title() == "title of q"


@pytest.mark.parametrize("act", ["undo", "redo"])
def test_when_nothing_is_left_a_sentence_says_so(client: Client, act: str) -> None:
    client.post(f"{GUIDE}undo/", version())
    if act == "redo":
        client.post(f"{GUIDE}redo/", version())
    page = read(client.post(f"{GUIDE}{act}/", version(), headers=HTMX))
    assert page.one("p", id="draft-status").text == "There is nothing left to undo or redo."


@pytest.mark.parametrize("number", ["0", "", "x"])
def test_who_looked_at_an_older_draft_undoes_nothing(client: Client, number: str) -> None:
    page = read(client.post(f"{GUIDE}undo/", {"version": number}, headers=HTMX))
    assert "Somebody changed this guide" in page.one("p", id="draft-status").text
    assert title() == "changed"


def test_undoing_a_deletion_brings_the_step_back_and_shows_it(client: Client) -> None:
    client.post(step_url("a", "delete/"), version())
    response = client.post(f"{GUIDE}undo/", version(), headers=HTMX)
    assert response["HX-Push-Url"] == step_url("a")
    assert str(compile_flow(Flow.objects.get()).by_slug["q"].choices[0].next) == "a"


def test_the_changes_are_listed_with_who_and_when(client: Client) -> None:
    client.post(step_url("a", "delete/"), version())
    client.post(f"{GUIDE}undo/", version())
    rows = read(client.get(f"{GUIDE}changes/")).one("ol.changes").all("li")
    assert len(rows) == 3
    assert all("staff" in row.one("span.who").text for row in rows)
    assert all(row.one("time")["datetime"] for row in rows)
    assert [row.get("class") for row in rows] == ["", "undone", ""]


def test_a_draft_nobody_changed_says_so() -> None:
    create_flow("q")
    panel = read(editor().get(f"{GUIDE}changes/")).one("section", id="panel")
    assert "Nothing was changed yet." in panel.text
