"""Two editors on one page: the later save is refused with both versions in view, and nothing is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.admin_pages import errors_of, fields_of, save, signed_in
from tests.factories import create_flow
from tests.html import read
from wizard.models import Choice, Flow, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> str:
    create_flow("q: yes=a\na")
    return reverse("admin:wizard_step_change", args=[Step.objects.get(slug="q").pk])


def test_a_save_over_another_one_is_refused_and_shows_both(page: str) -> None:
    client = signed_in()
    mine = fields_of(client.get(page)) | {"title_en": "Mine"}
    save(client, page, title_en="Theirs", title_ja="相手")
    response = client.post(page, mine)
    errors = errors_of(response)
    assert "Somebody else has saved this since you opened the page." in errors
    choice = read(response).one("fieldset.both-texts")
    assert [label.text for label in choice.all("label")] == ["Stored now Theirs", "What you typed Mine"]
    assert "Taken over from there: Question or heading (Japanese)." in errors
    assert (fields_of(response)["title_en"], fields_of(response)["title_ja"]) == ("Mine", "相手")
    assert Step.objects.get(slug="q").title_en == "Theirs"


def test_who_saves_again_has_seen_both(page: str) -> None:
    client = signed_in()
    mine = fields_of(client.get(page)) | {"title_en": "Mine"}
    save(client, page, title_en="Theirs", title_ja="相手")
    again = fields_of(client.post(page, mine))
    assert client.post(page, again).status_code == 302
    step = Step.objects.get(slug="q")
    assert (step.title_en, step.title_ja) == ("Mine", "相手")


def test_a_change_of_the_choices_meanwhile_is_seen_too(page: str) -> None:
    client = signed_in()
    mine = fields_of(client.get(page)) | {"title_en": "Mine"}
    Choice.objects.update(label_en="Theirs")
    assert "Somebody else has saved this" in errors_of(client.post(page, mine))
    assert Choice.objects.get().label_en == "Theirs"


def test_a_target_is_shown_by_its_name() -> None:
    flow = create_flow("q: yes=a no=b\na\nb")
    url = reverse("admin:wizard_flow_change", args=[flow.pk])
    client = signed_in()
    mine = fields_of(client.get(url)) | {"start": flow.steps.get(slug="b").pk}
    Flow.objects.update(start=flow.steps.get(slug="a"))
    choice = read(client.post(url, mine)).one("fieldset.both-texts")
    assert [label.text.split()[-1] for label in choice.all("label")] == ["a", "b"]


def test_saving_twice_oneself_is_no_conflict(page: str) -> None:
    client = signed_in()
    for title in ("One", "Two"):
        assert save(client, page, title_en=title).status_code == 302
    assert Step.objects.get(slug="q").title_en == "Two"
