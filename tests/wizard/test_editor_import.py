"""A guide as a file: export, and import by upload with a report first."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ground.documents import write_document
from tests.edits import change, with_step
from tests.factories import create_entry, create_flow, graph, published_flow
from tests.html import Element, read
from tests.staff import signed_in
from wizard.compiler import compile_flow, write_graph
from wizard.interchange import write_flow
from wizard.loading import load_pack
from wizard.models import Alias, Flow, Revision, Step
from wizard.renaming import rename_flow, rename_step
from wizard.uploading import MOST_BYTES, GuideMoved, look_into, take_in
from wizard.validation import MOST_CHOICES

pytestmark = pytest.mark.django_db
URL = "/admin/wizard/flow/import/"
EXPORT = "/admin/wizard/flow/guide/export/"
LINES = "q: yes=a no=b\na\nb"


@pytest.fixture
def editor() -> Client:
    """Somebody who may change and add guides."""
    return signed_in("wizard.view_flow", "wizard.change_flow", "wizard.add_flow")


def send(client: Client, data: bytes, name: str = "guide.yaml") -> Element:
    """The answer to a file."""
    return read(client.post(URL, {"file": SimpleUploadedFile(name, data)}))


def confirmation(page: Element) -> dict[str, str]:
    """What the report would send."""
    form = next(form for form in page.all("form") if form.all("input", name="content"))
    return {name: form.one("input", name=name)["value"] for name in ("name", "content", "mark")}


def edited_file(client: Client, change: Callable[[bytes], bytes]) -> bytes:
    """The export of the guide, changed."""
    return change(client.get(EXPORT).content)


def test_an_export_comes_as_a_file_that_says_the_same(editor: Client) -> None:
    create_flow(LINES)
    response = editor.get(EXPORT)
    assert response["Content-Disposition"] == 'attachment; filename="guide.yaml"'
    page = send(editor, response.content)
    assert "says the same already" in page.one("p.summary").text
    assert not page.all("input", name="content")


def test_a_file_from_before_a_rename_means_the_guide_and_the_step_as_they_are_called_today(
    editor: Client,
) -> None:
    flow = create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"en: title of a", b"en: heading of a"))
    rename_flow(flow, "renamed")
    rename_step(Step.objects.get(slug="a"), "first")
    page = send(editor, data)
    assert "It changes the draft" in page.one("p.summary").text
    assert [mark.text for mark in page.all("ins")] == ["added", "[added: heading ]"]
    editor.post(URL, confirmation(page))
    assert [row.slug for row in Flow.objects.all()] == ["renamed"]
    draft = compile_flow(Flow.objects.get())
    assert (draft.aliases, draft.by_slug["first"].aliases) == (("guide",), ("a",))
    assert draft.by_slug["first"].title.en == "heading of a"


def test_the_report_comes_first_and_nothing_is_changed_before_it_is_confirmed(editor: Client) -> None:
    create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"en: title of a", b"en: heading of a"))
    page = send(editor, data)
    assert "It changes the draft" in page.one("p.summary").text
    assert "[added: heading ]" in [mark.text for mark in page.all("ins")]
    assert Step.objects.get(slug="a").title_en == "title of a"
    done = editor.post(URL, confirmation(page), follow=True)
    assert done.redirect_chain == [("/admin/wizard/flow/guide/publish/", 302)]
    assert Step.objects.get(slug="a").title_en == "heading of a"
    assert not Revision.objects.exists()


def test_a_new_guide_is_made_by_its_file(editor: Client) -> None:
    create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"flow: guide", b"flow: other"))
    page = send(editor, data)
    assert "It makes the new guide other with 3 steps" in page.one("p.summary").text
    editor.post(URL, confirmation(page))
    assert [step.slug for step in compile_flow(Flow.objects.get(slug="other")).steps] == ["q", "a", "b"]


def test_what_is_wrong_is_said_as_on_the_command_line(editor: Client) -> None:
    create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"next: a\n", b"next: nope\n"))
    page = send(editor, data, "my guide.yaml")
    (line,) = page.one("section", aria_labelledby="complaints").all("li")
    lines = data.decode().splitlines()
    number = next(at for at, text in enumerate(lines, start=1) if "choice:" in text and "yes" in text)
    assert line.text.startswith(
        f"my guide.yaml:{number}: target-missing: guide/q/yes: The choice “yes” leads"
    )
    assert not page.all("input", name="content")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe", "encoding"),
        (b"", "empty"),
        (b"- a list", "type"),
        (b"a: [", "yaml"),
        (b"format: 1\nflow: guide\nnonsense: 1\n", "unknown-key"),
        (b"a: &x 1\nb: *x\n", "alias"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(editor: Client, data: bytes, code: str) -> None:
    page = send(editor, data)
    if not data:
        assert "empty" in page.one("ul.errorlist").text
    else:
        assert f": {code}: " in page.one("section", aria_labelledby="complaints").text
    assert not Flow.objects.exists()


def test_a_file_too_large_for_a_page_is_sent_to_the_command(editor: Client) -> None:
    page = send(editor, b"#" * (MOST_BYTES + 1))
    assert "load_content" in page.one("ul.errorlist").text


def test_a_former_slug_of_another_guide_is_not_taken_away(editor: Client) -> None:
    other = create_flow("x: a=y\ny", flow="other")
    Alias.objects.create(flow=other, slug="was")
    create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"start: q", b"start: q\naliases: [was, other]"))
    page = send(editor, data)
    assert len(page.one("section", aria_labelledby="complaints").all("li")) == 2
    assert Alias.objects.get(slug="was").flow == other


def test_a_guide_that_somebody_changed_meanwhile_is_reported_anew(editor: Client) -> None:
    create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"en: title of a", b"en: heading of a"))
    fields = confirmation(send(editor, data))
    write_graph(with_step(graph(LINES), "b", editor_note="mine"))
    page = read(editor.post(URL, fields))
    assert "somebody changed the guide meanwhile" in page.one("ul.messagelist").text
    assert Step.objects.get(slug="b").editor_note == "mine"
    editor.post(URL, confirmation(page))
    assert Step.objects.get(slug="b").editor_note == ""


def test_a_guide_that_is_changed_at_the_same_moment_is_not_overwritten() -> None:
    flow = create_flow(LINES)
    upload = look_into("guide.yaml", write_document(write_flow(graph(LINES, a={"editor_note": "mine"}))))
    change(flow, "b", editor_note="theirs")
    with pytest.raises(GuideMoved):
        take_in(upload, upload.mark, author=None)
    new = look_into("new.yaml", write_document(write_flow(graph(LINES, flow="new"))))
    create_flow("x", flow="new")
    with pytest.raises(GuideMoved):
        take_in(new, new.mark, author=None)


def test_a_file_is_looked_into_once_when_it_is_taken_in(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"en: title of a", b"en: heading of a"))
    fields = confirmation(send(editor, data))
    looks = Mock(wraps=load_pack)
    monkeypatch.setattr("wizard.uploading.load_pack", looks)
    editor.post(URL, fields)
    assert looks.call_count == 1
    assert Step.objects.get(slug="a").title_en == "heading of a"


def test_an_upload_does_not_count_as_loaded_content(editor: Client) -> None:
    create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"en: title of a", b"en: heading of a"))
    editor.post(URL, confirmation(send(editor, data)))
    assert Flow.objects.get(slug="guide").loaded == ""


def test_customers_see_nothing_of_it_before_it_is_published(editor: Client, client: Client) -> None:
    create_entry("entry")
    published_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"en: title of q", b"en: heading of q"))
    editor.post(URL, confirmation(send(editor, data)))
    assert "heading of q" not in client.get("/en/guides/guide/").content.decode()


@pytest.mark.parametrize("fields", [{"content": "%%"}, {"content": "", "name": "x", "mark": "y"}])
def test_a_confirmation_that_was_damaged_changes_nothing(editor: Client, fields: dict[str, str]) -> None:
    page = read(editor.post(URL, fields))
    assert "damaged" in page.one("ul.messagelist").text
    assert not Flow.objects.exists()


def test_those_who_may_not_are_refused_with_a_sentence(editor: Client) -> None:
    create_flow(LINES)
    data = edited_file(editor, lambda text: text.replace(b"flow: guide", b"flow: other"))
    for client in (
        signed_in("wizard.view_flow", name="viewer"),
        signed_in("wizard.view_flow", "wizard.change_flow", name="mender"),
    ):
        refused = client.post(URL, {"file": SimpleUploadedFile("x.yaml", data)})
        assert refused.status_code == 403
        assert "needs a permission" in read(refused).one("main").text
    assert Client().get(URL)["Location"].startswith("/admin/login/")
    assert editor.delete(URL).status_code == 405
    assert editor.post(EXPORT).status_code == 405
    assert editor.get("/admin/wizard/flow/nope/export/")["Location"] == "/admin/wizard/flow/"


def test_what_the_rows_cannot_hold_is_refused_with_a_sentence(editor: Client) -> None:
    flow = create_flow(LINES)
    many = " ".join(f"c{number}=a" for number in range(MOST_CHOICES + 1))
    data = write_document(write_flow(graph(f"q: {many}\na")))
    assert f"Keep to {MOST_CHOICES}" in send(editor, data).text
    assert compile_flow(flow) == graph(LINES)
