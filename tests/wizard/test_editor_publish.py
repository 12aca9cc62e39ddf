"""Publish with proof: what an editor is shown before customers are, and what one button does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ground.text import Text
from tests.edits import with_step
from tests.factories import create_flow, graph, published_flow
from tests.html import Element, read
from tests.staff import signed_in
from wizard.compiler import write_graph
from wizard.graph import Graph
from wizard.models import Alias, Flow, Revision, Step

pytestmark = pytest.mark.django_db
URL = "/admin/wizard/flow/guide/publish/"
LINES = "q: yes=a no=b\na\nb"


@pytest.fixture
def publisher() -> Client:
    """Somebody who may publish."""
    return signed_in("wizard.view_flow", "wizard.change_flow", "wizard.publish_flow")


def edited(lines: str, slug: str = "", **values: Any) -> Graph:
    """The guide is live with `LINES`; its draft says `lines`, with one step changed."""
    published_flow(LINES)
    guide = graph(lines)
    guide = with_step(guide, slug, **values) if slug else guide
    write_graph(guide)
    return guide


def form_of(page: Element) -> dict[str, str]:
    """What the page would send, as it stands."""
    form = page.one("form.publishing")
    fields = {field["name"]: field.get("value") for field in form.all("input")}
    fields.pop("csrfmiddlewaretoken")
    return fields


def numbers() -> list[int]:
    return list(Revision.objects.order_by("number").values_list("number", flat=True))


def test_what_changed_is_marked_word_by_word_with_labels(publisher: Client) -> None:
    edited(LINES, "a", title=Text("title of aです", "the title of a"))
    page = read(publisher.get(URL)).one("div.editor")
    section = next(each for each in page.all("details.section") if each.one("summary").text.endswith("a"))
    row = next(each for each in section.all("dd") if each.get("lang") == "en")
    assert [mark.text for mark in row.all("ins")] == ["[added: the ]"]
    assert page.one("p.summary").text == "Steps changed: 1, added: 0, removed: 0."


def test_added_and_removed_steps_are_listed(publisher: Client) -> None:
    edited("q: yes=c no=b\nb\nc")
    page = read(publisher.get(URL)).one("div.editor")
    headings = [section.one("summary").text for section in page.all("details.section")]
    assert headings == ["edited q", "added c title of c", "removed a title of a"]


def test_ways_that_end_otherwise_are_counted_and_listed(publisher: Client) -> None:
    edited("q: yes=b no=b\nb")
    page = read(publisher.get(URL)).one("div.editor")
    assert page.one("h2", id="outcomes").text == "This edit changes the outcome of 1 of 2 ways."
    way = page.one("ol.ways").one("li")
    assert way.all("p")[0].text == "title of q label yes"
    assert way.one("del").text == "“title of a” (a): answer"
    assert way.one("ins").text == "“title of b” (b): answer"


def test_a_link_that_stops_working_is_given_a_successor(publisher: Client, client: Client) -> None:
    edited("q: yes=b no=b\nb")
    page = read(publisher.get(URL))
    select = page.one("select", name="successor-a")
    assert [group["label"] for group in select.all("optgroup")] == ["where its choices lead now", "all steps"]
    response = publisher.post(URL, {**form_of(page), "note": "shorter", "successor-a": "b"}, follow=True)
    assert "is published: revision 2 is live" in read(response).one("ul.messagelist").text
    assert Alias.objects.get(slug="a").step == Step.objects.get(slug="b")
    assert Revision.objects.get(number=2).note == "shorter"
    assert client.get("/en/guides/guide/a/")["Location"] == "/en/guides/guide/b/"


def test_without_a_successor_the_link_answers_that_the_step_is_gone(
    publisher: Client, client: Client
) -> None:
    edited("q: yes=b no=b\nb")
    publisher.post(URL, form_of(read(publisher.get(URL))))
    assert client.get("/en/guides/guide/a/").status_code == 410


def test_a_successor_that_does_not_exist_is_refused_and_nothing_is_published(publisher: Client) -> None:
    edited("q: yes=b no=b\nb")
    fields = form_of(read(publisher.get(URL)))
    page = read(publisher.post(URL, {**fields, "note": "kept", "successor-a": "nope"}))
    assert "Nothing was published" in page.one("ul.messagelist").text
    assert page.one("input", name="note")["value"] == "kept"
    assert numbers() == [1]


def test_a_removed_choice_is_named(publisher: Client) -> None:
    edited("q: yes=a\na")
    section = read(publisher.get(URL)).one("section", aria_labelledby="links")
    assert section.one("ul").text == "q: no"


def test_a_translation_that_fell_behind_is_listed(publisher: Client) -> None:
    edited(LINES, "a", title=Text("新しい題です", "title of a"))
    section = read(publisher.get(URL)).one("section", aria_labelledby="behind")
    assert "the other language was changed; English was not." in section.text
    assert section.all("dd")[1].text == "title of a"


def test_what_stands_in_the_way_is_linked_to_its_step_and_there_is_no_button(publisher: Client) -> None:
    edited("q: yes=a no=b\na\nb\nlost")
    page = read(publisher.get(URL)).one("div.editor")
    link = page.one("section", aria_labelledby="errors").one("a")
    assert link["href"] == "/admin/wizard/flow/guide/steps/lost/"
    assert not [button for button in page.all("button") if button.text == "Publish now"]
    mark = {"mark": page.one("input", name="mark")["value"]}
    refused = read(publisher.post(URL, mark))
    assert "1 problem stands in the way" in refused.one("ul.messagelist").text
    assert numbers() == [1]


def test_a_draft_that_somebody_changed_meanwhile_is_shown_anew_and_not_published(publisher: Client) -> None:
    guide = edited("q: yes=b no=b\nb")
    fields = form_of(read(publisher.get(URL)))
    write_graph(with_step(guide, "b", helper="case-expiry"))
    page = read(publisher.post(URL, {**fields, "note": "mine", "successor-a": "b"}))
    assert "somebody changed the guide" in page.one("ul.messagelist").text
    assert page.one("input", name="note")["value"] == "mine"
    options = page.one("select", name="successor-a").all("option")
    assert [option["value"] for option in options if "selected" in option.attributes] == ["b"]
    assert numbers() == [1]
    again = publisher.post(URL, {**form_of(page), "successor-a": "b"}, follow=True)
    assert "revision 2 is live" in read(again).one("ul.messagelist").text


def test_a_guide_is_published_for_the_first_time(publisher: Client, client: Client) -> None:
    create_flow(LINES)
    page = read(publisher.get(URL))
    assert page.one("p.summary").text.startswith("This guide is not live yet. Its 3 steps")
    publisher.post(URL, form_of(page))
    assert client.get("/en/guides/guide/").status_code == 200


def test_a_draft_that_says_the_same_has_nothing_to_publish(publisher: Client) -> None:
    published_flow(LINES)
    page = read(publisher.get(URL)).one("div.editor")
    assert "nothing to publish" in page.one("p.summary").text
    response = publisher.post(URL, form_of(page), follow=True)
    assert "revision 1 stays live" in read(response).one("ul.messagelist").text
    assert numbers() == [1]


def test_an_editor_reads_the_proof_and_is_refused_the_button() -> None:
    published_flow(LINES)
    Flow.objects.update(title_en="other")
    editor = signed_in("wizard.view_flow", "wizard.change_flow")
    page = read(editor.get(URL)).one("div.editor")
    assert page.one("p.refused").text == "Publishing needs a permission that your account does not have."
    refused = editor.post(URL, form_of(page))
    assert refused.status_code == 403
    assert "Publishing needs a permission" in read(refused).one("main").text


def test_other_methods_unknown_guides_and_strangers_are_refused(publisher: Client) -> None:
    assert publisher.put(URL).status_code == 405
    assert publisher.get(URL)["Location"] == "/admin/wizard/flow/"
    assert Client().get(URL)["Location"].startswith("/admin/login/")
    assert signed_in("faq.view_entry", name="other").get(URL).status_code == 403


@pytest.mark.parametrize("fields", [{}, {"mark": ""}, {"mark": "1-x\0"}, {"mark": "x", "note": "n" * 201}])
def test_what_cannot_be_understood_publishes_nothing(publisher: Client, fields: dict[str, str]) -> None:
    edited("q: yes=b no=b\nb")
    response = publisher.post(URL, fields)
    assert response.status_code == 200
    assert numbers() == [1]


@pytest.mark.parametrize("steps", [3, 80])
def test_the_page_costs_the_same_number_of_queries_whatever_the_size(
    publisher: Client, steps: int, django_assert_num_queries: Any
) -> None:
    lines = [f"q{number}: a=q{number + 1} b=e{number}\ne{number}" for number in range(10)]
    more = "\n".join(f"x{number}" for number in range(steps))
    published_flow("\n".join([*lines, "q10: a=end\nend"]))
    write_graph(graph("\n".join([*lines, "q10: a=end c=e0\nend", more])))
    publisher.get(URL)
    with django_assert_num_queries(19):
        publisher.get(URL)


@pytest.mark.parametrize("may", [("wizard.change_flow",), ("wizard.publish_flow",)])
def test_a_successor_is_asked_for_only_where_one_can_publish(may: tuple[str, ...]) -> None:
    edited("q: yes=b\nb", "b", title=Text())
    page = read(signed_in("wizard.view_flow", *may).get(URL))
    assert not page.all("button", value="publish")
    assert not page.all("select")
    links = page.one("section", aria_labelledby="links")
    assert "can be chosen on publishing" in links.text
    assert [item.text for item in links.all("ul")[0].all("li")] == ["a"]
