"""Addresses that stop working: steps and choices that are gone and left no alias."""

from dataclasses import replace

from tests.edits import with_step
from tests.factories import graph
from wizard.comparison import BrokenLink, broken_links

GUIDE = graph("q: yes=a no=b\na\nb")


def test_nothing_breaks_when_nothing_is_taken_away() -> None:
    assert broken_links(GUIDE, graph("q: yes=a no=b more=c\na\nb\nc")) == ()


def test_a_removed_step_breaks_and_the_steps_its_choices_lead_to_now_are_suggested() -> None:
    assert broken_links(GUIDE, graph("q: yes=b no=b\nb")) == (BrokenLink("a", suggestions=("b",)),)


def test_a_step_with_an_alias_of_the_former_slug_keeps_the_link() -> None:
    assert broken_links(GUIDE, with_step(graph("q: yes=c no=b\nc\nb"), "c", aliases=("a",))) == ()
    assert broken_links(GUIDE, with_step(graph("q: yes=b no=b\nb"), "b", aliases=("a",))) == ()


def test_a_former_slug_that_is_dropped_breaks() -> None:
    old = with_step(GUIDE, "a", aliases=("before",))
    assert broken_links(old, GUIDE) == (BrokenLink("before", suggestions=("a",)),)


def test_a_removed_choice_breaks_and_one_with_an_alias_does_not() -> None:
    assert broken_links(GUIDE, graph("q: yes=a other=b\na\nb")) == (BrokenLink("q", "no"),)
    yes, no = GUIDE.steps[0].choices
    new = with_step(GUIDE, "q", choices=(yes, replace(no, slug="other", aliases=("no",))))
    assert broken_links(GUIDE, new) == ()


def test_a_choice_of_a_renamed_step_is_looked_for_under_its_new_name() -> None:
    new = with_step(graph("q2: yes=a\na\nb"), "q2", aliases=("q",))
    assert broken_links(GUIDE, new) == (BrokenLink("q2", "no"),)
