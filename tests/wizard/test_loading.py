"""Loading a content pack: all of it or nothing, and a second time changes nothing."""

from pathlib import Path

import pytest
from django.core import serializers

from contact.compiler import compile_channel
from contact.models import Channel
from faq.models import Category, Entry, EntryRevision
from tests.factories import create_channel, create_entry, create_flow, published_flow
from tests.packs import change, load, nothing_happened, write_pack
from wizard.compiler import compile_flow
from wizard.content import read_pack
from wizard.loading import NotLoadable
from wizard.models import Choice, Flow, FlowGroup, Mention, PublishedStep, Revision, SiteNotice, Step

pytestmark = pytest.mark.django_db
MODELS = (
    Flow,
    Step,
    Choice,
    Revision,
    PublishedStep,
    Mention,
    FlowGroup,
    SiteNotice,
    Category,
    Entry,
    EntryRevision,
    Channel,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path)


def everything() -> str:
    """All rows, as text."""
    rows = [row for model in MODELS for row in model._default_manager.order_by("pk")]
    return str(serializers.serialize("json", rows))


def test_rows_say_what_the_files_say(folder: Path) -> None:
    load(folder)
    pack = read_pack(folder)
    assert [compile_flow(flow) for flow in Flow.objects.order_by("slug")] == pack.graphs
    channels = Channel.objects.order_by("position")
    assert tuple(compile_channel(channel) for channel in channels) == pack.directory.channels
    entries = Entry.objects.order_by("position")
    assert [(entry.slug, entry.most_asked, entry.title_en) for entry in entries] == [
        ("dates", 1, "When am I billed?"),
        ("cards", None, "Which cards?"),
    ]
    assert list(Entry.objects.get(slug="dates").related.all()) == [Entry.objects.get(slug="cards")]
    category = Category.objects.get()
    assert (category.slug, category.title_ja, category.summary_en, category.position) == (
        "billing",
        "請求",
        "About bills",
        2,
    )
    notice = SiteNotice.objects.get()
    assert (notice.text_ja, notice.text_en) == ("見本です。", "A sample.")


def test_guides_stand_in_their_groups(folder: Path) -> None:
    load(folder)
    groups = FlowGroup.objects.order_by("position")
    assert [(group.slug, group.title_en, [flow.slug for flow in group.flows.all()]) for group in groups] == [
        ("trouble", "Trouble", ["payment"]),
        ("people", "People", ["contact"]),
    ]


def test_a_load_puts_nothing_before_customers_unless_told_to(folder: Path) -> None:
    load(folder)
    assert not Flow.objects.published().exists()
    assert not Entry.objects.published().exists()
    assert not Channel.objects.published().exists()


def test_publishing_puts_all_of_it_before_customers_at_once(folder: Path) -> None:
    report = load(folder, publish=True)
    assert report.published == [
        "entry dates", "entry cards", "channel phone", "channel form", "guide contact 1", "guide payment 1",
    ]  # fmt: skip
    assert Flow.objects.published().count() == 2
    assert {revision.note for revision in Revision.objects.all()} == {folder.name}


def test_the_report_names_everything_once(folder: Path) -> None:
    assert load(folder).created == [
        "category billing", "entry dates", "entry cards", "channel phone", "channel form",
        "guide contact", "guide payment", "group trouble", "group people", "notice",
    ]  # fmt: skip


@pytest.mark.parametrize("publish", [False, True])
def test_a_second_load_changes_nothing(folder: Path, publish: bool) -> None:
    load(folder, publish=publish)
    before = everything()
    report = load(folder, publish=publish)
    assert nothing_happened(report)
    assert len(report.unchanged) == 10
    assert everything() == before


def test_what_was_loaded_may_be_published_later(folder: Path) -> None:
    load(folder)
    report = load(folder, publish=True)
    assert (report.created, report.updated, report.kept) == ([], [], [])
    assert len(report.published) == 6


def test_a_dry_run_says_what_would_happen_and_changes_nothing(folder: Path) -> None:
    before = everything()
    dry = load(folder, publish=True, dry_run=True)
    assert everything() == before
    assert dry == load(folder, publish=True)


def test_a_changed_file_changes_the_rows_nobody_edited(folder: Path) -> None:
    load(folder, publish=True)
    change(folder, "flows/payment.yaml", "How do you pay?", "Which way?")
    change(folder, "faq/billing.yaml", "They work.", "They do.")
    change(folder, "channels.yaml", "en: Phone", "en: Call us")
    change(folder, "pack.yaml", "en: Trouble", "en: Worries")
    change(folder, "pack.yaml", "A sample.", "A mere sample.")
    report = load(folder, publish=True)
    assert report.updated == ["entry cards", "channel phone", "guide payment", "group trouble", "notice"]
    assert report.published == ["entry cards", "channel phone", "guide payment 2"]
    assert nothing_happened(load(folder, publish=True))


def test_what_a_file_no_longer_names_stays(folder: Path) -> None:
    load(folder)
    (folder / "flows/contact.yaml").unlink()
    change(folder, "flows/payment.yaml", "{flow: contact, step: people}", "pay-again")
    change(folder, "pack.yaml", "flows: [contact]", "flows: []")
    load(folder)
    assert Flow.objects.filter(slug="contact", group=None).exists()


BROKEN = {
    "broken YAML": ("faq/billing.yaml", "order: 2", "order: [2"),
    "an unknown key": ("flows/payment.yaml", "summary:", "sumary:"),
    "a missing target": ("flows/payment.yaml", "next: pay-again", "next: gone"),
    "steps that are none": ("flows/payment.yaml", "steps:", "steps: {}\nsteps-then:"),
    "a missing start": ("flows/payment.yaml", "start: how", "start: gone"),
    "a missing guide": ("flows/contact.yaml", "{flow: payment}", "{flow: gone}"),
    "a missing step of a guide": ("flows/payment.yaml", "step: people", "step: gone"),
    "a missing entry": ("flows/payment.yaml", "entries: [dates]", "entries: [gone]"),
    "a missing channel": ("flows/contact.yaml", "channels: [phone, form]", "channels: [fax]"),
    "a missing related entry": ("faq/billing.yaml", "related: [cards]", "related: [gone]"),
    "a missing alternative": ("channels.yaml", "alternative: form", "alternative: fax"),
    "a missing guide of a group": ("pack.yaml", "flows: [payment]", "flows: [gone]"),
    "a date that is none": ("faq/billing.yaml", "facts_as_of: '2021'", "facts_as_of: around the year 2021"),
    "a slug used twice": ("flows/contact.yaml", "flow: contact", "flow: payment"),
}


@pytest.mark.parametrize("publish", [False, True])
@pytest.mark.parametrize("name", BROKEN)
def test_one_error_anywhere_and_nothing_is_loaded(folder: Path, name: str, publish: bool) -> None:
    file, old, new = BROKEN[name]
    change(folder, file, old, new)
    before = everything()
    with pytest.raises(NotLoadable) as refused:
        load(folder, publish=publish)
    assert str(folder / file) in str(refused.value)
    assert everything() == before


def test_a_guide_that_is_not_ready_may_be_loaded_as_a_draft_but_not_published(folder: Path) -> None:
    change(folder, "flows/payment.yaml", "title: {ja: もう一度, en: Again}", "title: {ja: もう一度}")
    with pytest.raises(NotLoadable, match="missing-text"):
        load(folder, publish=True)
    assert not Flow.objects.exists()
    load(folder)
    assert Step.objects.get(slug="pay-again").title_en == ""


def test_matters_of_style_do_not_stand_in_the_way(folder: Path) -> None:
    change(folder, "faq/billing.yaml", "月初です。", "月初になる。")
    assert len(load(folder, publish=True).published) == 6


def test_a_pack_may_refer_to_what_is_there_already(tmp_path: Path) -> None:
    create_entry("known")
    create_channel("desk")
    published_flow("s1", flow="other")
    text = (
        "format: 1\nflow: new\ntitle: {ja: 新, en: New}\nstart: q\nsteps:\n  q:\n    title: {ja: 問, en: Q}\n"
        "    entries: [known]\n    channels: [desk]\n    choices:\n"
        "    - {choice: x, label: {ja: あ, en: X}, next: {flow: other, step: s1}}\n"
    )
    write_pack(tmp_path, {"flows/new.yaml": text})
    assert load(tmp_path, publish=True).published == ["guide new 1"]


def test_to_publish_it_must_be_published_there(tmp_path: Path) -> None:
    create_entry("known", publish=False)
    create_flow("s1", flow="other")
    text = (
        "format: 1\nflow: new\ntitle: {ja: 新, en: New}\nstart: q\nsteps:\n  q:\n    title: {ja: 問, en: Q}\n"
        "    entries: [known]\n    choices:\n    - {choice: x, label: {ja: あ, en: X}, next: {flow: other}}\n"
    )
    write_pack(tmp_path, {"flows/new.yaml": text})
    with pytest.raises(NotLoadable) as refused:
        load(tmp_path, publish=True)
    assert [complaint.code for complaint in refused.value.complaints] == [
        "entry-unpublished",
        "guide-missing",
    ]
    assert load(tmp_path).created == ["guide new"]
