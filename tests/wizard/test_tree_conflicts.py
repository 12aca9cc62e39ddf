"""Somebody else saved first: both versions side by side, a choice for each field, nothing typed lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests.edits import change, with_step
from tests.factories import create_entry, create_flow
from tests.html import read
from tests.staff import signed_in
from tests.tree_form import Fields, editor, form_of, save, set_row, step_url, typed
from wizard.compiler import compile_flow
from wizard.editing import change_step, delete_step
from wizard.graph import Step
from wizard.models import Flow

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"


def flow() -> Flow:
    """The guide as it is now."""
    return Flow.objects.get(slug="guide")


def stored(slug: str = "q") -> Step:
    """The step as it is stored now."""
    return compile_flow(flow()).by_slug[slug]


def somebody_changes(slug: str = "q", **values: Any) -> None:
    """Another editor saves a step."""
    changed = with_step(compile_flow(flow()), slug, **values).by_slug[slug]
    change_step(flow(), slug, changed, expected_version=flow().version, author=None)


@pytest.fixture
def client() -> Client:
    """An editor of a guide of three steps."""
    create_flow(LINES)
    return editor()


def opened(client: Client) -> Fields:
    """The form as the editor has it open."""
    return form_of(client.get(step_url("q")))


def test_a_field_both_changed_is_asked_for_with_both_texts(client: Client) -> None:
    fields = opened(client)
    somebody_changes(title=type(stored().title)("題名", "by ken"))
    response = save(client, "q", typed(fields, title_en="by mika"))
    assert response.status_code == 409
    form = read(response).one("form.step-form")
    pick = next(each for each in form.all("fieldset.pick") if "by mika" in each.text)
    assert "by ken" in pick.text
    assert "(English)" in pick.one("legend").text
    assert not pick.all("input", value="both")
    assert stored().title.en == "by ken"


@pytest.mark.parametrize(("pick", "kept"), [("mine", "by mika"), ("theirs", "by ken")])
def test_each_field_becomes_what_was_chosen(client: Client, pick: str, kept: str) -> None:
    fields = opened(client)
    somebody_changes(title=type(stored().title)("title of qです", "by ken"), helper="h")
    merge = form_of(save(client, "q", typed(fields, title_en="by mika", editor_note="a note")))
    response = save(client, "q", typed(merge, **{"pick:title.en": pick}))
    assert response.status_code == 200
    assert (stored().title.en, stored().helper, stored().editor_note) == (kept, "h", "a note")


def test_what_only_one_of_the_two_changed_is_settled_already(client: Client) -> None:
    fields = opened(client)
    somebody_changes(helper="h")
    response = save(client, "q", typed(fields, editor_note="a note"))
    details = read(response).one("form.step-form").one("details")
    assert len(details.all("fieldset.pick")) == 2
    assert save(client, "q", form_of(response)).status_code == 200
    assert (stored().helper, stored().editor_note) == ("h", "a note")


def test_lists_of_both_are_joined(client: Client) -> None:
    for slug in ("one", "two"):
        create_entry(slug)
    fields = opened(client)
    somebody_changes(entries=("one",))
    merge = form_of(save(client, "q", typed(fields, entries=["two", ""])))
    assert merge["pick:entries"] == ["both"]
    assert save(client, "q", merge).status_code == 200
    assert stored().entries == ("one", "two")


def test_choices_both_added_are_all_kept_with_their_targets(client: Client) -> None:
    fields = opened(client)
    both = stored().choices
    somebody_changes(choices=(*both, type(both[0])("third", both[0].label, next=both[0].next)))
    fields = set_row(fields, 2, label_en="Fourth", slug="fourth", next="+ 新しい | Quite new")
    merge = form_of(save(client, "q", fields))
    assert save(client, "q", merge).status_code == 200
    assert [choice.slug for choice in stored().choices] == ["yes", "no", "third", "fourth"]
    assert str(stored().choices[3].next) == "quite-new"


def test_a_step_that_was_deleted_meanwhile_is_made_anew_as_it_was_typed(client: Client) -> None:
    fields = opened(client)
    delete_step(flow(), "q", expected_version=flow().version, author=None)
    response = save(client, "q", typed(fields, title_en="still here"))
    assert response.status_code == 409
    assert "was deleted while you were editing" in read(response).one("p", role="alert").text
    assert save(client, "q", form_of(response)).status_code == 200
    assert stored().title.en == "still here"
    assert [choice.slug for choice in stored().choices] == ["yes", "no"]


def test_a_step_that_was_renamed_meanwhile_is_saved_under_its_new_slug(client: Client) -> None:
    fields = opened(client)
    change(flow(), "q", slug="question")
    merge = save(client, "q", typed(fields, title_en="mine"))
    assert merge.status_code == 409
    assert save(client, "q", form_of(merge)).status_code == 200
    assert stored("question").title.en == "mine"


def test_a_third_save_in_between_asks_once_more(client: Client) -> None:
    fields = opened(client)
    somebody_changes(helper="h")
    merge = form_of(save(client, "q", typed(fields, editor_note="mine")))
    somebody_changes(editor_note="theirs")
    again = save(client, "q", merge)
    assert again.status_code == 409
    assert stored().editor_note == "theirs"


def test_a_change_of_another_step_stands_in_nobodys_way(client: Client) -> None:
    fields = opened(client)
    somebody_changes("a", helper="h")
    assert save(client, "q", typed(fields, title_en="mine")).status_code == 200
    assert (stored().title.en, stored("a").helper) == ("mine", "h")


def test_without_htmx_the_choice_is_a_whole_page(client: Client) -> None:
    fields = opened(client)
    somebody_changes(helper="h")
    response = client.post(step_url("q"), typed(fields, helper="x"))
    assert response.status_code == 409
    assert read(response).one("html")


def test_a_choice_somebody_took_out_and_one_edited_is_asked_for_with_its_text(client: Client) -> None:
    fields = opened(client)
    somebody_changes(choices=stored().choices[1:])
    response = save(client, "q", set_row(fields, 0, label_en="by mika"))
    form = read(response).one("form.step-form")
    pick = next(each for each in form.all("fieldset.pick") if each.one("legend").text == "The choice yes")
    assert pick not in form.one("details").all("fieldset.pick")
    assert "by mika" in pick.text
    assert "(taken out)" in pick.text
    assert save(client, "q", form_of(response)).status_code == 200
    assert [(choice.slug, choice.label.en) for choice in stored().choices] == [
        ("yes", "by mika"),
        ("no", "label no"),
    ]


@pytest.mark.parametrize(("pick", "kept"), [("theirs", ["yes", "no"]), ("mine", ["no"])])
def test_a_choice_one_took_out_and_somebody_edited_stays_unless_one_says_so(
    client: Client, pick: str, kept: list[str]
) -> None:
    fields = opened(client)
    first, second = stored().choices
    somebody_changes(choices=(replace(first, label=replace(first.label, en="by ken")), second))
    merge = form_of(save(client, "q", typed(fields, do="remove:0")))
    assert merge["pick:choices.yes"] == ["theirs"]
    assert save(client, "q", typed(merge, **{"pick:choices.yes": pick})).status_code == 200
    assert [choice.slug for choice in stored().choices] == kept


@pytest.mark.parametrize("renames", ["mika", "ken"])
def test_a_choice_one_renamed_and_the_other_edited_is_one_choice(client: Client, renames: str) -> None:
    fields = opened(client)
    first, second = stored().choices
    if renames == "ken":
        somebody_changes(choices=(replace(first, slug="sure", aliases=("yes",)), second))
        fields = set_row(fields, 0, label_en="edited")
    else:
        somebody_changes(choices=(replace(first, label=replace(first.label, en="edited")), second))
        fields = set_row(fields, 0, slug="sure")
    assert save(client, "q", form_of(save(client, "q", fields))).status_code == 200
    choice = stored().choices[0]
    assert (choice.slug, choice.aliases, choice.label.en) == ("sure", ("yes",), "edited")


@pytest.mark.parametrize(("japanese", "english"), [("追加", "Added"), ("追加", "")])
def test_choices_both_added_without_naming_them_both_stand(
    client: Client, japanese: str, english: str
) -> None:
    ken = set_row(opened(client), 2, label_ja="賢", label_en=english, next="a")
    mika = set_row(opened(client), 2, label_ja=japanese, label_en=english, next="+ 新しい | Quite new")
    assert save(client, "q", ken).status_code == 200
    merge = save(client, "q", mika)
    assert merge.status_code == 409
    assert save(client, "q", form_of(merge)).status_code == 200
    added = stored().choices[2:]
    assert [choice.label.ja for choice in added] == ["賢", japanese]
    assert [str(choice.next) for choice in added] == ["a", "quite-new"]


def test_pasted_choices_somebody_pasted_too_all_stand(client: Client) -> None:
    fields = typed(opened(client), more_choices="一\n二")
    another = signed_in("wizard.view_flow", "wizard.change_flow", name="another")
    assert save(another, "q", fields).status_code == 200
    assert save(client, "q", form_of(save(client, "q", fields))).status_code == 200
    assert [choice.label.ja or choice.label.en for choice in stored().choices[2:]] == ["一", "二"] * 2


def test_choices_both_named_alike_are_asked_for(client: Client) -> None:
    ken = set_row(opened(client), 2, slug="third", label_en="by ken")
    mika = set_row(opened(client), 2, slug="third", label_en="by mika")
    save(client, "q", ken)
    page = read(save(client, "q", mika)).one("form.step-form")
    assert [each for each in page.all("fieldset.pick") if "by ken" in each.text and "by mika" in each.text]
