"""What two editors made of one step: conflicts are named, a pick for each merges them, and no text goes by itself."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ground.text import Text
from tests.factories import both
from wizard.comparison import Pick, alike, conflicts, fields_of, merge, step_from_fields
from wizard.comparison.fields import place_of
from wizard.graph import Choice, Step, Target

YES, NO = Choice("yes", both("yes"), next=Target("a")), Choice("no", both("no"), next=Target("b"))
BASE = Step("s", title=both("title"), choices=(YES, NO))


def test_a_conflict_knows_who_changed_the_field() -> None:
    base = Step("s", title=Text("題", "title"), helper="h")
    stored = replace(base, title=Text("題名", "title"), helper="theirs")
    typed = replace(base, title=Text("題", "heading"), helper="mine")
    found = {each.path: each for each in conflicts(*(fields_of(step) for step in (base, stored, typed)))}
    assert set(found) == {"title.ja", "title.en", "helper"}
    assert found["title.ja"].theirs_only
    assert not found["title.ja"].mine_only
    assert found["title.en"].mine_only
    assert (found["helper"].mine_only, found["helper"].theirs_only) == (False, False)
    assert (found["helper"].base, found["helper"].stored, found["helper"].typed) == ("h", "theirs", "mine")


def test_without_a_base_nobody_is_credited() -> None:
    found = conflicts(None, fields_of(Step("s", helper="a")), fields_of(Step("s", helper="b")))
    assert [(each.path, each.mine_only, each.theirs_only) for each in found] == [("helper", False, False)]


def test_merging_takes_each_field_from_the_side_that_was_picked() -> None:
    stored = fields_of(Step("s", title=both("theirs"), helper="theirs"))
    typed = fields_of(Step("s", title=both("mine"), helper="mine"))
    merged = step_from_fields("s", merge(stored, typed, {"helper": Pick.MINE}))
    assert merged == Step("s", title=both("theirs"), helper="mine")


def test_a_choice_only_one_side_has_comes_along_when_the_list_that_names_it_is_picked() -> None:
    yes, no = Choice("yes", both("yes"), next=Target("a")), Choice("no", both("no"), next=Target("b"))
    stored, typed = fields_of(Step("s", choices=(yes,))), fields_of(Step("s", choices=(no, yes)))
    assert step_from_fields("s", merge(stored, typed, {"choices": Pick.MINE})).choices == (no, yes)
    assert step_from_fields("s", merge(stored, typed, {})).choices == (yes,)


def edited(choice: Choice) -> Choice:
    """`choice` with another English label."""
    return replace(choice, label=replace(choice.label, en="edited"))


def test_a_choice_one_took_out_and_the_other_edited_is_asked_for_as_a_whole() -> None:
    without, changed = replace(BASE, choices=(NO,)), replace(BASE, choices=(edited(YES), NO))
    for stored, typed, pick in ((without, changed, Pick.MINE), (changed, without, Pick.THEIRS)):
        found = [
            each
            for each in conflicts(*(fields_of(step) for step in (BASE, stored, typed)))
            if each.is_asked and each.is_open
        ]
        assert [(each.path, each.pick) for each in found] == [("choices.yes", pick)]
        kept = next(value for value in (found[0].stored, found[0].typed) if value)
        assert "edited" in kept


def test_such_a_choice_stands_where_it_stood_or_goes() -> None:
    without, changed = replace(BASE, choices=(NO,)), replace(BASE, choices=(edited(YES), NO))
    stored, typed = fields_of(without), fields_of(changed)
    for pick, choices in ((Pick.MINE, (edited(YES), NO)), (Pick.THEIRS, (NO,))):
        for order in (Pick.MINE, Pick.THEIRS):
            merged = merge(stored, typed, {"choices": order, "choices.yes": pick})
            assert step_from_fields("s", merged).choices == choices


def test_the_first_choice_taken_out_and_wanted_back_is_the_first_again() -> None:
    third = Choice("third", both("third"), next=Target("c"))
    stored = fields_of(replace(BASE, choices=(NO, third)))
    typed = fields_of(replace(BASE, choices=(edited(YES), NO, third)))
    merged = merge(stored, typed, {"choices": Pick.THEIRS, "choices.yes": Pick.MINE})
    assert [choice.slug for choice in step_from_fields("s", merged).choices] == ["yes", "no", "third"]


def test_a_choice_one_took_out_and_the_other_left_alone_just_goes() -> None:
    fields = [fields_of(step) for step in (BASE, replace(BASE, choices=(NO,)), BASE)]
    assert not [each for each in conflicts(*fields) if each.is_open]


def test_a_renamed_choice_is_the_same_choice_on_either_side() -> None:
    renamed = replace(BASE, choices=(replace(YES, slug="sure", aliases=("yes",)), NO))
    changed = replace(BASE, choices=(edited(YES), NO))
    for stored, typed in ((renamed, changed), (changed, renamed)):
        versions = alike(BASE, stored, typed)
        found = conflicts(*(fields_of(step) for step in versions if step))
        picks = {each.path: each.pick for each in found if each.is_asked}
        merged = step_from_fields("s", merge(fields_of(versions[1]), fields_of(versions[2]), picks))
        assert [(each.slug, each.label.en, each.aliases) for each in merged.choices] == [
            ("sure", "edited", ("yes",)),
            ("no", "no", ()),
        ]


words = st.just("") | st.integers(0, 999).map(str)
new_choices = st.builds(Choice, st.sampled_from(["x", "y"]), st.builds(Text, words, words))


@st.composite
def versions(draw: st.DrawFn) -> Step:
    """What somebody may make of BASE: choices edited, renamed, moved, taken out, added; other texts typed anew."""
    choices = []
    for choice in draw(st.permutations(BASE.choices)):
        what = draw(st.sampled_from(["kept", "gone", "edited", "renamed"]))
        if what == "renamed":
            slug = draw(st.sampled_from(["p", "q"])) + choice.slug
            choices.append(replace(choice, slug=slug, aliases=(choice.slug,)))
        elif what != "gone":
            texts = draw(st.builds(Text, words, words))
            choices.append(replace(choice, hint=texts) if what == "edited" else choice)
    choices += draw(st.lists(new_choices, max_size=2, unique_by=lambda choice: choice.slug))
    title = draw(st.just(BASE.title) | st.builds(Text, words, words))
    return replace(BASE, title=title, editor_note=draw(words), choices=tuple(choices))


def typed_texts(version: Step, base: Step) -> set[str]:
    """The texts in `version` that were not there before."""
    before = fields_of(base)
    return {
        str(value)
        for path, value in fields_of(version).items()
        if place_of(path).language or path == "editor_note"
        if value and value != before.get(path)
    }


@settings(max_examples=150)
@given(versions(), versions(), st.booleans())
def test_no_text_that_somebody_typed_goes_unless_it_is_asked_for(
    stored: Step,
    typed: Step,
    is_base_known: bool,
) -> None:
    base, theirs, mine = alike(BASE if is_base_known else None, stored, typed)
    found = conflicts(fields_of(base) if base else None, fields_of(theirs), fields_of(mine))
    picks = {each.path: each.pick for each in found if each.is_asked}
    merged = step_from_fields("s", merge(fields_of(theirs), fields_of(mine), picks))
    seen = {
        text
        for each in found
        if each.is_asked and each.is_open
        for text in _texts_of(each.stored, each.typed)
    }
    seen |= _texts_of(*fields_of(merged).values())
    for version in (theirs, mine):
        assert typed_texts(version, base or Step("s")) <= seen


def _texts_of(*values: object) -> set[str]:
    found: set[str] = set()
    for value in values:
        found |= set(value) if isinstance(value, tuple) else {str(value)}
    return found
