"""Withdrawing what customers are led to: refused, with the places that lead there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from faq.models import Entry
from faq.publishing import withdraw_entries
from faq.renaming import rename_entry
from ground.needs import StillNeeded
from tests.admin_pages import sentences, signed_in
from tests.factories import both, create_entry, create_flow, published_flow
from tests.html import read
from wizard.editing import retire_flow
from wizard.models import Flow
from wizard.publishing import publish
from wizard.renaming import rename_flow
from wizard.scheduling import schedule_publish, scheduled

pytestmark = pytest.mark.django_db
LINES = "q: yes=a\na"


def withdraw(room: str, *rows: Flow | Entry) -> list[str]:
    """What the list says after withdrawing these."""
    chosen = {"action": "withdraw_chosen", "_selected_action": [row.pk for row in rows]}
    return sentences(signed_in().post(f"/admin/{room}/", chosen, follow=True))


def live() -> list[list[str]]:
    """The guides and entries that customers can open."""
    rows = (model.objects.published().order_by("slug") for model in (Flow, Entry))
    return [list(found.values_list("slug", flat=True)) for found in rows]


@pytest.fixture
def needed() -> Flow:
    """A guide that another one leads to by a choice and by a link, and an entry by a link."""
    flow = published_flow(LINES, flow="needed")
    published_flow("s: go=needed: deep=needed:a\n", flow="chooses")
    published_flow(LINES, flow="links", a={"body": both("[x](guide:needed/a)")})
    create_entry("e", answer=both("[x](guide:needed)"))
    return flow


@pytest.mark.parametrize(("where", "renamed"), [("list", True), ("page", False)])
def test_a_guide_others_lead_to_stays_and_they_are_named_and_linked(
    needed: Flow, where: str, renamed: bool, client: Client
) -> None:
    if renamed:
        rename_flow(needed, "renamed")
    schedule_publish(needed, timezone.now() + timedelta(days=1), author=None, now=timezone.now())
    if where == "list":
        (said,) = withdraw("wizard/flow", needed)
    else:
        url = f"/admin/wizard/flow/{needed.slug}/whole/"
        page = signed_in().post(url, {"do": "retire", "retire-sure": "on"}).content.decode()
        said = page[page.index("Still needed") : page.index("and try again")]
    entry = Entry.objects.get()
    for url, name in (
        ("/admin/wizard/flow/chooses/steps/s/", "chooses/s/go"),
        ("/admin/wizard/flow/chooses/steps/s/", "chooses/s/deep"),
        ("/admin/wizard/flow/links/steps/a/", "links/a"),
        (f"/admin/faq/entry/{entry.pk}/change/", "the FAQ entry e"),
    ):
        assert f'<a href="{url}">{name}</a>' in said
    assert client.get(f"/en/guides/{needed.slug}/").status_code == 200
    assert scheduled(needed)


def test_guides_that_only_need_each_other_are_withdrawn_together() -> None:
    published_flow("x", flow="two")
    one = published_flow("s: go=two:\n", flow="one")
    two = create_flow("x: go=one:\n", flow="two")
    publish(two, author=None)
    assert [said.startswith("Still needed") for said in withdraw("wizard/flow", one)] == [True]
    assert withdraw("wizard/flow", one, two) == [
        "“title of one” is withdrawn from the site.",
        "“title of two” is withdrawn from the site.",
    ]
    assert live()[0] == []


def test_none_of_those_chosen_goes_when_one_is_needed_elsewhere(needed: Flow) -> None:
    other = published_flow(LINES, flow="other")
    assert len(withdraw("wizard/flow", needed, other)) == 1
    assert live()[0] == ["chooses", "links", "needed", "other"]


def test_what_a_draft_leads_to_is_withdrawn() -> None:
    flow = published_flow(LINES, flow="old")
    create_flow("s: go=old:\n", flow="draft", s={"body": both("[x](guide:old)")})
    create_entry("e", publish=False, answer=both("[x](guide:old)"))
    retire_flow(flow)
    assert live()[0] == []


def test_a_guide_whose_former_slug_is_anothers_now_is_not_needed_by_what_names_that() -> None:
    flow = published_flow(LINES, flow="old")
    rename_flow(flow, "new")
    # As a load of former versions left it.
    Flow.objects.create(slug="old", live=published_flow(LINES, flow="heir").live)
    create_entry("e", answer=both("[x](guide:old)"))
    retire_flow(flow)
    assert "new" not in live()[0]


def test_an_entry_that_others_link_to_stays_and_they_are_named() -> None:
    entry, other = create_entry("needed"), create_entry("other", answer=both("[x](entry:needed)"))
    published_flow(LINES, flow="links", a={"body": both("[x](entry:needed)")})
    rename_entry(entry, "renamed")
    (said,) = withdraw("faq/entry", entry)
    assert '<a href="/admin/wizard/flow/links/steps/a/">links/a</a>' in said
    assert f'<a href="/admin/faq/entry/{other.pk}/change/">the FAQ entry other</a>' in said
    with pytest.raises(StillNeeded):
        withdraw_entries([entry])
    assert len(live()[1]) == 2


def test_entries_that_only_link_to_each_other_are_withdrawn_together() -> None:
    one = create_entry("one")
    two = create_entry("two", answer=both("[x](entry:one) [self](entry:two)"))
    assert withdraw("faq/entry", one, two) == ["2 entries were withdrawn."]


def test_the_page_in_japanese_says_so_in_japanese(needed: Flow) -> None:
    client = signed_in(language="ja")
    page = read(client.post("/admin/wizard/flow/needed/whole/", {"do": "retire", "retire-sure": "on"}))
    said = page.one("section", aria_labelledby="retire").one("ul.errorlist").text
    assert "まだ必要です" in said
    assert "chooses/s/go" in said
