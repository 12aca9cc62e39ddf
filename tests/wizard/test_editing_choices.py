"""The choices of a step: where they may lead, what they may be called, and those that are pasted as lines."""

from __future__ import annotations

import pytest

from ground.text import Text
from tests.edits import change
from tests.factories import both, create_flow
from wizard.compiler import compile_flow
from wizard.editing import NoSuchChoice, NotWritable, add_step, choices_from_lines, free_slug, with_choices
from wizard.graph import Choice, Step, Target
from wizard.models import DraftChange, Flow

LINES = "q: yes=a no=b unsure=a\na\nb"


def choices_of(flow: Flow) -> list[str]:
    """The choices of the question, as `slug>target`."""
    return [f"{choice.slug}>{choice.next or ''}" for choice in compile_flow(flow).by_slug["q"].choices]


def test_choices_are_added_before_the_way_around_the_question() -> None:
    step = Step("q", choices=(Choice("yes"), Choice("no"), Choice("unsure")))
    found = with_choices(step, [Choice("one", both("one")), Choice("two", both("two"))])
    assert [choice.slug for choice in found.choices] == ["yes", "no", "one", "two", "unsure"]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["yes", "no"])
def test_a_slug_the_question_has_or_had_is_refused(slug: str) -> None:
    flow = create_flow(LINES)
    kept = (Choice("yes", next=Target("a")), Choice("nope", next=Target("b"), aliases=("no",)))
    with pytest.raises(NotWritable):
        change(flow, "q", choices=(*kept, Choice(slug)))


@pytest.mark.django_db
def test_choices_are_kept_in_the_order_they_are_saved_in() -> None:
    flow = create_flow(LINES)
    yes, no, unsure = compile_flow(flow).by_slug["q"].choices
    change(flow, "q", choices=(no, unsure, yes))
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
        change(flow, "q", choices=(Choice("yes", next=target),))
        assert choices_of(flow) == [found]


@pytest.mark.django_db
def test_a_target_may_be_named_by_a_former_slug() -> None:
    flow = create_flow("q: yes=a\na\nb", b={"aliases": ("before",)})
    change(flow, "q", choices=(Choice("yes", next=Target("before")),))
    assert choices_of(flow) == ["yes>b"]


@pytest.mark.django_db
def test_a_renamed_choice_keeps_its_old_slug_as_an_alias() -> None:
    flow = create_flow(LINES)
    change(flow, "q", choices=(Choice("sure", next=Target("a"), aliases=("yes",)),))
    (found,) = compile_flow(flow).by_slug["q"].choices
    assert (found.slug, found.aliases) == ("sure", ("yes",))


@pytest.mark.django_db
def test_a_choice_that_is_not_there_cannot_lead_to_a_new_step() -> None:
    flow = create_flow(LINES)
    with pytest.raises(NoSuchChoice, match="absent"):
        add_step(flow, Step("new"), leading=("q", "absent"), expected_version=flow.version, author=None)
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
