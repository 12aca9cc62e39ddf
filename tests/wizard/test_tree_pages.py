"""The addresses of the tree editor: the whole page or htmx's part, which methods, whose, and what is not there."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import create_flow, graph
from tests.html import read
from tests.staff import signed_in
from tests.tree_form import GUIDE, HTMX, editor, form_of, step_url, typed
from wizard.compiler import compile_flow, write_graph
from wizard.models import Flow

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"
PANELS = ("steps/q/", "steps/+/", "steps/q/delete/", "changes/")
SHOWN = (*PANELS, "steps/?q=title", "picture/")
PARTS = ("outline/?under=q", "names/?kind=step&q=a")
ACTS = ("steps/q/start/", "undo/", "redo/", "markdown/", "publish/fits/")
CHANGING = ("steps/q/", "steps/+/", "steps/q/delete/", "steps/q/start/", "undo/", "redo/", "publish/fits/")
EVERY = (*SHOWN, *PARTS, *ACTS, "edit/")


@pytest.fixture
def flow() -> Flow:
    """A guide of three steps."""
    return create_flow(LINES)


def test_every_page_stands_whole_without_htmx_and_when_going_back(flow: Flow) -> None:
    client = editor()
    for path in SHOWN:
        response = client.get(GUIDE + path)
        page = read(response)
        assert response.status_code == 200, path
        assert page.one("html")
        assert page.one("", id="outline").one("ul").all("a", data_step="q")
        assert page.one("section", id="problems")
        assert "HX-Request" in response["Vary"]
        assert "no-store" in response["Cache-Control"]
        back = client.get(GUIDE + path, headers={**HTMX, "HX-History-Restore-Request": "true"})
        assert read(back).one("html")


def test_htmx_gets_the_panel_alone(flow: Flow) -> None:
    client = editor()
    for path in PANELS:
        response = client.get(GUIDE + path, headers=HTMX)
        page = read(response)
        assert not page.all("html"), path
        assert not page.all("", id="outline")
        assert page.one("section", id="panel")
        assert page.one("title").text.endswith(f"| {flow}")
        assert "HX-Request" in response["Vary"]


def test_htmx_gets_what_stands_in_a_place_of_the_page(flow: Flow) -> None:
    client = editor()
    for path in ("steps/?q=title", "picture/", *PARTS):
        response = client.get(GUIDE + path, headers=HTMX)
        assert response.status_code == 200, path
        assert not read(response).all("html")


def test_other_methods_are_refused(flow: Flow) -> None:
    client = editor()
    for path in EVERY:
        assert client.put(GUIDE + path).status_code == 405, path
        wrong = client.get if path in ACTS else client.delete
        assert wrong(GUIDE + path).status_code == 405, path


def test_a_guide_that_is_not_there_leads_to_the_list() -> None:
    client = editor()
    for path in EVERY:
        response = (client.post if path in ACTS else client.get)(GUIDE + path)
        assert response["Location"] == "/admin/wizard/flow/", path
    listed = read(client.get("/admin/wizard/flow/"))
    assert "There is no such guide" in listed.one("ul.messagelist").text


@pytest.mark.parametrize("after", ["", "delete/"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_step_that_is_not_there_is_a_sentence_beside_the_outline(
    flow: Flow, after: str, headers: dict[str, str]
) -> None:
    response = editor().get(step_url("nope", after), headers=headers)
    page = read(response)
    assert response.status_code == 404
    assert "This guide has no step “nope”." in page.one("section", id="panel").text
    assert page.one("", id="outline").all("a", data_step="q")


def test_saving_a_step_that_never_was_keeps_what_was_typed(flow: Flow) -> None:
    client = editor()
    fields = typed(form_of(client.get(step_url("q"))), title_en="kept", slug="nope")
    response = client.post(step_url("nope"), fields, headers=HTMX)
    assert response.status_code == 422
    assert "no step “nope”" in read(response).one("div.refused").text
    assert form_of(response)["title_en"] == ["kept"]


def test_a_former_slug_leads_to_the_step_of_today() -> None:
    write_graph(graph(LINES, a={"aliases": ("was",)}))
    assert editor().get(step_url("was"))["Location"] == step_url("a")


def test_a_viewer_looks_and_cannot_save(flow: Flow) -> None:
    viewer = signed_in("wizard.view_flow")
    panel = read(viewer.get(step_url("q"))).one("section", id="panel")
    assert "You can read this step." in panel.one("form.step-form").text
    typed_in = [each for tag in ("input", "textarea", "select") for each in panel.all(tag)]
    shown = [each for each in typed_in if each.get("type") != "hidden"]
    assert len(shown) > 15
    assert all("readonly" in each.attributes and "disabled" not in each.attributes for each in shown)
    assert not panel.all("button")
    assert len(panel.all("form")) == 1


def test_without_a_script_tab_reaches_every_link_of_the_outline(flow: Flow) -> None:
    outline = read(editor().get(step_url("q"))).one("", id="outline")
    assert [link["data-step"] for link in outline.one("ul").all("a")] == ["q", "a", "b"]
    assert not [each for each in outline.walk() if each.get("tabindex") or each.get("role")]


def test_a_viewer_who_sends_a_change_is_refused_with_a_sentence(flow: Flow) -> None:
    before, viewer = compile_flow(flow), signed_in("wizard.view_flow")
    for path in CHANGING:
        response = viewer.post(GUIDE + path, {"title_en": "x"})
        assert response.status_code == 403, path
        assert "Changing guides needs a permission" in read(response).one("main").text
    assert compile_flow(Flow.objects.get()) == before


def test_a_stranger_signs_in_first(flow: Flow) -> None:
    client = Client()
    for path in EVERY:
        response = client.post(GUIDE + path) if path in ACTS else client.get(GUIDE + path)
        assert response["Location"].startswith("/admin/login/"), path


def test_staff_without_any_permission_is_told_so(flow: Flow) -> None:
    response = signed_in().get(step_url("q"))
    assert response.status_code == 403
    assert "Seeing guides in admin needs a permission" in read(response).one("main").text


def test_the_page_of_the_guide_is_found_by_its_slug(flow: Flow) -> None:
    response = editor().get(f"{GUIDE}edit/", follow=True)
    page = read(response)
    assert response.redirect_chain == [(f"/admin/wizard/flow/{flow.pk}/change/", 302)]
    assert page.one("input", name="title_en")["value"] == "title of guide"
    rows = [link["data-step"] for link in page.one("", id="outline").one("ul").all("a")]
    assert rows == ["q", "a", "b"]
