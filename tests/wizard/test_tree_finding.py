"""What only shows: finding steps, names to choose from, unfolding, the picture, Markdown as customers read it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from tests.factories import create_channel, create_entry, create_flow, graph
from tests.html import read
from tests.tree_form import GUIDE, HTMX, editor, step_url
from wizard.admin.editor.tree.looking import MOST_DRAWN
from wizard.compiler import write_graph
from wizard.graph import Choice, Graph, Step, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """An editor of a guide of three steps."""
    create_flow("q: yes=a no=a-two\na\na-two")
    return editor()


def wide(size: int) -> Graph:
    """A guide whose one question has `size` - 1 answers."""
    answers = tuple(Step(f"s{number}") for number in range(size - 1))
    choices = tuple(Choice(f"c{number}", next=Target(step.slug)) for number, step in enumerate(answers))
    return replace(graph("q"), steps=(Step("q", choices=choices), *answers))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("title of q", ["q"]),
        ("title of aです", ["a"]),
        ("label no", ["q"]),
        ("label yesです", ["q"]),
        ("TITLE OF A-T", ["a-two"]),
        ("a", ["a", "q", "a-two"]),
        ("a\x00", ["a", "q", "a-two"]),
        ("nothing like it", []),
        ("%", []),
        ("", []),
    ],
)
def test_a_step_is_found_by_its_texts_its_choices_and_its_slug(
    client: Client, wanted: str, found: list[str]
) -> None:
    page = read(client.get(f"{GUIDE}steps/", {"q": wanted}, headers=HTMX))
    assert [link["href"] for link in page.all("a")] == [step_url(slug) for slug in found]
    assert ("No step matches." in page.text) == (bool(wanted) and not found)


@pytest.mark.parametrize(("wanted", "slug"), [("a", "a"), ("a-two", "a-two"), ("title of q", "q")])
def test_without_a_script_a_slug_or_a_single_match_leads_to_the_step(
    client: Client, wanted: str, slug: str
) -> None:
    assert client.get(f"{GUIDE}steps/", {"q": wanted})["Location"] == step_url(slug)


def test_without_a_script_several_matches_are_listed_beside_the_outline(client: Client) -> None:
    page = read(client.get(f"{GUIDE}steps/", {"q": "title"}))
    assert len(page.one("", id="found").all("a")) == 3
    assert page.one("input", id="find-q")["value"] == "title"


@pytest.mark.parametrize(
    ("kind", "wanted", "values"),
    [
        ("step", "title of a-t", ["a-two", "+ title of a-t"]),
        ("own", "a-t", ["a-two"]),
        ("step", "oth", ["other:", "+ oth"]),
        ("step", "other:", ["other:x", "other:"]),
        ("step", "+ 新しい | New", ["+ 新しい | New"]),
        ("entry", "fees", ["fees"]),
        ("entry", "question fees", ["fees"]),
        ("channel", "desk", ["desk"]),
        ("channel", "nope", []),
    ],
)
def test_names_are_offered_for_what_was_typed(
    client: Client, kind: str, wanted: str, values: list[str]
) -> None:
    create_flow("x", flow="other")
    create_entry("fees")
    create_channel("desk", publish=False)
    page = read(client.get(f"{GUIDE}names/", {"kind": kind, "q": wanted}, headers=HTMX))
    assert [option["data-value"] for option in page.all("li", role="option")] == values


def test_what_hangs_on_a_step_is_unfolded(client: Client) -> None:
    page = read(client.get(f"{GUIDE}outline/", {"under": "q"}, headers=HTMX))
    rows = page.all("a")
    assert [(row["data-step"], row["aria-level"]) for row in rows] == [("a", "2"), ("a-two", "2")]
    for under in ("nope", ""):
        assert not read(client.get(f"{GUIDE}outline/", {"under": under}, headers=HTMX)).all("a")


def test_the_picture_links_its_steps_and_sets_off_the_chosen_one(client: Client) -> None:
    page = read(client.get(f"{GUIDE}picture/", {"step": "a"}, headers=HTMX))
    assert page.one("svg")
    assert page.one("a.selected")["href"] == step_url("a")


@pytest.mark.parametrize(("size", "drawn"), [(MOST_DRAWN, True), (MOST_DRAWN + 1, False)])
def test_a_guide_that_no_picture_can_show_is_told_in_a_sentence(size: int, drawn: bool) -> None:
    write_graph(wide(size))
    text = editor().get(f"{GUIDE}picture/", headers=HTMX).content.decode()
    assert ("<svg" in text) == drawn
    assert (f"This guide has {size} steps." in text) != drawn


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"body_en": "**so**"}, "<p><strong>so</strong></p>"),
        (
            {"body_ja": "[x](guide:guide)"},
            '<p><a href="/ja/guides/guide/" rel="noopener noreferrer">x</a></p>',
        ),
        ({"title_en": "x"}, ""),
        ({}, ""),
    ],
)
def test_markdown_is_shown_as_customers_read_it(client: Client, fields: dict[str, str], shown: str) -> None:
    assert client.post(f"{GUIDE}markdown/", fields, headers=HTMX).content.decode() == shown


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="alert(1)">']
)
def test_nothing_that_runs_comes_through_the_preview(client: Client, text: str) -> None:
    html = client.post(f"{GUIDE}markdown/", {"body_en": text}).content.decode()
    seen = read(html)
    assert not seen.all("script")
    assert not seen.all("img")
    assert not [link for link in seen.all("a") if "href" in link.attributes]
