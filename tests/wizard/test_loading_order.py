"""The order of a pack is part of it: a file that is rearranged rearranges what customers see."""

from pathlib import Path

import pytest

from contact.models import Channel
from faq.models import Entry
from tests.packs import change, load, nothing_happened, write_pack
from wizard.compiler import compile_flow
from wizard.models import Flow, FlowGroup

pytestmark = pytest.mark.django_db


def entries(*slugs: str) -> str:
    texts = "title: {ja: 題, en: T}, answer: {ja: 答です。, en: A.}"
    rows = [f"  {slug}: {{{texts}}}" for slug in slugs]
    return "\n".join(
        ["format: 1", "category: billing", "title: {ja: 請求, en: Billing}", "entries:", *rows, ""]
    )


def channels(*slugs: str) -> str:
    return "\n".join(
        ["format: 1", "channels:", *(f"  {slug}: {{name: {{ja: 名, en: N}}}}" for slug in slugs), ""]
    )


def groups(*slugs: str) -> str:
    rows = [f"- {{group: {slug}, title: {{ja: 群, en: G}}, flows: []}}" for slug in slugs]
    return "\n".join(["format: 1", "groups:", *rows, ""])


KINDS = {
    "entry": ("faq/billing.yaml", entries, Entry),
    "channel": ("channels.yaml", channels, Channel),
    "group": ("pack.yaml", groups, FlowGroup),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def put(folder: Path, kind: str, *slugs: str) -> Path:
    """The pack with these alone, in this order."""
    file, write, _ = KINDS[kind]
    return write_pack(folder, {file: write(*slugs)})


def order(kind: str) -> list[str]:
    """How they stand in the database."""
    rows = KINDS[kind][2]._default_manager.order_by("position", "slug")
    return list(rows.values_list("slug", flat=True))


def test_they_stand_in_the_order_of_the_file(tmp_path: Path, kind: str) -> None:
    load(put(tmp_path, kind, "c", "a", "b"))
    assert order(kind) == ["c", "a", "b"]
    assert nothing_happened(load(tmp_path))


def test_rearranging_the_file_rearranges_them(tmp_path: Path, kind: str) -> None:
    load(put(tmp_path, kind, "c", "a", "b"))
    assert not nothing_happened(load(put(tmp_path, kind, "b", "c", "a")))
    assert order(kind) == ["b", "c", "a"]
    assert nothing_happened(load(tmp_path))


def test_a_new_one_stands_where_the_file_has_it(tmp_path: Path, kind: str) -> None:
    load(put(tmp_path, kind, "c", "a", "b"))
    load(put(tmp_path, kind, "c", "z", "a", "b"))
    assert order(kind) == ["c", "z", "a", "b"]
    assert nothing_happened(load(tmp_path))


def test_the_others_keep_their_order_when_one_leaves_the_file(tmp_path: Path, kind: str) -> None:
    load(put(tmp_path, kind, "c", "a", "b"))
    assert nothing_happened(load(put(tmp_path, kind, "c", "b")))
    assert [slug for slug in order(kind) if slug != "a"] == ["c", "b"]


def test_an_order_made_in_admin_is_kept_and_listed(tmp_path: Path, kind: str) -> None:
    load(put(tmp_path, kind, "c", "a", "b"))
    for position, slug in enumerate(["b", "a", "c"]):
        KINDS[kind][2]._default_manager.filter(slug=slug).update(position=position)
    report = load(tmp_path)
    assert report.kept
    assert not report.updated
    assert order(kind) == ["b", "a", "c"]
    load(tmp_path, overwrite=True)
    assert order(kind) == ["c", "a", "b"]
    assert nothing_happened(load(tmp_path))


def test_positions_with_gaps_are_the_same_order(tmp_path: Path, kind: str) -> None:
    load(put(tmp_path, kind, "c", "a", "b"))
    for position, slug in enumerate(["c", "a", "b"]):
        KINDS[kind][2]._default_manager.filter(slug=slug).update(position=10 * position + 5)
    assert nothing_happened(load(tmp_path))


def test_an_entry_may_move_to_another_category(tmp_path: Path) -> None:
    load(put(tmp_path, "entry", "a", "b", "c"))
    put(tmp_path, "entry", "a", "c")
    other = entries("d", "b").replace("category: billing", "category: account")
    load(write_pack(tmp_path, {"faq/account.yaml": other}))
    rows = Entry.objects.filter(category__slug="account").order_by("position")
    assert [entry.slug for entry in rows] == ["d", "b"]
    assert nothing_happened(load(tmp_path))


def test_a_guide_may_move_to_another_group(tmp_path: Path) -> None:
    load(write_pack(tmp_path))
    change(tmp_path, "pack.yaml", "flows: [contact]", "flows: [contact, payment]")
    change(tmp_path, "pack.yaml", "flows: [payment]", "flows: []")
    assert load(tmp_path).updated == ["group trouble", "group people"]
    flows = FlowGroup.objects.get(slug="people").flows.order_by("position")
    assert [flow.slug for flow in flows] == ["contact", "payment"]
    change(tmp_path, "pack.yaml", "[contact, payment]", "[payment, contact]")
    assert load(tmp_path).updated == ["group people"]
    assert [flow.slug for flow in flows.all()] == ["payment", "contact"]


def test_the_order_of_steps_is_that_of_the_file(tmp_path: Path) -> None:
    load(write_pack(tmp_path))
    path = tmp_path / "flows/contact.yaml"
    head, steps = path.read_text(encoding="utf-8").split("steps:\n")
    who, people = steps.split("  people:\n")
    path.write_text(f"{head}steps:\n  people:\n{people}{who}", encoding="utf-8")
    assert load(tmp_path).updated == ["guide contact"]
    assert [step.slug for step in compile_flow(Flow.objects.get(slug="contact")).steps] == ["people", "who"]
