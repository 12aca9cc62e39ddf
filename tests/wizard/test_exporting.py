"""Writing the drafts out: what was written reads the same and writes the same bytes."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from contact.models import Channel, OpeningHours
from faq.models import Category, Entry
from tests.factories import create_flow
from tests.packs import load, nothing_happened, write_pack
from wizard.compiler import compile_flow
from wizard.content import check_pack, read_pack
from wizard.exporting import export_pack
from wizard.loading import NotLoadable
from wizard.models import Flow, SiteNotice, Step

pytestmark = pytest.mark.django_db


def contents(folder: Path) -> dict[str, str]:
    """The files of a folder by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in files}


def empty() -> None:
    """Leave nothing in the database."""
    connection.check_constraints()  # PostgreSQL empties no table that has checks waiting
    call_command("flush", verbosity=0, interactive=False)


def exported(folder: Path) -> dict[str, str]:
    """What an export into a new folder holds."""
    paths = export_pack(folder)
    found = contents(folder)
    assert sorted(str(path.relative_to(folder)) for path in paths) == list(found)
    return found


def test_an_export_holds_a_file_for_each_thing(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "in"))
    assert {
        "channels.yaml",
        "faq/billing.yaml",
        "flows/contact.yaml",
        "flows/payment.yaml",
        "pack.yaml",
    } <= set(exported(tmp_path / "out"))


def test_an_export_says_what_was_loaded(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "in"))
    exported(tmp_path / "out")
    old, new = read_pack(tmp_path / "in"), read_pack(tmp_path / "out")
    assert check_pack(new) == []
    assert (new.graphs, new.shelves, new.directory) == (old.graphs, old.shelves, old.directory)
    assert (new.groups, new.notice) == (old.groups, old.notice)


def test_loading_an_export_where_it_came_from_changes_nothing(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "in"), publish=True)
    exported(tmp_path / "out")
    assert nothing_happened(load(tmp_path / "out", publish=True))


def test_exported_loaded_elsewhere_and_exported_again_it_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "in"))
    first = exported(tmp_path / "first")
    empty()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first


def test_what_editors_made_survives_the_journey_too(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "in"))
    category = Category.objects.create(slug="own", title_ja="独自", title_en="Own", position=9)
    Entry.objects.create(
        slug="own", category=category, title_ja="問\r\n", answer_ja=" 一\r\n二 ", phrases=["a: b"]
    )
    Channel.objects.filter(slug="phone").update(always=True, position=7)
    OpeningHours.objects.filter(channel__slug="phone").update(sun=True)
    Step.objects.filter(slug="pay-again").update(
        body_en="- one\n\n  two\n\ttab", wait_ja="'数分'", caution_en="# no"
    )
    SiteNotice.objects.all().delete()
    first = exported(tmp_path / "first")
    assert nothing_happened(load(tmp_path / "first"))
    empty()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first


def test_a_half_finished_draft_survives_the_journey_and_cannot_be_published(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "in"))
    Step.objects.get(slug="pay-again").delete()
    Flow.objects.filter(slug="contact").update(start=None)
    Flow.objects.create(slug="new")
    Entry.objects.create(slug="new", category=Category.objects.get())
    Channel.objects.create(slug="new")
    first = exported(tmp_path / "first")
    assert nothing_happened(load(tmp_path / "first", overwrite=True))
    found = {complaint.code for complaint in check_pack(read_pack(tmp_path / "first"))}
    assert {"no-steps", "no-start", "no-target", "no-text", "missing-text"} <= found
    empty()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first
    with pytest.raises(NotLoadable):
        load(tmp_path / "first", publish=True)


def test_some_guides_may_be_exported_alone(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "in"))
    export_pack(tmp_path / "out", flows=["payment"])
    assert list(contents(tmp_path / "out")) == ["flows/payment.yaml"]


def test_an_empty_database_gives_a_pack_that_loads(tmp_path: Path) -> None:
    first = exported(tmp_path / "first")
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first


def test_an_export_writes_drafts_not_what_is_live(tmp_path: Path) -> None:
    load(write_pack(tmp_path / "in"), publish=True)
    Step.objects.filter(slug="who").update(title_en="A draft")
    assert "A draft" in exported(tmp_path / "out")["flows/contact.yaml"]


@pytest.mark.usefixtures("shipped")
def test_the_pack_that_ships_survives_the_journey(tmp_path: Path) -> None:
    shipped = Path(settings.BASE_DIR) / "content"
    assert Flow.objects.published().count() == len(read_pack(shipped).flows)
    assert nothing_happened(load(shipped, publish=True))
    first = exported(tmp_path / "first")
    empty()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first
    graphs = {graph.flow: graph for graph in read_pack(shipped).graphs}
    assert {flow.slug: compile_flow(flow) for flow in Flow.objects.all()} == graphs


def test_what_is_no_more_leaves_the_folder_and_nothing_else_does(tmp_path: Path) -> None:
    create_flow("q: yes=a\na", flow="stays")
    for name in ("flows/gone.yaml", "faq/gone.yaml", "flows/kept.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("format: 1\n")
    (tmp_path / "flows" / "kept.yaml").write_text("# notes of somebody\n")
    (tmp_path / "flows" / "README").write_text("format:")
    out = StringIO()
    call_command("export_content", tmp_path, keep=True, stdout=out)
    assert "removed" not in out.getvalue()
    call_command("export_content", tmp_path, stdout=out)
    assert f"removed {tmp_path / 'flows' / 'gone.yaml'}" in out.getvalue()
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"pack.yaml", "flows/stays.yaml", "flows/kept.yaml", "flows/README"}


def test_words_to_avoid_stay_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("format: 1\navoid:\n  - {word: 退会, use: 解約}\n")
    call_command("export_content", tmp_path, stdout=StringIO())
    assert read_pack(tmp_path).avoid == {"退会": "解約"}
