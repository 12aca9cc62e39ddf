"""What changed between two states of a guide: steps, choices, texts, the header."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings

from ground.text import Text
from tests.edits import with_step
from tests.factories import both, graph
from tests.strategies import guides
from tests.work import grows_with_the_guide_alone
from wizard.comparison import broken_links, compare, outcome_changes, stale_translations
from wizard.graph import Choice, Graph, Step, Target

GUIDE = graph("q: yes=a no=b\na\nb")


def test_equal_guides_have_no_difference() -> None:
    assert not compare(GUIDE, GUIDE)


def test_steps_that_came_and_went_are_named() -> None:
    found = compare(GUIDE, graph("q: yes=a\na\nc"))
    assert [step.slug for step in found.added] == ["c"]
    assert [step.slug for step in found.removed] == ["b"]


def test_a_changed_text_is_told_by_language_and_word() -> None:
    new = with_step(GUIDE, "a", body=Text("body of aですか", "body of a"))
    (change,) = compare(GUIDE, new).changed
    assert [field.path for field in change.fields] == ["body.ja"]
    assert change.fields[0].pieces == (("same", "body of a"), ("gone", "です"), ("new", "ですか"))
    assert change.fields[0].place.language == "ja"


def test_a_changed_list_is_told_item_by_item() -> None:
    old = with_step(GUIDE, "a", entries=("one", "two"))
    (change,) = compare(old, with_step(GUIDE, "a", entries=("two",))).changed
    assert change.fields[0].pieces == (("gone", "one"), ("same", "two"))


def test_a_renamed_step_is_not_removed_and_added() -> None:
    new = graph("q: yes=a2 no=b\na2\nb", a2={"title": both("title of a"), "body": both("body of a")})
    found = compare(GUIDE, with_step(new, "a2", aliases=("a",)))
    assert found.renamed == (("a", "a2"),)
    assert (found.added, found.removed) == ((), ())
    assert [
        (change.was, change.slug, [field.path for field in change.fields]) for change in found.changed
    ] == [("a", "a2", ["aliases"])]


def test_the_alias_of_a_successor_does_not_make_it_a_renamed_step() -> None:
    new = with_step(graph("q: yes=b no=b\nb"), "b", aliases=("a",))
    found = compare(GUIDE, new)
    assert [step.slug for step in found.removed] == ["a"]
    assert not found.renamed


def test_choices_that_came_went_were_retargeted_or_reordered_are_told() -> None:
    old = graph("q: one=a two=a three=b\na\nb")
    (change,) = compare(old, graph("q: three=a one=a four=b\na\nb")).changed
    assert [choice.slug for choice in change.added] == ["four"]
    assert [choice.slug for choice in change.removed] == ["two"]
    assert change.reordered
    (three,) = change.changed
    assert three.slug == "three"
    assert three.retargeted is not None
    assert (three.retargeted.old, three.retargeted.new) == ("b", "a")


def test_an_added_choice_alone_is_no_new_order() -> None:
    (change,) = compare(graph("q: a=x c=x\nx"), graph("q: a=x b=x c=x\nx")).changed
    assert not change.reordered


def test_a_renamed_choice_is_told_as_such() -> None:
    choice = Choice("ja", both("label yes"), next=Target("a"), aliases=("yes",))
    new = with_step(GUIDE, "q", choices=(choice, GUIDE.steps[0].choices[1]))
    (change,) = compare(GUIDE, new).changed
    assert [(each.was, each.slug, each.renamed) for each in change.changed] == [("yes", "ja", True)]
    assert (change.added, change.removed, change.reordered) == ((), (), False)


def test_the_header_is_compared_too() -> None:
    found = compare(GUIDE, replace(GUIDE, title=Text("別", "title of guide"), start="a"))
    assert [(field.path, field.old, field.new) for field in found.header] == [
        ("title.ja", "title of guideです", "別"),
        ("start", "q", "a"),
    ]


def test_a_start_that_was_renamed_is_still_the_start() -> None:
    new = with_step(graph("q2: yes=a no=b\na\nb"), "q2", aliases=("q",), title=both("title of q"))
    assert not compare(GUIDE, new).header


@given(guides(), guides())
@settings(max_examples=30)
def test_the_difference_is_empty_just_when_the_guides_say_the_same(old: Graph, new: Graph) -> None:
    new = replace(new, flow=old.flow)
    found = compare(old, new)
    same_order = [step.slug for step in old.steps] == [step.slug for step in new.steps]
    assert not compare(old, old)
    assert bool(found) == (old != new) or not same_order


def tree(size: int, body: str = "本文です。") -> Graph:
    """A guide in which every question has three choices."""
    steps = []
    for number in range(size):
        below = [place for place in range(3 * number + 1, 3 * number + 4) if place < size]
        choices = tuple(Choice(f"c{place}", both(f"c{place}"), next=Target(f"s{place}")) for place in below)
        title = both(f"step {number}")
        steps.append(Step(f"s{number}", title=title, body=Text(body, "Body."), choices=choices))
    return Graph("big", start="s0", steps=tuple(steps))


def compared(size: int) -> Callable[[], None]:
    """Compares guides of `size` steps that differ in every text."""
    old, new = tree(size), tree(size, "本文でした。")

    def act() -> None:
        assert len(compare(old, new).changed) == size
        assert broken_links(old, new) == ()
        assert len(stale_translations([old], new)) == size
        assert outcome_changes(old, new).changed == 0

    return act


def test_twice_as_many_steps_are_twice_the_work_to_compare() -> None:
    assert grows_with_the_guide_alone(compared, 300)
