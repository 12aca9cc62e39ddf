"""Two editors on one page: the later save is refused with both versions in view, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest
from django.urls import reverse

from faq.models import Category
from ground.forms import CarefulForm
from tests.admin_pages import errors_of, fields_of, save, signed_in
from tests.factories import create_entry, create_flow
from tests.html import read
from tests.meanwhile import meanwhile, once, two_at_once
from wizard.models import Choice, Flow, SiteNotice, Step

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


def test_the_notice_is_not_saved_over_either() -> None:
    SiteNotice.objects.create(pk=1, text_ja="注意", text_en="Notice")
    url = reverse("admin:wizard_sitenotice_change", args=[1])
    client = signed_in()
    mine = fields_of(client.get(url)) | {"text_en": "Mine"}
    save(client, url, text_en="Theirs")
    assert "Theirs" in read(client.post(url, mine)).one("fieldset.both-texts").text


@two_at_once
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_the_later_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    create_entry("card")
    url = reverse("admin:faq_category_change", args=[Category.objects.get().pk])
    client, other = signed_in(), signed_in()
    fields = fields_of(client.get(url))
    later: list[Future[Any]] = []
    theirs = fields | {"title_en": "Theirs"}
    once(monkeypatch, CarefulForm, "clean", lambda: later.append(meanwhile(lambda: other.post(url, theirs))))
    assert client.post(url, fields | {"title_en": "Mine"}).status_code == 302
    assert "Mine" in read(later[0].result()).one("fieldset.both-texts").text
    assert Category.objects.get().title_en == "Mine"
