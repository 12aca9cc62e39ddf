"""Editors' pages about a large guide: of every list as much as can be read, and how much there is more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from ground.text import Text
from tests.admin_pages import signed_in as everything
from tests.factories import create_entry, create_flow, graph, published_flow
from tests.html import Element, read
from tests.insights.test_page_large_guide import bushy, stored, wide
from tests.staff import signed_in
from tests.work import grows_with_the_guide_alone
from wizard.comparison import broken_links
from wizard.compiler import write_graph
from wizard.graph import Graph

pytestmark = pytest.mark.django_db
PUBLISH = "/admin/wizard/flow/guide/publish/"


@pytest.fixture
def publisher() -> Client:
    """Somebody who may publish."""
    return signed_in("wizard.view_flow", "wizard.change_flow", "wizard.publish_flow")


def listed(page: Element, name: str, tag: str = "li") -> int:
    """How many lines the section of that heading has."""
    return len(page.one("section", aria_labelledby=name).all(tag))


def test_what_stands_in_the_way_is_counted_in_full_and_named_in_part(publisher: Client) -> None:
    made = wide(121)
    steps = (made.steps[0], *(replace(step, title=Text("題", "")) for step in made.steps[1:]))
    write_graph(replace(made, steps=steps))
    page = read(publisher.get(PUBLISH))
    # Each answer lacks its title in English, and says nothing.
    assert page.one("h2", id="errors").text == "What stands in the way of publishing (240)"
    assert listed(page, "errors") == 200
    assert page.one("section", aria_labelledby="errors").all("p")[-1].text == "And 40 more."


def test_links_of_many_steps_that_are_gone_are_given_successors_or_a_way_to_do_so(publisher: Client) -> None:
    live = wide(151)
    stored(live)
    answer = replace(live.steps[1], body=Text("本文", "body"))
    first = replace(live.steps[0], choices=live.steps[0].choices[:1])
    write_graph(replace(live, steps=(first, answer)))
    page = read(publisher.get(PUBLISH))
    links = page.one("section", aria_labelledby="links")
    assert len(links.all("select")) == 100
    assert (
        "49 more steps are gone. To lead links to one on, name its slug among the former slugs" in links.text
    )
    form = page.one("form.publishing")
    fields = {field["name"]: field.get("value") for field in form.all("input")}
    publisher.post(PUBLISH, {**fields, "successor-s2": "s1"})
    reader = Client()
    assert reader.get("/en/guides/guide/s2/")["Location"] == "/en/guides/guide/s1/"
    assert reader.get("/en/guides/guide/s150/").status_code == 410


def test_translations_that_fell_behind_are_counted_in_full_and_named_in_part(publisher: Client) -> None:
    live = wide(111)
    stored(live)
    renamed = (replace(step, title=Text(f"{step.title.ja}新", step.title.en)) for step in live.steps)
    write_graph(replace(live, steps=tuple(renamed)))
    page = read(publisher.get(PUBLISH))
    assert page.one("h2", id="behind").text == "Translations that fell behind (111)"
    behind = page.one("section", aria_labelledby="behind")
    assert len(behind.one("ul.behind").all("li")) == 100
    assert behind.all("p")[-1].text == "And 11 more."


def test_of_a_way_longer_than_any_that_is_published_its_ends_are_named(publisher: Client) -> None:
    lines = [f"q{number}: on=q{number + 1}" for number in range(40)]
    stored(graph("\n".join([*lines, "q40: on=a", "a", "b"])))
    write_graph(graph("\n".join([*lines, "q40: on=b", "a", "b"])))
    page = read(publisher.get("/admin/wizard/flow/guide/revisions/compare/?old=1&new=draft"))
    way = page.one("ol.ways").all("p")[0].text
    assert "title of q11 label on › … › title of q29 label on" in way
    assert way.startswith("title of q0 label on ›")
    assert way.endswith("› title of q40 label on")


def test_the_nearest_places_of_an_entry_are_named_and_the_others_counted() -> None:
    create_entry("card")
    many = [f"a{number}" for number in range(60)]
    lines = "\n".join([f"q: {' '.join(f'c{name}={name}' for name in many)}", *many])
    published_flow(lines, **{name: {"entries": ("card",)} for name in many})
    client = everything()
    row = read(client.get("/admin/coverage/")).all("tr")[-1]
    assert row.text.count("guide/a") == 10
    assert row.text.endswith("And 50 more.")
    use = read(client.get("/admin/faq/entry/card/publish/")).link("title of guide")
    assert use["href"].startswith("/admin/wizard/flow/")
    text = client.get("/admin/faq/entry/card/publish/").content.decode()
    assert text.count("<code>a") == 50


def test_deleting_a_guide_names_some_of_what_goes_with_it() -> None:
    names = " ".join(f"c{number}=a{number}" for number in range(90))
    flow = create_flow(f"q: {names}\n" + "\n".join(f"a{number}" for number in range(90)))
    page = read(everything().get(f"/admin/wizard/flow/{flow.pk}/delete/"))
    assert len(page.one("div", id="content").all("li")) < 160
    assert page.text.count("And 42 more.") == 1


def test_twice_as_many_steps_that_are_gone_are_twice_the_work() -> None:
    def gone(size: int) -> Callable[[], object]:
        live: Graph = bushy(size)
        return lambda: broken_links(live, replace(live, steps=live.steps[:1]))

    assert grows_with_the_guide_alone(gone, 100)
