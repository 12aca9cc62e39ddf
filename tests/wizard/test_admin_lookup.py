"""Finding a step by typing: those of the own guide first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.admin_pages import signed_in
from tests.factories import create_flow
from wizard.models import Flow

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> Flow:
    create_flow("pay-a\nlast", flow="another")
    return create_flow("q\npay-z", flow="mine")


def lookup(**query: Any) -> list[str]:
    asked = {"app_label": "wizard", "model_name": "choice", "field_name": "next_step", **query}
    response = signed_in().get("/admin/wizard/step/autocomplete/", asked)
    assert response.status_code == 200
    return [row["text"] for row in response.json()["results"]]


def test_without_a_word_the_steps_of_the_own_guide_are_offered(guide: Flow) -> None:
    assert lookup(guide=guide.pk) == ["q: title of q", "pay-z: title of pay-z"]


def test_with_a_word_those_of_other_guides_follow_under_their_guide(guide: Flow) -> None:
    assert lookup(guide=guide.pk, term="pay") == ["pay-z: title of pay-z", "another/pay-a: title of pay-a"]


def test_for_the_start_of_a_guide_only_its_own_steps_are_found(guide: Flow) -> None:
    assert lookup(guide=guide.pk, only=1, term="pay") == ["pay-z: title of pay-z"]


@pytest.mark.parametrize("absurd", ["abc", "9" * 40, "-1", "\0"])
def test_an_absurd_guide_or_word_breaks_nothing(guide: Flow, absurd: str) -> None:
    assert len(lookup(guide=absurd)) == 4
    lookup(guide=guide.pk, term=absurd)


def test_it_is_answered_only_to_those_who_may_see_steps(guide: Flow) -> None:
    asked = {"app_label": "wizard", "model_name": "choice", "field_name": "next_step"}
    assert signed_in("wizard.view_flow").get("/admin/wizard/step/autocomplete/", asked).status_code == 403
    assert signed_in("wizard.view_step").get("/admin/wizard/step/autocomplete/", asked).status_code == 200


@pytest.mark.parametrize(
    ("model", "field"),
    [("stepentry", "entry"), ("choice", "next_flow"), ("choice", "slug"), ("nope", "nope")],
)
def test_it_looks_up_nothing_but_steps(guide: Flow, model: str, field: str) -> None:
    asked = {"app_label": "wizard", "model_name": model, "field_name": field}
    assert signed_in().get("/admin/wizard/step/autocomplete/", asked).status_code == 403
