"""The drawing of a guide: well-formed, without style of its own, every step a link, problems marked in more than colour."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from django.conf import settings as site
from hypothesis import given, settings

from ground.text import Text
from tests.edits import with_step
from tests.factories import graph
from tests.strategies import guides, mazes
from tests.wizard.test_comparison import tree
from tests.work import grows_with_the_guide_alone
from wizard.drawing import Count, draw
from wizard.graph import Choice, Graph, Step, Target
from wizard.problems import Problem, Where

SVG = "{http://www.w3.org/2000/svg}"
GUIDE = graph("q: yes=p no=a\np: one=b two=a\na\nb")


def drawn(guide: Graph, **options: Any) -> ET.Element:
    """The drawing of `guide`, read back."""
    return ET.fromstring(draw(guide, "en", **options))  # noqa: S314 - our own


def boxes(picture: ET.Element, name: str) -> list[ET.Element]:
    """The boxes of a class."""
    return [each for each in picture.iter() if name in each.get("class", "").split()]


def words(element: ET.Element) -> str:
    """All text in it."""
    return "".join(element.itertext())


def test_every_step_is_a_link_with_its_title() -> None:
    steps = boxes(drawn(GUIDE), "step")
    assert [(each.tag, each.get("href"), each.get("data-step")) for each in steps] == [
        (f"{SVG}a", f"?step={slug}", slug) for slug in ("q", "p", "b", "a")
    ]
    assert steps[0].get("aria-label") == "title of q (q)"
    assert steps[0][0].tag == f"{SVG}title"


def test_the_picture_has_a_name_and_says_where_the_words_are() -> None:
    picture = drawn(GUIDE)
    by_id = {each.get("id"): words(each) for each in picture if each.get("id")}
    assert by_id[picture.get("aria-labelledby")] == "Drawing of the guide “title of guide”"
    assert by_id[picture.get("aria-describedby")].startswith("Steps: 4.")


def test_choices_stand_on_their_edges() -> None:
    assert [words(each) for each in boxes(drawn(GUIDE), "label")] == [
        *("label yes", "label one", "label two", "label no")
    ]


def test_it_speaks_the_language_asked_for() -> None:
    assert "title of qです" in draw(GUIDE, "ja")
    assert "です" not in draw(GUIDE, "en")
    assert "訳した言葉" in draw(GUIDE, "ja", say=lambda message: "訳した言葉")


def test_a_second_way_into_a_step_is_a_chip_that_leads_to_it() -> None:
    (chip,) = boxes(drawn(GUIDE), "reference")
    assert (chip.tag, chip.get("href")) == (f"{SVG}a", "?step=a")
    assert "↪" in words(chip)


def test_other_guides_circles_and_dead_ends_are_chips_that_say_so() -> None:
    guide = graph("q: one=other:step two=absent three=q")
    guide = with_step(guide, "q", choices=(*guide.steps[0].choices, Choice("four")))
    picture = drawn(guide)
    assert [boxes(picture, name)[0].get("href") for name in ("guide", "missing", "nowhere", "circle")] == [
        *(None, None, None, "?step=q")
    ]
    assert "another guide" in words(boxes(picture, "guide")[0])
    linked = drawn(guide, href=lambda target: f"/{target.flow}/{target.step}")
    assert boxes(linked, "guide")[0].get("href") == "/other/step"


def test_the_selected_step_is_set_off_and_says_so() -> None:
    (box,) = boxes(drawn(GUIDE, selected="p"), "selected")
    assert (box.get("data-step"), box.get("aria-current")) == ("p", "true")
    assert "selected" in (box.get("aria-label") or "")


def test_problems_are_marked_by_a_shape_a_number_and_words() -> None:
    where = Where("guide", "p")
    found = [
        Problem("circle", where),
        Problem("circle", Where("guide", "p", "one")),
        Problem("circle", where, severity="warning"),
    ]
    picture = drawn(GUIDE, problems=found)
    (box,) = boxes(picture, "error")[:1]
    assert box.get("aria-label") == "title of p (p) · errors: 2 · warnings: 1"
    error, warning = boxes(picture, "badge")
    assert (error[0].tag, words(error)) == (f"{SVG}circle", "2")
    assert (warning[0].tag, words(warning)) == (f"{SVG}path", "1")


def test_a_problem_of_the_guide_itself_marks_no_step() -> None:
    assert not boxes(drawn(GUIDE, problems=[Problem("no-start", Where("guide"))]), "badge")


def test_a_count_is_a_text_like_any_other() -> None:
    [few] = boxes(drawn(GUIDE, counts={("q", "yes"): Count("<5")}), "count")
    assert words(few) == "<5"


def test_counts_stand_on_the_edges_and_a_leak_is_more_than_a_colour() -> None:
    picture = drawn(GUIDE, counts={("q", "yes"): Count(12), ("q", "no"): Count(3, leak=True)})
    few, leak = boxes(picture, "count")
    assert words(few) == "12"
    assert words(leak) == "many leave here3 ▼"
    assert "leak" in (leak.get("class") or "").split()


def test_what_no_way_leads_to_is_drawn_apart_below_a_heading() -> None:
    picture = drawn(graph("q: yes=a\na\nx: on=y\ny\nz"))
    assert [words(each) for each in boxes(picture, "heading")] == ["No way leads here"] * 2
    assert len(boxes(picture, "step")) == 5


def test_a_guide_without_a_start_or_without_steps_is_drawn() -> None:
    assert len(boxes(drawn(replace(GUIDE, start="")), "step")) == 4
    assert words(boxes(drawn(Graph("guide")), "heading")[0]) == "No steps yet"


def test_nothing_typed_becomes_markup() -> None:
    hostile = Text("<script>alert(1)</script>", "\"><a href='javascript:x'>\x0b")
    picture = drawn(with_step(GUIDE, "q", title=hostile, choices=(Choice("x", hostile),)))
    assert not [each for each in picture.iter() if each.tag not in {f"{SVG}{name}" for name in TAGS}]


TAGS = ("svg", "title", "desc", "a", "g", "rect", "path", "circle", "text")


def test_there_is_no_style_but_in_the_stylesheet_which_knows_every_class() -> None:
    picture = draw(GUIDE, "ja", selected="q", problems=[Problem("circle", Where("guide", "p"))])
    assert not re.search(r"\b(style|fill|stroke|font-size|onclick)=", picture)
    sheet = Path(site.BASE_DIR, "static/wizard/editor.css").read_text(encoding="utf-8")
    used = {name for found in re.findall(r'class="([^"]*)"', picture) for name in found.split()}
    assert used <= {"step", *re.findall(r"\.([a-z]+)", sheet)}


def test_three_hundred_steps_are_drawn_each_once_and_are_twice_the_work_of_half_of_them() -> None:
    assert len(boxes(ET.fromstring(draw(tree(300), "ja")), "step")) == 300  # noqa: S314 - our own
    assert grows_with_the_guide_alone(lambda size: partial(draw, tree(size), "ja"), 150)


def test_no_guide_is_too_deep_to_be_drawn() -> None:
    steps = (
        Step(f"s{number}", choices=(Choice("on", next=Target(f"s{number + 1}")),)) for number in range(3000)
    )
    assert draw(Graph("deep", start="s0", steps=tuple(steps)), "ja").endswith("</svg>")


@given(guides() | mazes())
@settings(max_examples=50)
def test_the_drawing_of_any_guide_is_well_formed_and_names_every_step_once(guide: Graph) -> None:
    steps = [each.get("data-step") for each in boxes(drawn(guide), "step")]
    assert sorted(step for step in steps if step) == sorted(guide.by_slug)
