"""A result may name the choice that fits; it is offered as a link and never taken."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import published_flow
from tests.html import Element, read
from tests.tools.clock import jst
from tools.registry import HELPERS
from wizard.content import read_pack

pytestmark = pytest.mark.django_db
CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    now: datetime = jst("2026-11-24 12:00")
    monkeypatch.setattr("tools.views.timezone.now", lambda: now)


def suggested(client: Client, completed: str, at: str, **headers: str) -> list[tuple[str, str]]:
    """The choices offered after asking when to look again."""
    response = client.get(
        "/en/tools/activation-recheck/", {"completed": completed, "at": at}, headers=headers
    )
    assert response.status_code == 200
    found: Element = read(response)
    return [(link.text, link["href"]) for link in found.all("a.choice")]


def guide(**steps: dict[str, object]) -> None:
    """A guide that asks whether a day has passed."""
    published_flow("q1: a=wait\nwait: less=end more=end unknown=end\nend", flow="one", **steps)


@pytest.mark.parametrize(
    ("completed", "choice"), [("2026-11-23T12:00", "more"), ("2026-11-23T12:01", "less")]
)
def test_the_choice_that_fits_is_a_link_with_the_way_so_far(
    client: Client, completed: str, choice: str
) -> None:
    guide(wait={"helper": "activation-recheck"})
    assert suggested(client, completed, "one/wait?q1=a") == [
        (f"label {choice}", f"/en/guides/one/end/?q1=a&wait={choice}")
    ]


def test_in_the_step_itself_htmx_swaps_the_same_link_in(client: Client) -> None:
    guide(wait={"helper": "activation-recheck"})
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/en/guides/one/wait/?q1=a"}
    assert suggested(client, "2026-11-20T12:00", "one/wait?q1=a", **here) == [
        ("label more", "/en/guides/one/end/?q1=a&wait=more")
    ]


def test_a_step_that_names_another_helper_is_offered_nothing(client: Client) -> None:
    guide(wait={"helper": "retry-dates"})
    assert suggested(client, "2026-11-20T12:00", "one/wait") == []


def test_a_step_without_such_a_choice_is_offered_nothing(client: Client) -> None:
    published_flow("wait: yes=end no=end\nend", flow="one", wait={"helper": "activation-recheck"})
    assert suggested(client, "2026-11-20T12:00", "one/wait") == []


def test_an_answer_has_no_choice_to_offer(client: Client) -> None:
    guide(end={"helper": "activation-recheck"})
    assert suggested(client, "2026-11-20T12:00", "one/end") == []


def test_without_a_step_nothing_is_offered(client: Client) -> None:
    assert suggested(client, "2026-11-20T12:00", "") == []


def test_a_choice_is_never_taken_for_the_customer(client: Client) -> None:
    guide(wait={"helper": "activation-recheck"})
    response = client.get(
        "/en/tools/activation-recheck/", {"completed": "2026-11-20T12:00", "at": "one/wait?q1=a"}
    )
    assert response.status_code == 200, "no redirect"
    assert "HX-Redirect" not in response
    assert "HX-Push-Url" not in response


def test_every_question_of_the_shipped_guides_has_the_choices_its_helper_may_suggest() -> None:
    asked = [
        (step, HELPERS[step.helper].suggests)
        for graph in read_pack(CONTENT).graphs
        for step in graph.steps
        if step.helper and step.choices and not step.is_remedy
    ]
    assert asked, "the shipped guides use suggestions"
    for step, slugs in asked:
        assert [slug for slug in slugs if step.choice(slug) is None] == [], step.slug
