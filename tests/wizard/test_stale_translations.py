"""Texts of which one language was changed and the other was not."""

from __future__ import annotations

from dataclasses import replace

from ground.text import Text
from tests.edits import with_step
from tests.factories import graph
from wizard.comparison import stale_translations
from wizard.graph import Choice, Graph, Target

GUIDE = graph("q: yes=a\na")


def titled(ja: str, en: str, guide: Graph = GUIDE) -> Graph:
    """`guide` with that title on its answer."""
    return with_step(guide, "a", title=Text(ja, en))


def behind(*states: Graph) -> list[str]:
    """What is behind in the last of `states`, as `place language`."""
    found = stale_translations(states[:-1], states[-1])
    return [
        f"{'/'.join(filter(None, (each.step, each.choice, each.name)))} {each.language}" for each in found
    ]


def test_nothing_is_behind_where_nothing_changed() -> None:
    assert behind(GUIDE, GUIDE) == []


def test_a_guide_without_a_past_is_not_behind() -> None:
    assert behind(GUIDE) == []


def test_the_language_that_was_left_alone_is_behind() -> None:
    assert behind(titled("題", "title"), titled("別の題", "title")) == ["a/title en"]
    assert behind(titled("題", "title"), titled("題", "heading")) == ["a/title ja"]


def test_changing_both_leaves_nothing_behind() -> None:
    assert behind(titled("題", "title"), titled("別の題", "heading")) == []


def test_it_stays_behind_over_revisions_until_the_other_language_follows() -> None:
    first, second = titled("題", "title"), titled("別の題", "title")
    assert behind(first, second, second) == ["a/title en"]
    assert behind(first, second, titled("別の題", "heading")) == []
    assert behind(first, second, titled("別の題", "heading"), titled("別の題", "heading")) == []


def test_putting_the_text_back_leaves_nothing_behind() -> None:
    assert behind(titled("題", "title"), titled("別の題", "title"), titled("題", "title")) == []


def test_a_language_that_is_missing_is_another_problem() -> None:
    assert behind(titled("題", ""), titled("別の題", "")) == []
    assert behind(titled("題", "title"), titled("別の題", "")) == []


def test_a_text_written_in_the_second_language_later_is_not_behind() -> None:
    assert behind(titled("題", ""), titled("題", "title")) == []
    assert behind(titled("題", ""), titled("題", "title"), titled("別の題", "title")) == ["a/title en"]


def test_the_header_and_choices_are_looked_at_too() -> None:
    old = replace(GUIDE, summary=Text("概要", "summary"))
    new = replace(old, summary=Text("概要", "overview"))
    assert behind(old, new) == ["summary ja"]
    choice = Choice("yes", Text("ラベル", "label yes"), next=Target("a"))
    assert behind(GUIDE, with_step(GUIDE, "q", choices=(choice,))) == ["q/yes/label en"]


def test_a_renamed_step_keeps_its_past() -> None:
    renamed = replace(
        titled("別の題", "title"),
        steps=tuple(
            replace(step, slug="a2", aliases=("a",)) if step.slug == "a" else step
            for step in titled("別の題", "title").steps
        ),
    )
    assert behind(titled("題", "title"), renamed) == ["a2/title en"]


def test_a_renamed_choice_keeps_its_past() -> None:
    choice = Choice("ja", Text("ラベル", "label yes"), next=Target("a"), aliases=("yes",))
    assert behind(GUIDE, with_step(GUIDE, "q", choices=(choice,))) == ["q/ja/label en"]


def test_a_step_that_is_new_or_gone_is_not_behind() -> None:
    assert behind(GUIDE, graph("q: yes=a no=b\na\nb")) == []
    assert behind(graph("q: yes=a no=b\na\nb"), GUIDE) == []


def test_what_somebody_found_good_as_it_is_is_left_out_until_it_changes_again() -> None:
    old, new = titled("題", "title"), titled("題。", "title")
    (found,) = stale_translations([old], new)
    assert (found.before, found.now) == (Text("題", "title"), Text("題。", "title"))
    assert stale_translations([old], new, checked={found.fingerprint}) == ()
    assert stale_translations([old], titled("別の題", "title"), checked={found.fingerprint}) != ()
