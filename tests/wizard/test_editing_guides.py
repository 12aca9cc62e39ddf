"""A guide as a whole: copied, renamed, retired; and drafts that are loaded or edited as rows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from ground.fields import SlugTaken
from ground.text import Text
from tests.edits import editor
from tests.factories import create_flow, graph, published_flow
from wizard.compiler import compile_flow, write_graph
from wizard.content import read_pack
from wizard.editing import (
    NotLive,
    NotWritable,
    change_words,
    duplicate_flow,
    recorded,
    redo,
    rename_flow,
    retire_flow,
    undo,
)
from wizard.exporting import export_pack
from wizard.graph import Target
from wizard.loading import load_pack
from wizard.models import Alias, DraftChange, Flow, Step
from wizard.renaming import rename_step
from wizard.scheduling import schedule_publish, scheduled

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"


@pytest.mark.parametrize("slug", ["Not A Slug", "", "x" * 81])
def test_what_cannot_be_part_of_an_address_is_refused(slug: str) -> None:
    flow = create_flow(LINES)
    for act in (
        lambda: duplicate_flow(flow, slug),
        lambda: rename_flow(flow, slug),
    ):
        with pytest.raises(NotWritable):
            act()


def test_the_slug_or_former_slug_of_another_guide_is_refused() -> None:
    flow, other = create_flow(LINES), create_flow("x", flow="other")
    Alias.objects.create(flow=other, slug="older")
    for slug in ("other", "older"):
        for act in (lambda slug=slug: duplicate_flow(flow, slug), lambda slug=slug: rename_flow(flow, slug)):
            with pytest.raises(SlugTaken):
                act()


def test_a_copy_says_the_same_under_another_name_and_without_former_slugs() -> None:
    flow = create_flow("q: yes=a no=guide:b start=guide:\na\nb", a={"aliases": ("before",)})
    copy = duplicate_flow(flow, "copy")
    found = compile_flow(copy)
    assert found.title == Text("title of guideです（コピー）", "title of guide (copy)")
    assert [choice.next for choice in found.by_slug["q"].choices] == [
        Target("a"),
        Target("b"),
        Target("", "copy"),
    ]
    assert found.by_slug["a"].aliases == ()
    assert found.by_slug["a"].body == compile_flow(flow).by_slug["a"].body
    assert copy.live is None


def test_a_renamed_guide_answers_at_once_and_its_old_address_leads_there(client: Client) -> None:
    flow = published_flow(LINES)
    rename_flow(flow, "renamed")
    assert flow.slug == "renamed"
    assert client.get("/en/guides/renamed/").status_code == 200
    assert client.get("/en/guides/guide/a/")["Location"] == "/en/guides/renamed/a/"


def test_a_retired_guide_answers_that_it_is_gone(client: Client) -> None:
    flow = published_flow(LINES)
    schedule_publish(flow, timezone.now() + timedelta(days=1), author=editor(), now=timezone.now())
    retire_flow(flow)
    assert client.get("/en/guides/guide/").status_code == 410
    assert client.get("/en/guides/guide/a/").status_code == 410
    assert scheduled(flow) is None
    assert flow.live is None
    assert compile_flow(flow).steps


def test_a_guide_that_is_not_live_cannot_be_retired() -> None:
    with override("en"), pytest.raises(NotLive, match="nothing to retire"):
        retire_flow(create_flow(LINES))


def test_loading_a_pack_over_a_draft_is_one_change_that_can_be_undone(tmp_path: Path) -> None:
    flow = published_flow(LINES)
    export_pack(tmp_path)
    create_flow(LINES, a={"helper": "edited"})
    Flow.objects.update(loaded="")
    flow.refresh_from_db()
    before = compile_flow(flow)
    load_pack(read_pack(tmp_path), overwrite=True)
    change = DraftChange.objects.get()
    flow.refresh_from_db()
    assert (change.kind, change.number, change.author) == ("loaded", flow.version, None)
    undo(flow, expected_version=flow.version, author=None)
    assert compile_flow(flow) == before


def test_loading_what_is_there_already_is_no_change(tmp_path: Path) -> None:
    flow = published_flow(LINES)
    export_pack(tmp_path)
    load_pack(read_pack(tmp_path))
    load_pack(read_pack(tmp_path))
    assert not DraftChange.objects.exists()
    assert Flow.objects.get().version == flow.version


def test_rows_written_by_other_code_can_be_recorded_and_undone() -> None:
    flow = create_flow(LINES)
    version, before = flow.version, compile_flow(flow)
    key = Step.objects.get(slug="a").pk
    with recorded(flow, kind="edited", subject="a", author=editor()):
        step = Step.objects.get(slug="a")
        step.helper = "by hand"
        step.save()
        rename_step(step, "c")
        Step.objects.get(slug="b").delete()
        Step.objects.create(flow=flow, slug="new", position=1)
    after = compile_flow(flow)
    change = DraftChange.objects.get()
    assert (change.number, change.author) == (version + 1, editor())
    with override("ja"):
        assert change_words(change) == "「a」をステップの一覧で編集しました"
    undo(flow, expected_version=flow.version, author=None)
    assert compile_flow(flow) == before
    assert Step.objects.get(slug="a").pk == key
    redo(flow, expected_version=flow.version, author=None)
    assert compile_flow(flow) == after


def test_nothing_is_recorded_when_other_code_changes_nothing() -> None:
    flow = create_flow(LINES)
    version = flow.version
    with recorded(flow, kind="edited", author=None):
        Step.objects.get(slug="a").save()
    assert (flow.version, DraftChange.objects.count()) == (version, 0)


def test_a_draft_written_whole_by_other_code_has_one_new_version() -> None:
    flow = create_flow(LINES)
    version = flow.version
    with recorded(flow, kind="imported", author=None):
        write_graph(graph("q: yes=a\na"))
    assert flow.version == version + 1
    undo(flow, expected_version=flow.version, author=None)
    assert compile_flow(flow) == graph(LINES)
