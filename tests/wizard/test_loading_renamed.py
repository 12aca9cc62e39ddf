"""A pack loaded after something was renamed, here or in the pack: the same thing, and never a second one."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from faq.models import Entry
from faq.renaming import rename_entry
from tests.html import read
from tests.packs import change, load, nothing_happened, write_pack
from wizard.compiler import compile_flow
from wizard.content import read_pack
from wizard.exporting import export_pack
from wizard.loading import NotLoadable
from wizard.models import Choice, Flow, Revision, Step
from wizard.publishing import publish
from wizard.renaming import rename_choice, rename_flow, rename_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack that has been loaded and published."""
    load(write_pack(tmp_path), publish=True)
    return tmp_path


def rename_everything() -> None:
    """Another slug for a guide, a step that another guide leads to, a choice, and an entry that guides name."""
    rename_flow(Flow.objects.get(slug="contact"), "ask")
    rename_step(Step.objects.get(slug="people"), "desk")
    rename_choice(Choice.objects.get(slug="card"), "by-card")
    rename_entry(Entry.objects.get(slug="cards"), "which-cards")


def slugs() -> list[list[str]]:
    """All guides and entries."""
    return [list(model.objects.order_by("slug").values_list("slug", flat=True)) for model in (Flow, Entry)]


def test_a_guide_renamed_here_is_the_one_the_file_means(folder: Path, client: Client) -> None:
    rename_flow(Flow.objects.get(slug="payment"), "paying")
    out = StringIO()
    call_command("load_content", str(folder), "--publish", stdout=out)
    assert out.getvalue().splitlines() == [
        "renamed here: guide payment is paying here; export_content writes it so",
        "0 created, 0 updated, 10 unchanged, 0 kept, 0 published. Nothing changed.",
    ]
    home = read(client.get("/en/")).one("main")
    assert [link["href"] for link in home.all("a") if "/guides/pay" in link["href"]] == ["/en/guides/paying/"]
    assert client.get("/en/guides/payment/")["Location"] == "/en/guides/paying/"
    assert Revision.objects.count() == 2


def test_a_mere_rename_is_no_edit_of_what_names_it(folder: Path) -> None:
    rename_everything()
    names = slugs()
    assert nothing_happened(load(folder))
    assert nothing_happened(load(folder))
    assert slugs() == names == [["ask", "payment"], ["dates", "which-cards"]]
    report = load(folder, publish=True)
    assert [*report.created, *report.updated, *report.kept] == []
    assert nothing_happened(load(folder, publish=True))


def test_what_the_pack_changes_later_arrives_under_todays_slugs(folder: Path, client: Client) -> None:
    rename_everything()
    change(folder, "flows/payment.yaml", "How do you pay?", "Which way?")
    change(folder, "flows/contact.yaml", "en: People}\n    outcome", "en: Desk}\n    outcome")
    change(
        folder,
        "faq/billing.yaml",
        "{ja: 使えます。, en: They work.}",
        "{ja: 使えます。, en: '[Ask](guide:contact/people).'}",
    )
    report = load(folder, publish=True)
    assert report.updated == ["entry which-cards", "guide ask", "guide payment"]
    assert report.kept == []
    assert slugs() == [["ask", "payment"], ["dates", "which-cards"]]
    asked = compile_flow(Flow.objects.get(slug="payment")).by_slug["how"]
    assert [choice.slug for choice in asked.choices] == ["by-card", "unsure"]
    assert [str(choice.next) for choice in asked.choices] == ["pay-again", "ask/desk"]
    assert asked.entries == ("which-cards",)
    for path, today in (
        ("guides/contact/people/", "/en/guides/ask/people/"),
        ("guides/ask/people/", "/en/guides/ask/desk/"),
        ("faq/entry/cards/", "/en/faq/entry/which-cards/"),
    ):
        assert client.get(f"/en/{path}")["Location"] == today
    assert nothing_happened(load(folder, publish=True))


def test_what_was_edited_here_as_well_is_kept(folder: Path) -> None:
    rename_everything()
    Step.objects.filter(slug="desk").update(title_en="Edited")
    Entry.objects.filter(slug="which-cards").update(answer_en="Edited.")
    assert load(folder, publish=True).kept == ["entry which-cards", "guide ask"]
    assert load(folder, overwrite=True).updated == ["entry which-cards", "guide ask"]
    assert Step.objects.get(slug="desk").title_en == "People"
    assert nothing_happened(load(folder))


def test_renamed_and_renamed_back_is_no_edit_and_keeps_the_link(folder: Path, client: Client) -> None:
    for slug in ("paying", "payment"):
        rename_flow(Flow.objects.get(group__slug="trouble"), slug)
    change(folder, "flows/payment.yaml", "How do you pay?", "Which way?")
    assert load(folder, publish=True).updated == ["guide payment"]
    assert client.get("/en/guides/paying/")["Location"] == "/en/guides/payment/"


def test_an_export_uses_todays_slugs_and_loads_again(folder: Path, tmp_path: Path) -> None:
    rename_everything()
    change(folder, "flows/payment.yaml", "How do you pay?", "Which way?")
    load(folder, publish=True)
    export_pack(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out/flows").iterdir()) == ["ask.yaml", "payment.yaml"]
    out = read_pack(tmp_path / "out")
    assert [graph.aliases for graph in out.graphs] == [("contact",), ("old-payment",)]
    assert nothing_happened(load(tmp_path / "out", publish=True))


def test_what_a_former_slug_means_beside_what_todays_means_is_refused(folder: Path) -> None:
    rename_flow(Flow.objects.get(slug="contact"), "ask")
    text = (folder / "flows/contact.yaml").read_text(encoding="utf-8")
    (folder / "flows/ask.yaml").write_text(text.replace("flow: contact", "flow: ask", 1), encoding="utf-8")
    with pytest.raises(NotLoadable, match="contact.yaml:1: duplicate-slug: .*called “ask” here"):
        load(folder)
    assert slugs()[0] == ["ask", "payment"]
    rename_entry(Entry.objects.get(slug="cards"), "new")
    entry = "  new:\n    title: {ja: 新, en: N}\n    answer: {ja: 新, en: N}\n  cards:\n"
    change(folder, "faq/billing.yaml", "  cards:\n", entry)
    with pytest.raises(NotLoadable, match="billing.yaml:.*duplicate-slug: .*called “new” here"):
        load(folder)


def test_a_row_that_has_the_slug_wins_over_one_that_had_it(folder: Path) -> None:
    rename_flow(Flow.objects.get(slug="payment"), "paying")
    # As a load of former versions left it.
    Flow.objects.create(slug="payment", title_ja="別", title_en="Another")
    assert "guide payment" in load(folder).kept
    assert slugs()[0] == ["contact", "paying", "payment"]


@pytest.mark.parametrize("edited", [False, True])
def test_a_pack_that_renames_keeps_the_guide_the_entry_and_the_step(
    folder: Path, client: Client, edited: bool
) -> None:
    ids = [Flow.objects.get(slug="contact").pk, Entry.objects.get(slug="cards").pk]
    step = Step.objects.get(slug="people").pk
    if edited:
        Flow.objects.filter(slug="contact").update(title_en="Edited")
    change(folder, "flows/contact.yaml", "flow: contact", "flow: ask")
    change(folder, "flows/contact.yaml", "start: who", "aliases: [contact]\nstart: who")
    change(folder, "faq/billing.yaml", "  cards:\n", "  which-cards:\n    aliases: [cards]\n")
    if not edited:
        change(folder, "flows/contact.yaml", "next: people}", "next: desk}")
        change(folder, "flows/contact.yaml", "  people:\n", "  desk:\n    aliases: [people]\n")
    report = load(folder, publish=True)
    assert report.created == []
    assert report.kept == (["guide ask"] if edited else [])
    assert slugs() == [["ask", "payment"], ["dates", "which-cards"]]
    assert [Flow.objects.get(slug="ask").pk, Entry.objects.get(slug="which-cards").pk] == ids
    assert Step.objects.get(slug="people" if edited else "desk").pk == step
    assert client.get("/en/guides/contact/")["Location"] == "/en/guides/ask/"
    assert client.get("/en/faq/entry/cards/")["Location"] == "/en/faq/entry/which-cards/"
    again = load(folder, publish=True)
    assert (again.created, again.updated, again.published) == ([], [], [])


def test_renamed_here_and_in_the_pack_it_keeps_the_slug_it_has_here(folder: Path, client: Client) -> None:
    rename_flow(Flow.objects.get(slug="contact"), "ask")
    change(folder, "flows/contact.yaml", "flow: contact", "flow: people-to-ask")
    change(folder, "flows/contact.yaml", "start: who", "aliases: [contact]\nstart: who")
    change(folder, "flows/payment.yaml", "{flow: contact,", "{flow: people-to-ask,")
    change(folder, "pack.yaml", "flows: [contact]", "flows: [people-to-ask]")
    report = load(folder, publish=True)
    assert (report.created, report.kept) == ([], [])
    assert slugs()[0] == ["ask", "payment"]
    for former in ("contact", "people-to-ask"):
        assert client.get(f"/en/guides/{former}/")["Location"] == "/en/guides/ask/"
    assert nothing_happened(load(folder, publish=True))


def test_a_step_renamed_and_published_here_is_the_one_the_file_means(folder: Path, client: Client) -> None:
    rename_step(Step.objects.get(slug="people"), "desk")
    publish(Flow.objects.get(slug="contact"), author=None)
    assert nothing_happened(load(folder, publish=True))
    assert client.get("/en/guides/contact/desk/").status_code == 200
    # The guide's own former slugs may be written in it too.
    change(folder, "flows/payment.yaml", "next: pay-again", "next: retry")
    assert load(folder).kept == []
    assert str(compile_flow(Flow.objects.get(slug="payment")).steps[0].choices[0].next) == "pay-again"
