"""Links in the texts of entries: what leads nowhere is not published, by whichever way."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from faq.models import Entry, EntryRevision
from faq.publishing import EntryNotPublishable, publish_entry, restore_entry, withdraw_entries
from tests.admin_pages import sentences, signed_in
from tests.factories import both, create_entry, published_flow
from tests.html import read
from tests.packs import change, load, write_pack
from wizard.loading import NotLoadable
from wizard.models import Flow

pytestmark = pytest.mark.django_db
DEAD = ["guide:gone", "guide:guide/gone", "entry:gone", "entry:draft"]
SAID = {
    "guide": "No published guide or step has that name.",
    "entry": "No published FAQ entry has that name.",
}


@pytest.fixture
def entry() -> Entry:
    """A draft, beside a live guide, a live entry and another draft."""
    published_flow("q: yes=a\na")
    create_entry("live")
    create_entry("draft", publish=False)
    return create_entry("e", publish=False)


def write(entry: Entry, link: str, field: str = "answer") -> None:
    """Put a link into the draft of `entry`."""
    setattr(entry, f"{field}_en", f"[x]({link})")
    setattr(entry, f"{field}_ja", "本文")
    entry.save()


@pytest.mark.parametrize(
    ("link", "field"), list(zip(DEAD, ["answer", "answer", "notice", "answer"], strict=True))
)
def test_a_dead_link_is_refused_in_the_words_of_guides(entry: Entry, link: str, field: str) -> None:
    write(entry, link, field)
    reason = SAID[link.partition(":")[0]]
    chosen = {"action": "publish_chosen", "_selected_action": [entry.pk]}
    said = sentences(signed_in().post("/admin/faq/entry/", chosen, follow=True))
    assert said[1].endswith(f"The link “{link}” in the {field} (English) cannot work. {reason}")
    page = read(signed_in().get("/admin/faq/entry/e/publish/"))
    assert reason in page.one("ul.problems").text
    assert not Entry.objects.published().filter(slug="e").exists()


def test_links_that_lead_somewhere_are_published(entry: Entry) -> None:
    write(entry, "guide:guide) [x](guide:guide/a) [x](entry:live) [x](entry:e) [x](contact:")
    assert publish_entry(entry, author=None).number == 1


def test_entries_that_link_to_each_other_are_published_together(entry: Entry) -> None:
    draft = Entry.objects.get(slug="draft")
    write(entry, "entry:draft")
    write(draft, "entry:e")
    with pytest.raises(EntryNotPublishable):
        publish_entry(entry, author=None)
    chosen = {"action": "publish_chosen", "_selected_action": [entry.pk, draft.pk]}
    signed_in().post("/admin/faq/entry/", chosen)
    assert Entry.objects.published().count() == 3


def test_none_goes_live_that_counts_on_one_which_cannot(entry: Entry) -> None:
    draft = Entry.objects.get(slug="draft")
    write(entry, "entry:draft")
    write(draft, "guide:gone")
    chosen = {"action": "publish_chosen", "_selected_action": [entry.pk, draft.pk]}
    said = sentences(signed_in().post("/admin/faq/entry/", chosen, follow=True))
    assert sum("cannot work" in sentence for sentence in said) == 2
    assert [row.slug for row in Entry.objects.published()] == ["live"]


def test_a_revision_with_a_link_that_is_dead_by_now_is_not_restored(entry: Entry) -> None:
    write(entry, "entry:live")
    publish_entry(entry, author=None)
    write(entry, "contact:")
    publish_entry(entry, author=None)
    withdraw_entries(Entry.objects.filter(slug="live"))
    first = EntryRevision.objects.get(entry=entry, number=1)
    with pytest.raises(EntryNotPublishable, match="No published FAQ entry"):
        restore_entry(first, author=None)
    answer = signed_in().post("/admin/faq/entry/e/revisions/1/", follow=True)
    assert "“question e” was not published." in sentences(answer)
    chosen = {"action": "restore_chosen", "_selected_action": [first.pk]}
    answer = signed_in().post("/admin/faq/entryrevision/", chosen, follow=True)
    assert "“question e” was not published." in sentences(answer)
    assert EntryRevision.objects.filter(entry=entry).count() == 2


@pytest.mark.parametrize("link", ["guide:gone", "entry:gone"])
def test_a_pack_with_a_dead_link_is_named_with_file_and_line(tmp_path: Path, link: str) -> None:
    folder = write_pack(tmp_path)
    change(folder, "faq/billing.yaml", "en: They work.", f"en: '[They]({link}) work.'")
    reason = SAID[link.partition(":")[0]]
    line = f"faq/billing.yaml:17: bad-link: cards: The link “{link}” in the answer (English) cannot work. {reason}"
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_content", str(folder), stdout=out)
    assert line in out.getvalue()
    with pytest.raises(CommandError, match="bad-link"):
        call_command("load_content", str(folder), "--publish")
    assert not Entry.objects.exists()


def test_an_entry_may_link_to_what_the_same_load_publishes(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    change(
        folder, "faq/billing.yaml", "en: They work.", "en: '[a](guide:payment/retry) [b](entry:billing-day)'"
    )
    assert "entry cards" in load(folder, publish=True).published


def test_an_entry_that_links_to_a_guide_withdrawn_here_is_not_loaded(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    load(folder, publish=True)
    Flow.objects.filter(slug="contact").update(live=None)
    change(folder, "faq/billing.yaml", "en: They work.", "en: '[a](guide:contact)'")
    with pytest.raises(NotLoadable, match="billing.yaml:17: bad-link: cards: The link “guide:contact”"):
        load(folder, publish=True)
    assert create_entry("x", answer=both("[a](guide:payment)")).live
