"""What leads to a step or a guide, told before it is taken away."""

from __future__ import annotations

import pytest

from ground.text import Text
from tests.edits import change
from tests.factories import create_flow, published_flow
from wizard.editing import what_points_to
from wizard.problems import Where
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"


def test_nothing_points_to_a_step_nobody_knows() -> None:
    flow = create_flow("q: yes=a\na\nalone")
    found = what_points_to(flow, "alone")
    assert not found
    assert (found.choices, found.live, found.is_live, found.is_start) == ((), (), False, False)


def test_choices_of_the_same_draft_are_named() -> None:
    flow = create_flow("q: yes=a no=b unsure=a\na\nb: more=a")
    assert what_points_to(flow, "a").choices == (
        Where("guide", "q", "yes"),
        Where("guide", "q", "unsure"),
        Where("guide", "b", "more"),
    )


def test_the_start_and_the_live_address_are_told() -> None:
    flow = published_flow(LINES)
    assert what_points_to(flow, "q").is_start
    assert what_points_to(flow, "q").is_live
    assert not what_points_to(flow, "a").is_start


def test_former_slugs_are_named() -> None:
    flow = create_flow(LINES)
    change(flow, "a", slug="c")
    assert what_points_to(flow, "c").aliases == ("a",)


def test_other_guides_are_named_as_edited_and_as_live() -> None:
    flow = published_flow(LINES)
    other = published_flow("x: one=guide:a two=z\nz", flow="other")
    found = what_points_to(flow, "a")
    assert found.drafts == found.live == (Where("other", "x", "one"),)
    change(flow, "a", slug="c")
    assert what_points_to(flow, "c").live == (Where("other", "x", "one"),)
    create_flow("x: two=z\nz", flow="other")
    publish(other, author=None)
    assert what_points_to(flow, "c").live == ()


def test_links_in_texts_are_found_and_longer_names_are_not_taken_for_them() -> None:
    flow = published_flow(LINES)
    published_flow(
        "x: one=y two=z\ny\nz",
        flow="other",
        y={"body": Text("[読む](guide:guide/a)", "[read](guide:guide/a)")},
        z={"body": Text("[読む](guide:guide/b)", "guide:guide/a is not a link")},
    )
    found = what_points_to(flow, "a")
    assert found.texts == found.live == (Where("other", "y"),)
    create_flow("q\nlonger", flow="third", q={"body": Text("[a](guide:guide/a-b)", "")})
    assert len(what_points_to(flow, "a").texts) == 1


def test_what_leads_to_a_guide_as_a_whole_is_found_too() -> None:
    flow = published_flow(LINES)
    published_flow(
        "x: one=guide: two=guide:a three=z\nz",
        flow="other",
        z={"body": Text("[読む](guide:guide)", "[read](guide:guide/b)")},
    )
    found = what_points_to(flow)
    assert found.drafts == (Where("other", "x", "one"), Where("other", "x", "two"))
    assert found.live == (*found.drafts, Where("other", "z"))
    assert found.texts == (Where("other", "z"),)
    assert found.is_live
    assert found.choices == ()
