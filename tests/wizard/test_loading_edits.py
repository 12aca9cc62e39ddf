"""Edits made in admin between two loads: kept and listed, replaced only when asked to."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from contact.models import Channel
from contact.publishing import withdraw_channel
from faq.models import Category, Entry, EntryRevision
from faq.publishing import restore_entry
from tests.meanwhile import meanwhile, two_at_once
from tests.packs import change, load, nothing_happened, write_pack
from wizard.editing.log import locked
from wizard.loading import NotLoadable, _Loading
from wizard.models import Alias, Flow, FlowGroup, Revision, SiteNotice, Step
from wizard.publishing import restore

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack that has been loaded and published."""
    load(write_pack(tmp_path), publish=True)
    return tmp_path


def edit_guide() -> None:
    """Edit a step with its guide held, as admin does."""
    with locked(Flow.objects.get(slug="payment")):
        Step.objects.filter(slug="how").update(title_en="Which way?")


EDITS: dict[str, Callable[[], object]] = {
    "category billing": lambda: Category.objects.update(title_en="Bills"),
    "entry dates": lambda: Entry.objects.filter(slug="dates").update(answer_en="Today."),
    "channel phone": lambda: Channel.objects.filter(slug="phone").update(name_en="Telephone"),
    "guide payment": edit_guide,
    "group trouble": lambda: FlowGroup.objects.filter(slug="trouble").update(title_en="Worries"),
    "notice": lambda: SiteNotice.objects.update(text_en="Careful."),
}


def texts() -> list[str]:
    """What the edits change, as it is now."""
    rows = (
        Category.objects.values_list("title_en"),
        Entry.objects.filter(slug="dates").values_list("answer_en"),
        Channel.objects.filter(slug="phone").values_list("name_en"),
        Step.objects.filter(slug="how").values_list("title_en"),
        FlowGroup.objects.filter(slug="trouble").values_list("title_en"),
        SiteNotice.objects.values_list("text_en"),
    )
    return [text for (text,) in (row.get() for row in rows)]


def change_all(folder: Path) -> None:
    """Change in the files what the edits change in admin."""
    change(folder, "faq/billing.yaml", "en: Billing", "en: Billing!")
    change(folder, "faq/billing.yaml", "At the start of the month.", "Soon.")
    change(folder, "channels.yaml", "en: Phone", "en: Phone!")
    change(folder, "flows/payment.yaml", "How do you pay?", "How then?")
    change(folder, "pack.yaml", "en: Trouble", "en: Trouble!")
    change(folder, "pack.yaml", "A sample.", "A sample!")


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_kept_and_listed(folder: Path, name: str) -> None:
    EDITS[name]()
    before = texts()
    report = load(folder, publish=True)
    assert (report.kept, report.updated, report.published) == ([name], [], [])
    assert texts() == before
    assert load(folder, publish=True).kept == [name]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_kept_where_the_file_has_changed_too(folder: Path, name: str) -> None:
    EDITS[name]()
    before = texts()
    change_all(folder)
    report = load(folder)
    assert report.kept == [name]
    assert sorted(report.updated) == sorted(set(EDITS) - {name})
    place = list(EDITS).index(name)
    assert texts()[place] == before[place]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_replaced_when_asked_to(folder: Path, name: str) -> None:
    before = texts()
    EDITS[name]()
    report = load(folder, overwrite=True)
    assert (report.updated, report.kept) == ([name], [])
    assert texts() == before
    assert nothing_happened(load(folder))


@two_at_once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_during_a_load_comes_after_it(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = _Loading._decide
    edits: list[Future[object]] = []

    def then_edit(self: _Loading, found: str, *rest: Any) -> bool:
        written = decide(self, found, *rest)
        if found == name:
            edits.append(meanwhile(EDITS[name]))
        return written

    change_all(folder)
    monkeypatch.setattr(_Loading, "_decide", then_edit)
    assert sorted(load(folder).updated) == sorted(EDITS)
    edits[0].result()
    monkeypatch.undo()
    assert load(folder).kept == [name]


def test_an_edit_taken_back_is_no_edit(folder: Path) -> None:
    EDITS["guide payment"]()
    assert load(folder).kept == ["guide payment"]
    Step.objects.filter(slug="how").update(title_en="How do you pay?")
    assert nothing_happened(load(folder))


@pytest.mark.parametrize(
    ("name", "edit", "file", "old", "new", "third"),
    [
        ("category billing", lambda: Category.objects.update(title_en="Bills"), "faq/billing.yaml", "en: Billing", "en: Bills", "en: Money"),
        ("group trouble", lambda: FlowGroup.objects.filter(slug="trouble").update(title_en="Worries"), "pack.yaml", "en: Trouble", "en: Worries", "en: Woes"),
        ("notice", lambda: SiteNotice.objects.update(text_en="Careful."), "pack.yaml", "A sample.", "Careful.", "Beware."),
        ("guide payment", lambda: Step.objects.filter(slug="how").update(title_en="Which way?"), "flows/payment.yaml", "How do you pay?", "Which way?", "By what?"),
    ],
)  # fmt: skip
def test_an_edit_that_the_file_takes_over_counts_as_loaded(folder, name, edit, file, old, new, third) -> None:
    edit()
    change(folder, file, old, new)
    assert nothing_happened(load(folder))
    change(folder, file, new, third)
    assert load(folder).updated == [name]


def test_a_kept_draft_is_not_published(folder: Path) -> None:
    EDITS["guide payment"]()
    EDITS["entry dates"]()
    change(folder, "flows/contact.yaml", "What about?", "About what?")
    assert load(folder, publish=True).published == ["guide contact 2"]


def test_a_file_that_counts_on_what_was_kept_otherwise_is_refused_whole(folder: Path) -> None:
    Step.objects.filter(slug="people").update(editor_note="kept")
    change(folder, "flows/contact.yaml", "  people:\n    title", "  desk:\n    title")
    change(folder, "flows/contact.yaml", "next: people", "next: desk")
    change(folder, "flows/payment.yaml", "step: people", "step: desk")
    change(folder, "faq/billing.yaml", "They work.", "They do.")
    for options in ({"publish": True}, {}):
        with pytest.raises(NotLoadable) as refused:
            load(folder, **options)
        (complaint,) = refused.value.complaints
        assert complaint.file == str(folder / "flows/payment.yaml")
        assert (complaint.line, complaint.code) == (13, "guide-step-missing")
    assert Entry.objects.get(slug="cards").answer_en == "They work."


def test_rows_made_in_admin_are_no_difference(folder: Path) -> None:
    Entry.objects.create(slug="own", category=Category.objects.get(), title_ja="独自", position=0)
    Flow.objects.create(slug="own", title_ja="独自")
    Channel.objects.create(slug="own", name_ja="独自", position=0)
    assert nothing_happened(load(folder, publish=True))


def test_line_ends_of_a_browser_are_no_edit(folder: Path) -> None:
    Step.objects.filter(slug="pay-again").update(body_ja="一行目\r\n二行目\r\n")
    assert nothing_happened(load(folder))


def test_the_order_of_former_slugs_is_no_difference(folder: Path) -> None:
    change(folder, "flows/payment.yaml", "[retry, once-more]", "[once-more, retry]")
    assert nothing_happened(load(folder))


def test_a_former_slug_may_move_from_one_guide_to_another(folder: Path) -> None:
    change(folder, "flows/payment.yaml", "aliases: [old-payment]\n", "")
    change(folder, "flows/contact.yaml", "start: who", "aliases: [old-payment]\nstart: who")
    assert load(folder).updated == ["guide contact", "guide payment"]
    assert Alias.objects.get(slug="old-payment").flow.slug == "contact"
    assert nothing_happened(load(folder))


def test_a_rank_among_the_most_asked_may_move(folder: Path) -> None:
    change(folder, "faq/billing.yaml", "    most_asked: 1\n", "")
    change(folder, "faq/billing.yaml", "    notice:", "    most_asked: 1\n    notice:")
    assert load(folder).updated == ["entry dates", "entry cards"]
    assert Entry.objects.get(most_asked=1).slug == "cards"
    assert nothing_happened(load(folder))


def restore_an_entry() -> None:
    """Put the first revision of an entry back, behind the second, which is the pack's."""
    restore_entry(EntryRevision.objects.get(entry__slug="dates", number=1), author=None)


def restore_a_guide() -> None:
    """As `restore_an_entry`, for a guide."""
    restore(Revision.objects.get(flow__slug="payment", number=1), author=None)


DECISIONS: dict[str, Callable[[], object]] = {
    "entry dates": restore_an_entry,
    "guide payment": restore_a_guide,
    "channel phone": lambda: withdraw_channel(Channel.objects.get(slug="phone")),
}


def live() -> list[object]:
    """What customers see of it."""
    return [
        Entry.objects.get(slug="dates").live_id,
        Flow.objects.get(slug="payment").live_id,
        Channel.objects.get(slug="phone").card,
    ]


@pytest.mark.parametrize("name", DECISIONS)
def test_what_was_withdrawn_or_restored_here_is_not_undone_by_a_load(folder: Path, name: str) -> None:
    change(folder, "faq/billing.yaml", "At the start of the month.", "Soon.")
    change(folder, "flows/payment.yaml", "How do you pay?", "How will you pay?")
    load(folder, publish=True)
    DECISIONS[name]()
    seen = live()
    report = load(folder, publish=True)
    assert (report.standing, report.published) == ([name], [])
    assert live() == seen
    assert [" ".join(one.split()[:2]) for one in load(folder, publish=True, overwrite=True).published] == [
        name
    ]
    assert load(folder, publish=True).standing == []
