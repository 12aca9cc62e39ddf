"""A form of admin saved too late: theirs where one changed nothing, one's own where they did not, else a choice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from contact.models import OpeningHours
from faq.models import Category, Entry
from search.models import Synonyms
from tests.admin_pages import errors_of, fields_of, save, signed_in
from tests.factories import create_channel, create_entry, create_flow
from tests.html import read
from wizard.models import Choice, FlowGroup, SiteNotice, Step

pytestmark = pytest.mark.django_db


def rows() -> dict[str, tuple[models.Model, str, str]]:
    """A row of each kind that is edited in a form of its own, and two of its texts."""
    entry = create_entry("fees")
    return {
        "guide": (create_flow("q: yes=a\na"), "title_ja", "summary_en"),
        "entry": (entry, "title_ja", "answer_en"),
        "category": (entry.category, "title_ja", "summary_en"),
        "channel": (create_channel("desk"), "name_ja", "hours_note_en"),
        "synonyms": (Synonyms.objects.create(name="料金", words="料金", finds="請求"), "words", "finds"),
        "group": (FlowGroup.objects.create(slug="g", title_ja="題", title_en="t"), "title_ja", "title_en"),
        "notice": (SiteNotice.objects.create(pk=1, text_ja="文", text_en="t"), "text_ja", "text_en"),
    }


def page_of(row: models.Model) -> str:
    """Where it is edited."""
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def values(row: models.Model, *names: str) -> list[Any]:
    """What is saved now."""
    row.refresh_from_db()
    return [getattr(row, name) for name in names]


@pytest.mark.parametrize("kind", ["guide", "entry", "category", "channel", "synonyms", "group", "notice"])
def test_a_late_save_reverts_nothing_its_editor_never_touched(kind: str) -> None:
    row, first, second = rows()[kind]
    client, url = signed_in(), page_of(row)
    mine = fields_of(client.get(url)) | {first: "解約"}
    assert save(client, url, **{second: "返金"}).status_code == 302
    refused = client.post(url, mine)
    assert refused.status_code == 200
    assert "Somebody else has saved this" in errors_of(refused)
    assert not read(refused).all("fieldset.both-texts")
    assert values(row, second) == ["返金"]
    assert client.post(url, fields_of(refused)).status_code == 302
    assert values(row, first, second) == ["解約", "返金"]


@pytest.mark.parametrize(("pick", "kept"), [("saved", "theirs"), ("typed", "mine"), ("", "mine")])
def test_where_both_changed_a_text_one_is_chosen(pick: str, kept: str) -> None:
    row = create_entry("fees")
    client, url = signed_in(), page_of(row)
    mine = fields_of(client.get(url)) | {"answer_en": "mine"}
    save(client, url, answer_en="theirs")
    refused = client.post(url, mine)
    shown = read(refused).one("fieldset.both-texts")
    assert [label.one("span.text").text for label in shown.all("label")] == ["theirs", "mine"]
    assert "checked" in shown.one("input", name="pick-answer_en", value="typed").attributes
    assert client.post(url, fields_of(refused) | {"pick-answer_en": pick}).status_code == 302
    assert values(row, "answer_en") == [kept]


def test_what_was_chosen_before_a_third_save_still_counts() -> None:
    row = create_entry("fees")
    client, url = signed_in(), page_of(row)
    mine = fields_of(client.get(url)) | {"answer_en": "mine", "title_en": "my title"}
    save(client, url, answer_en="theirs")
    refused = client.post(url, mine)
    save(client, url, answer_en="a third", title_ja="第三者")
    again = client.post(url, fields_of(refused) | {"pick-answer_en": "saved"})
    assert again.status_code == 200
    assert client.post(url, fields_of(again)).status_code == 302
    assert values(row, "answer_en", "title_ja", "title_en") == ["a third", "第三者", "my title"]


def test_lists_ticks_and_rows_chosen_are_brought_up_to_date_too() -> None:
    row = create_entry("fees", keywords_ja=("料金",))
    other = Category.objects.create(slug="other", title_ja="他", title_en="Other")
    channel = create_channel("desk")
    client, url = signed_in(), page_of(row)
    mine = fields_of(client.get(url)) | {"title_en": "mine"}
    save(client, url, keywords_ja="料金\n手数料", category=other.pk)
    assert client.post(url, fields_of(client.post(url, mine))).status_code == 302
    assert values(row, "title_en", "keywords_ja", "category") == ["mine", ["料金", "手数料"], other]
    url = page_of(channel)
    mine = fields_of(client.get(url)) | {"name_en": "mine"}
    save(client, url, english="on", needs_account="on")
    assert client.post(url, fields_of(client.post(url, mine))).status_code == 302
    assert values(channel, "name_en", "english", "needs_account") == ["mine", True, True]


def test_rows_beneath_are_merged_one_by_one() -> None:
    create_flow("q: yes=a no=a\na")
    step, (yes, no) = Step.objects.get(slug="q"), Choice.objects.order_by("pk")
    client, url = signed_in(), page_of(step)
    mine = fields_of(client.get(url)) | {"choices-0-label_en": "mine", "choices-1-hint_en": "mine"}
    save(client, url, **{"choices-0-label_en": "theirs", "choices-1-label_en": "theirs"})
    refused = client.post(url, mine)
    shown = read(refused).one("fieldset.both-texts")
    assert [label.one("span.text").text for label in shown.all("label")] == ["theirs", "mine"]
    again = fields_of(refused) | {"choices-0-pick-label_en": "saved"}
    assert client.post(url, again).status_code == 302
    assert values(yes, "label_en") == ["theirs"]
    assert values(no, "label_en", "hint_en") == ["theirs", "mine"]


def test_a_row_somebody_added_beneath_stays() -> None:
    channel = create_channel("desk")
    client, url = signed_in(), page_of(channel)
    mine = fields_of(client.get(url)) | {"name_en": "mine"}
    OpeningHours.objects.create(channel=channel, mon=True, opens="09:00", closes="17:00")
    refused = client.post(url, mine)
    assert "Somebody else has saved this" in errors_of(refused)
    assert client.post(url, fields_of(refused)).status_code == 302
    assert values(channel, "name_en") == ["mine"]
    assert OpeningHours.objects.get().opens == "09:00"


@pytest.mark.parametrize("seen", ["nonsense", "0123456789abcdef", "[]", "{}", json.dumps({"fields": []})])
def test_a_page_that_says_nothing_of_what_it_showed_is_asked_about_every_difference(seen: str) -> None:
    row = create_entry("fees")
    client, url = signed_in(), page_of(row)
    refused = client.post(url, fields_of(client.get(url)) | {"seen": seen, "title_en": "mine"})
    assert read(refused).one("input", name="pick-title_en", value="saved")
    assert Entry.objects.get().title_en == "question fees"
    assert client.post(url, fields_of(refused)).status_code == 302
    assert Entry.objects.get().title_en == "mine"
