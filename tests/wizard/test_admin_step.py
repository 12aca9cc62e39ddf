"""The list of steps and the page on which a step is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from tests.admin_pages import errors_of, fields_of, save, sentences, signed_in
from tests.factories import create_channel, create_entry, create_flow, published_flow
from tests.html import read
from wizard.compiler import compile_flow
from wizard.editing import NoSuchStep, delete_step, undo
from wizard.graph import Target
from wizard.models import Flow, Step
from wizard.validation import MOST_CHOICES

pytestmark = pytest.mark.django_db
LIST = "/admin/wizard/step/"
NEW_CHOICE = {
    "choices__TOTAL_FORMS": 1, "choices__0__slug": "yes", "choices__0__position": "", "choices__0__label_ja": "はい",
    "choices__0__label_en": "Yes", "choices__0__hint_ja": "", "choices__0__hint_en": "",
    "choices__0__next_step": "", "choices__0__next_flow": "",
}  # fmt: skip


def page(slug: str, flow: str = "guide") -> str:
    return reverse("admin:wizard_step_change", args=[Step.objects.get(flow__slug=flow, slug=slug).pk])


def listed(query: str) -> list[str]:
    return [step.slug for step in signed_in().get(f"{LIST}?{query}").context["cl"].result_list]


def test_the_list_shows_the_steps_of_one_guide_in_order_with_their_kind() -> None:
    create_flow("q: yes=b no=a\nb\na", a={"outcome": "contact"})
    create_flow("z", flow="other")
    rows = read(signed_in().get(f"{LIST}?guide=guide")).one("table", id="result_list").one("tbody").all("tr")
    assert [row.text for row in rows] == [
        "title of q q title of guide question, choices: 2 0",
        "title of b b title of guide an answer 1",
        "title of a a title of guide contact somebody 2",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("guide=other", ["z"]),
        ("guide=unheard-of", []),
        ("q=title+of+z", ["z"]),
        ("outcome__exact=contact", ["a"]),
    ],
)
def test_the_list_is_searched_and_filtered(query: str, found: list[str]) -> None:
    create_flow("q: yes=a\na", a={"outcome": "contact"})
    create_flow("z", flow="other")
    assert listed(query) == found


def test_a_step_is_added_to_the_guide_whose_steps_were_listed_and_goes_to_its_end() -> None:
    flow = create_flow("q: yes=a\na")
    url = f"{LIST}add/?_changelist_filters=guide%3Dguide"
    client = signed_in()
    assert fields_of(client.get(url))["flow"] == flow.pk
    save(client, url, slug="new", title_ja="新しい", title_en="New", body_ja="あ\r\nい", body_en="x")
    step = flow.steps.get(slug="new")
    assert (step.position, step.body_ja) == (2, "あ\nい")


def test_choices_are_added_behind_the_others() -> None:
    flow = create_flow("q: yes=a\na")
    client = signed_in()
    added = {key.replace("__0__", "__1__"): value for key, value in NEW_CHOICE.items()}
    added |= {"choices__TOTAL_FORMS": 2, "choices__1__slug": "later"}
    save(client, page("q"), **added | {"choices__1__next_step": flow.steps.get(slug="a").pk})
    (q, _a) = compile_flow(flow).steps
    assert [(choice.slug, choice.next) for choice in q.choices] == [
        ("yes", Target("a")),
        ("later", Target("a")),
    ]
    assert q.choices[1].label.ja == "はい"


def test_a_choice_may_lead_to_a_step_of_another_guide_when_that_is_chosen_too() -> None:
    flow, other = create_flow("q"), create_flow("z", flow="other")
    far = {**NEW_CHOICE, "choices__0__next_step": other.steps.get().pk}
    refused = save(signed_in(), page("q"), **far)
    assert "That step belongs to the guide “title of other”. Choose that guide too." in errors_of(refused)
    save(signed_in(), page("q"), **{**far, "choices__0__next_flow": other.pk})
    assert compile_flow(flow).steps[0].choices[0].next == Target("z", "other")


def test_a_choice_does_not_name_its_own_guide() -> None:
    flow = create_flow("q")
    response = save(signed_in(), page("q"), **{**NEW_CHOICE, "choices__0__next_flow": flow.pk})
    assert "This is the guide itself." in errors_of(response)


def test_what_stands_beside_a_step_is_chosen_in_order() -> None:
    flow = create_flow("q")
    one, two, channel = create_entry("one"), create_entry("two"), create_channel("desk")
    rows: dict[str, object] = {"entry_rows__TOTAL_FORMS": 2, "channel_rows__TOTAL_FORMS": 1}
    for number, entry in enumerate((two, one)):
        rows |= {f"entry_rows__{number}__entry": entry.pk, f"entry_rows__{number}__position": ""}
    rows |= {"channel_rows__0__channel": channel.pk, "channel_rows__0__position": ""}
    save(signed_in(), page("q"), **rows)
    step = compile_flow(flow).steps[0]
    assert (step.entries, step.channels) == (("two", "one"), ("desk",))


def test_the_helper_is_one_of_those_there_are() -> None:
    create_flow("q")
    client = signed_in()
    assert "Select a valid choice" in errors_of(save(client, page("q"), helper="unheard-of"))
    save(client, page("q"), helper="billing-month")
    assert Step.objects.get().helper == "billing-month"


@pytest.mark.parametrize("target", ["abc", "9" * 40, "-1", "%00"])
def test_an_absurd_target_is_refused_in_the_form(target: str) -> None:
    create_flow("q")
    response = save(signed_in(), page("q"), **{**NEW_CHOICE, "choices__0__next_step": target})
    assert response.status_code == 200
    assert "Select a valid choice" in errors_of(response)


def test_a_live_step_leads_to_its_page_on_the_site_and_a_draft_does_not() -> None:
    flow = published_flow("q: yes=a\na")
    Step.objects.create(flow=flow, slug="new")
    client = signed_in()
    assert read(client.get(page("a"))).one("a.viewsitelink")["href"] == "/en/guides/guide/a/"
    assert not read(client.get(page("new"))).all("a.viewsitelink")


def test_a_save_is_one_change_of_the_draft_that_can_be_undone() -> None:
    flow = create_flow("q: yes=a\na")
    client = signed_in()
    save(client, page("q"), title_en="Changed", choices__0__label_en="Certainly")
    flow.refresh_from_db()
    change = flow.changes.get()
    assert (change.kind, change.subject, change.number, change.author) == (
        "edited",
        "q",
        flow.version,
        User.objects.get(),
    )
    undo(flow, author=None, expected_version=flow.version)
    assert compile_flow(flow).steps[0].title.en == "title of q"
    assert compile_flow(flow).steps[0].choices[0].label.en == "label yes"


def test_a_save_that_is_refused_or_changes_nothing_is_no_change_of_the_draft() -> None:
    flow = create_flow("q: yes=a\na")
    save(signed_in(), page("q"), slug="a")
    save(signed_in(), page("q"))
    assert not flow.changes.exists()


def test_a_new_step_is_a_change_of_its_guide() -> None:
    flow = create_flow("q")
    save(signed_in(), f"{LIST}add/?flow={flow.pk}", slug="new", title_en="New")
    assert flow.changes.get().subject == "new"


def test_a_deleted_step_can_be_brought_back() -> None:
    flow = create_flow("q: yes=a\na\nb")
    client, before = signed_in(), compile_flow(flow)
    client.post(reverse("admin:wizard_step_delete", args=[flow.steps.get(slug="a").pk]), {"post": "yes"})
    rest = [flow.steps.get(slug="b").pk, flow.steps.get(slug="q").pk]
    client.post(LIST, {"action": "delete_selected", "_selected_action": rest, "post": "yes"})
    assert not Step.objects.exists()
    flow.refresh_from_db()
    for _ in range(3):
        undo(flow, author=None, expected_version=flow.version)
    assert compile_flow(flow) == before


def test_why_a_step_is_not_deleted_is_said_and_none_of_several_is(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = create_flow("q: yes=a\na\nb")

    def refused(flow: Flow, slug: str, **options: Any) -> Any:
        if slug == "a":
            raise NoSuchStep(slug)
        return delete_step(flow, slug, **options)

    monkeypatch.setattr("wizard.admin.step.delete_step", refused)
    client, said = signed_in(), "This guide has no step “a”."
    url = reverse("admin:wizard_step_delete", args=[flow.steps.get(slug="a").pk])
    assert sentences(client.post(url, {"post": "yes"}, follow=True)) == [said]
    chosen = [step.pk for step in flow.steps.all()]
    body = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    assert sentences(client.post(LIST, body, follow=True)) == [said]
    assert Step.objects.count() == 3
    assert not LogEntry.objects.exists()


def test_a_step_with_as_many_choices_as_it_may_have_is_saved_here_too() -> None:
    create_flow(f"q: {' '.join(f'c{number}=a' for number in range(MOST_CHOICES))}\na")
    assert save(signed_in(), page("q"), title_en="Changed").status_code == 302
    assert Step.objects.get(slug="q").title_en == "Changed"
