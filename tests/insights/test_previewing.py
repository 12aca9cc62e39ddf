"""A page that shows a draft has a vote nobody can cast, and counts nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from insights.models import StepCount
from insights.previewing import without_vote
from tests.admin_pages import signed_in
from tests.factories import create_entry, published_flow
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in("wizard.view_flow", "wizard.change_flow", "faq.view_entry", "faq.change_entry")


def test_the_preview_of_an_answer_shows_the_vote_and_does_not_send_it(editor: Client) -> None:
    published_flow("q: yes=a\na")
    page = read(editor.get("/admin/wizard/flow/guide/preview/en/a/"))
    form = page.one("form.solved")
    assert "action" not in form.attributes
    assert "hx-post" not in form.attributes
    assert [("disabled" in button.attributes) for button in form.all("button")] == [True, True]
    assert "This is a draft: no vote is counted." in form.text
    assert not StepCount.objects.exists()


def test_the_preview_of_an_entry_does_not_send_it_either(editor: Client) -> None:
    create_entry("card")
    form = read(editor.get("/admin/faq/entry/card/preview/en/")).one("form.solved")
    assert "hx-post" not in form.attributes
    assert "This is a draft" in form.text


def test_the_live_page_still_asks(client: Client) -> None:
    published_flow("q: yes=a\na")
    form = read(client.get("/en/guides/guide/a/")).one("form.solved")
    assert form["hx-post"]


def test_what_has_no_vote_stays_as_it_is() -> None:
    assert without_vote("<form class='other'><button >x</button></form>") == (
        "<form class='other'><button >x</button></form>"
    )
