"""Deleting a step: what that touches is shown first, and a successor takes its place."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from ground.text import Text
from insights.models import Kind, StepCount
from tests.edits import change_title
from tests.factories import create_flow, published_flow
from tests.html import read
from tests.tree_form import HTMX, editor, step_url
from wizard.compiler import compile_flow
from wizard.models import Alias, Flow

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=p\np: on=b\na\nb"
URL = step_url("p", "delete/")


@pytest.fixture
def client() -> Client:
    """An editor."""
    return editor()


def version() -> int:
    """That of the draft now."""
    return Flow.objects.get(slug="guide").version


def test_the_page_lists_everything_that_leads_to_the_step(client: Client, noon: datetime) -> None:
    link = Text("[そこ](guide:guide/p)", "[there](guide:guide/p)")
    published_flow(LINES, a={"body": link}, p={"aliases": ("former",)})
    published_flow("x: to=guide:p", flow="other")
    StepCount.objects.create(day=noon.date(), kind=Kind.SEEN, flow="guide", revision=1, step="p", n=7)
    panel = read(client.get(URL)).one("section", id="panel")
    assert "7 visits in 30 days" in panel.text
    links = {link.text: link["href"] for link in panel.all("a")}
    assert links["guide/q/no"] == step_url("q")
    assert links["guide/a"] == step_url("a")
    assert links["other/x/to"] == "/admin/wizard/flow/other/steps/x/"
    assert {"/ja/guides/guide/p/", "/en/guides/guide/p/"} <= set(links)
    assert "former slug: former" in panel.text
    assert "Other guides that lead customers here today" in panel.text
    assert panel.one("button", data_fill="successor")["value"] == "b"
    assert len(compile_flow(Flow.objects.get(slug="guide")).steps) == 4


def test_a_step_that_nothing_leads_to_says_so(client: Client) -> None:
    create_flow(f"{LINES}\nlost")
    panel = read(client.get(step_url("lost", "delete/"))).one("section", id="panel")
    assert "Nothing leads here." in panel.text
    assert "0 visits in 30 days" in panel.text


def test_without_a_successor_its_choices_lead_nowhere(client: Client) -> None:
    create_flow(LINES)
    response = client.post(URL, {"version": version(), "successor": ""}, headers=HTMX)
    page = read(response)
    assert page.one("p", id="draft-status").text == "The step “p” is deleted. Undo brings it back."
    assert response["HX-Push-Url"].endswith("/change/")
    guide = compile_flow(Flow.objects.get())
    assert guide.by_slug["q"].choices[1].next is None
    assert "p" not in guide.by_slug


def test_a_successor_takes_over_choices_and_links(client: Client) -> None:
    published_flow(LINES)
    response = client.post(URL, {"version": version(), "successor": "b"}, headers=HTMX)
    assert response["HX-Push-Url"] == step_url("b")
    guide = compile_flow(Flow.objects.get())
    assert str(guide.by_slug["q"].choices[1].next) == "b"
    assert Alias.objects.get(slug="p").step.slug == "b"  # type: ignore[union-attr]


def test_without_htmx_the_page_after_it_has_the_message(client: Client) -> None:
    flow = create_flow(LINES)
    response = client.post(URL, {"version": version()}, follow=True)
    assert response.redirect_chain == [(f"/admin/wizard/flow/{flow.pk}/change/", 302)]
    assert "is deleted" in read(response).one("ul.messagelist").text


@pytest.mark.parametrize("successor", ["p", "nope", "Not A Slug"])
def test_a_successor_that_cannot_be_is_refused_and_stays_typed(client: Client, successor: str) -> None:
    create_flow(LINES)
    response = client.post(URL, {"version": version(), "successor": successor}, headers=HTMX)
    assert response.status_code == 409
    page = read(response)
    assert f"“{successor}” is no other step" in page.one("p.refused").text
    assert page.one("input", id="successor")["value"] == successor
    assert "p" in compile_flow(Flow.objects.get()).by_slug


def test_nothing_is_deleted_for_somebody_who_has_not_seen_the_latest_change(client: Client) -> None:
    flow = create_flow(LINES)
    response = client.post(URL, {"version": "0"}, headers=HTMX)
    assert response.status_code == 409
    assert read(response).one("p.refused").text.startswith("Somebody changed")
    assert "p" in compile_flow(flow).by_slug


def test_a_change_elsewhere_does_not_stand_in_the_way(client: Client) -> None:
    flow = create_flow(LINES)
    seen = version()
    change_title(flow, "t")
    assert client.post(URL, {"version": seen}, headers=HTMX).status_code == 200
    assert "p" not in compile_flow(Flow.objects.get()).by_slug
