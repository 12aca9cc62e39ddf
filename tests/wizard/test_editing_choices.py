"""Adding, pasting, ordering, retargeting, renaming and deleting choices."""

from __future__ import annotations

import pytest

from ground.text import Text
from tests.factories import both, create_flow
from wizard.compiler import compile_flow
from wizard.editing import (
    NoSuchChoice,
    NoSuchStep,
    NotWritable,
    add_choices,
    choices_from_lines,
    delete_choice,
    free_slug,
    rename_choice,
    reorder_choices,
    retarget_choice,
    with_renamed_choice,
)
from wizard.graph import Choice, Step, Target
from wizard.models import DraftChange, Flow

LINES = "q: yes=a no=b unsure=a\na\nb"


def choices_of(flow: Flow) -> list[str]:
    """The choices of the question, as `slug>target`."""
    return [f"{choice.slug}>{choice.next or ''}" for choice in compile_flow(flow).by_slug["q"].choices]


@pytest.mark.django_db
def test_choices_are_added_before_the_way_around_the_question() -> None:
    flow = create_flow(LINES)
    added = [Choice("one", both("one")), Choice("two", both("two"), next=Target("b"))]
    change = add_choices(flow, "q", added, expected_version=flow.version, author=None)
    assert choices_of(flow) == ["yes>a", "no>b", "one>", "two>b", "unsure>a"]
    assert change is not None
    assert (change.kind, change.subject, change.detail) == ("choices-added", "q", "one, two")


@pytest.mark.django_db
def test_a_slug_the_question_has_or_had_is_refused() -> None:
    flow = create_flow(LINES)
    rename_choice(flow, "q", "no", "nope", expected_version=flow.version, author=None)
    for slug in ("yes", "no"):
        with pytest.raises(NotWritable):
            add_choices(flow, "q", [Choice(slug)], expected_version=flow.version, author=None)


@pytest.mark.django_db
def test_choices_are_put_in_the_order_named() -> None:
    flow = create_flow(LINES)
    reorder_choices(flow, "q", ["no", "absent", "unsure"], expected_version=flow.version, author=None)
    assert choices_of(flow) == ["no>b", "unsure>a", "yes>a"]


@pytest.mark.django_db
def test_a_choice_is_led_to_a_step_another_guide_or_nowhere() -> None:
    create_flow("x", flow="other")
    flow = create_flow(LINES)
    for target, found in (
        (Target("b"), "yes>b"),
        (Target("", "other"), "yes>other"),
        (Target("x", "other"), "yes>other/x"),
        (Target("a", "guide"), "yes>a"),
        (None, "yes>"),
    ):
        retarget_choice(flow, "q", "yes", target, expected_version=flow.version, author=None)
        assert choices_of(flow)[0] == found


@pytest.mark.django_db
def test_a_target_may_be_named_by_a_former_slug() -> None:
    flow = create_flow("q: yes=a\na\nb", b={"aliases": ("before",)})
    retarget_choice(flow, "q", "yes", Target("before"), expected_version=flow.version, author=None)
    assert choices_of(flow) == ["yes>b"]


@pytest.mark.django_db
def test_a_renamed_choice_keeps_its_old_slug_as_an_alias() -> None:
    flow = create_flow(LINES)
    rename_choice(flow, "q", "yes", "sure", expected_version=flow.version, author=None)
    found = compile_flow(flow).by_slug["q"].choices[0]
    assert (found.slug, found.aliases) == ("sure", ("yes",))


@pytest.mark.django_db
def test_a_choice_is_taken_out() -> None:
    flow = create_flow(LINES)
    delete_choice(flow, "q", "yes", expected_version=flow.version, author=None)
    assert choices_of(flow) == ["no>b", "unsure>a"]


@pytest.mark.django_db
def test_a_choice_or_step_that_is_not_there_is_refused_with_a_sentence() -> None:
    flow = create_flow(LINES)
    with pytest.raises(NoSuchChoice, match="absent"):
        delete_choice(flow, "q", "absent", expected_version=flow.version, author=None)
    with pytest.raises(NoSuchChoice):
        retarget_choice(flow, "q", "absent", None, expected_version=flow.version, author=None)
    with pytest.raises(NoSuchStep):
        add_choices(flow, "absent", [Choice("x")], expected_version=flow.version, author=None)
    assert not DraftChange.objects.exists()


def test_pasted_lines_become_choices_with_slugs_of_their_own() -> None:
    step = Step("q", choices=(Choice("credit-card"),))
    found = choices_from_lines(step, "カード | Credit card\r\n\n銀行振込\tBank transfer\nわからない", "ja")
    assert [(choice.slug, choice.label) for choice in found] == [
        ("credit-card-2", Text("カード", "Credit card")),
        ("bank-transfer", Text("銀行振込", "Bank transfer")),
        ("choice-1", Text("わからない", "")),
    ]


def test_pasted_lines_are_in_the_language_of_the_column() -> None:
    (found,) = choices_from_lines(Step("q"), "Something else", "en")
    assert (found.slug, found.label) == ("something-else", Text("", "Something else"))


def test_a_slug_is_made_of_latin_letters_or_numbered() -> None:
    assert free_slug("How do you pay?", set(), otherwise="step") == "how-do-you-pay"
    assert free_slug("How do you pay?", {"how-do-you-pay"}, otherwise="step") == "how-do-you-pay-2"
    assert free_slug("支払い", {"step-1"}, otherwise="step") == "step-2"
    assert len(free_slug("a" * 200, set(), otherwise="step")) <= 80


def test_a_form_may_rename_a_choice_before_it_is_saved() -> None:
    step = with_renamed_choice(Step("q", choices=(Choice("yes"),)), "yes", "sure")
    assert step.choices == (Choice("sure", aliases=("yes",)),)
