"""A form of the editor's that arrives twice: it acts once, and the second answer says what is true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ground.text import Text
from tests import admin_pages
from tests.at_once import at_once
from tests.edits import with_step
from tests.factories import create_flow, graph, published_flow
from tests.html import read
from tests.staff import signed_in
from tests.tree_form import form_of, set_row, typed
from wizard.compiler import write_graph
from wizard.models import DraftChange, Flow, PreviewLink, Revision, ScheduledPublish, Step

pytestmark = pytest.mark.django_db
GUIDE = "/admin/wizard/flow/guide/"
LINES = "q: yes=a no=b\na\nb"
MAY = ("view", "change", "add", "publish")


@pytest.fixture
def editor() -> Client:
    """Somebody who may do everything to guides."""
    return signed_in(*(f"wizard.{may}_flow" for may in MAY))


def sent(client: Client, path: str, fields: Mapping[str, object]) -> str:
    """What the page says that a form leads to."""
    page = read(client.post(path, dict(fields), follow=True))
    return " ".join(each.text for each in [*page.all("ul.messagelist"), *page.all("ul.errorlist")])


def fields_of(client: Client, path: str, form: str, **changes: str) -> dict[str, object]:
    """What a form on the page at `path` would send, as it stands there, with `changes`."""
    inputs = read(client.get(path)).one(form).all("input")
    given = {field["name"]: field.get("value") for field in inputs if field.get("name")}
    given.pop("csrfmiddlewaretoken")
    return {**given, **changes}


def edited() -> None:
    """The guide is live; its draft has lost step a, and b reads otherwise."""
    published_flow(LINES)
    write_graph(with_step(graph("q: yes=b no=b\nb"), "b", title=Text("b", "b")))


def test_publishing_twice_says_that_the_revision_is_live(editor: Client) -> None:
    edited()
    fields = fields_of(editor, f"{GUIDE}publish/", "form.publishing", **{"do": "publish", "successor-a": "b"})
    assert "revision 2 is live" in sent(editor, f"{GUIDE}publish/", fields)
    again = sent(editor, f"{GUIDE}publish/", fields)
    assert again == "Revision 2 of “title of guide” is live already: it was published a moment ago."
    assert Revision.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_publishes_and_both_say_so(editor: Client) -> None:
    edited()
    fields = fields_of(editor, f"{GUIDE}publish/", "form.publishing", do="publish")
    cookies = editor.cookies

    def publish() -> str:
        client = Client(headers={"Accept-Language": "en"})
        client.cookies = cookies.copy()  # type: ignore[assignment]
        return sent(client, f"{GUIDE}publish/", fields)

    said = sorted(at_once(publish))
    assert Revision.objects.count() == 2
    assert "Revision 2 of “title of guide” is live already" in said[0]
    assert "revision 2 is live" in said[1]


def test_who_publishes_what_is_live_already_is_not_told_that_it_just_happened(editor: Client) -> None:
    edited()
    fields = fields_of(editor, f"{GUIDE}publish/", "form.publishing", do="publish")
    other = signed_in(*(f"wizard.{may}_flow" for may in MAY), name="other")
    sent(other, f"{GUIDE}publish/", fields)
    assert "has not changed: revision 2 stays live" in sent(editor, f"{GUIDE}publish/", fields)


def test_scheduling_twice_is_one_decision_and_calling_it_off_twice_says_so_twice(editor: Client) -> None:
    edited()
    at = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    given = {"do": "schedule", "at": at, "successor-a": "b"}
    fields = fields_of(editor, f"{GUIDE}publish/", "form.publishing", **given)
    for _ in range(2):
        assert "goes live at" in sent(editor, f"{GUIDE}publish/", fields)
    fields = fields_of(editor, f"{GUIDE}publish/", "form.publishing", **given)
    for _ in range(2):
        assert "goes live at" in sent(editor, f"{GUIDE}publish/", fields)
    assert ScheduledPublish.objects.count() == 1
    for _ in range(2):
        assert "Nothing goes live by itself" in sent(editor, f"{GUIDE}publish/", {"do": "cancel"})


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (f"{GUIDE}revisions/1/", {}),
        ("/admin/wizard/revision/", {"action": "restore_chosen"}),
        ("/admin/wizard/flow/", {"action": "publish_chosen"}),
    ],
)
def test_restoring_and_publishing_from_a_list_twice(path: str, fields: dict[str, object]) -> None:
    editor = signed_in(*(f"wizard.{may}_flow" for may in MAY), "wizard.view_revision")
    edited()
    if path.endswith("1/"):
        sent(
            editor,
            "/admin/wizard/flow/",
            {"action": "publish_chosen", "_selected_action": Flow.objects.get().pk},
        )
    rows: dict[str, Callable[[], int]] = {
        "restore_chosen": lambda: Revision.objects.get(number=1).pk,
        "publish_chosen": lambda: Flow.objects.get().pk,
    }
    if action := fields.get("action"):
        fields = {**fields, "_selected_action": rows[str(action)]()}
    if action == "restore_chosen":
        sent(
            editor,
            "/admin/wizard/flow/",
            {"action": "publish_chosen", "_selected_action": Flow.objects.get().pk},
        )
    number = Revision.objects.count() + 1
    assert f"revision {number} is live" in sent(editor, path, fields)
    assert f"Revision {number} of “title of guide” is live already" in sent(editor, path, fields)
    assert Revision.objects.count() == number


def test_a_translation_is_noted_once_and_both_clicks_say_so(editor: Client) -> None:
    published_flow(LINES)
    write_graph(with_step(graph(LINES), "a", title=Text("新しい題です", "title of a")))
    form = next(
        each
        for each in read(editor.get(f"{GUIDE}publish/")).all("form")
        if each.get("action").endswith("fits/")
    )
    fields: dict[str, object] = {"fingerprint": form.one("button")["value"]}
    for _ in range(2):
        assert "Noted." in sent(editor, f"{GUIDE}publish/fits/", fields)


def test_a_copy_is_made_once_and_another_of_that_name_is_refused(editor: Client) -> None:
    create_flow(LINES)
    fields: dict[str, object] = {"do": "duplicate", "duplicate-slug": "copy"}
    for _ in range(2):
        assert "is a copy of the draft" in sent(editor, f"{GUIDE}whole/", fields)
    write_graph(with_step(graph(LINES), "a", helper="case-expiry"))
    assert "Choose another." in sent(editor, f"{GUIDE}whole/", fields)
    assert Flow.objects.count() == 2


def test_a_guide_is_renamed_once_and_both_clicks_name_its_former_slug(editor: Client) -> None:
    create_flow(LINES)
    for _ in range(2):
        said = sent(editor, f"{GUIDE}whole/", {"do": "rename", "rename-slug": "new"})
        assert said == "The guide has the slug “new” now. Links to “guide” lead there."


@pytest.mark.parametrize("is_new", [True, False])
def test_a_file_is_taken_in_once_and_both_clicks_say_so(editor: Client, is_new: bool) -> None:
    create_flow(LINES)
    data = editor.get(f"{GUIDE}export/").content.replace(b"title of a", b"heading of a")
    if is_new:
        data = data.replace(b"flow: guide", b"flow: another")
    file = SimpleUploadedFile("guide.yaml", data)
    report = read(editor.post("/admin/wizard/flow/import/", {"file": file}))
    form = next(each for each in report.all("form") if each.all("input", name="content"))
    fields: dict[str, object] = {
        name: form.one("input", name=name)["value"] for name in ("name", "content", "mark")
    }
    for _ in range(2):
        assert "says now what the file says" in sent(editor, "/admin/wizard/flow/import/", fields)


def test_a_preview_link_is_revoked_once_and_both_clicks_say_so(editor: Client) -> None:
    create_flow(LINES)
    sent(editor, f"{GUIDE}preview/links/", {})
    fields: dict[str, object] = {"revoke": PreviewLink.objects.get().pk}
    for _ in range(2):
        assert "shows nothing any more" in sent(editor, f"{GUIDE}preview/links/", fields)


def test_undo_redo_and_another_start_twice_do_it_once_and_accuse_nobody(editor: Client) -> None:
    create_flow(LINES)
    fields = typed(form_of(editor.get(f"{GUIDE}steps/a/")), title_en="another title", do="save")
    for _ in range(2):
        assert sent(editor, f"{GUIDE}steps/a/", fields) == "Saved."
    for act, said in (("undo/", "Undone: "), ("redo/", "Redone: "), ("steps/a/start/", "first question now")):
        version: dict[str, object] = {"version": str(Flow.objects.get().version)}
        for _ in range(2):
            assert said in sent(editor, f"{GUIDE}{act}", version)
    assert DraftChange.objects.count() == 4


def test_a_step_is_renamed_once_and_both_clicks_are_told_that_it_is_saved(editor: Client) -> None:
    create_flow(LINES)
    fields = typed(form_of(editor.get(f"{GUIDE}steps/a/")), slug="better", do="save")
    for _ in range(2):
        assert sent(editor, f"{GUIDE}steps/a/", fields) == "Saved."
    assert Step.objects.get(slug="better").aliases.get().slug == "a"


def test_a_new_step_is_made_once_with_the_steps_its_choices_ask_for(editor: Client) -> None:
    create_flow(LINES)
    form = form_of(editor.get(f"{GUIDE}steps/+/"))
    fields = set_row(
        typed(form, title_ja="新", title_en="Fresh", do="save"), 0, label_en="on", next="+ Next one"
    )
    for _ in range(2):
        assert "The step “fresh” is made." in sent(editor, f"{GUIDE}steps/+/", fields)
    assert set(Step.objects.values_list("slug", flat=True)) == {"q", "a", "b", "fresh", "next-one"}
    another = {**fields, "title_en": ["Fresh"], "title_ja": ["別の"]}
    assert "The step “fresh-2” is made." in sent(editor, f"{GUIDE}steps/+/", another)


def test_a_form_of_admin_is_saved_once_and_accuses_nobody() -> None:
    flow = create_flow(LINES)
    owner = admin_pages.signed_in()
    url = f"/admin/wizard/flow/{flow.pk}/change/"
    fields = {**admin_pages.fields_of(owner.get(url)), "title_en": "another title"}
    for _ in range(2):
        said = admin_pages.sentences(owner.post(url, fields, follow=True))
        assert len(said) == 1
        assert "was changed successfully" in said[0]
