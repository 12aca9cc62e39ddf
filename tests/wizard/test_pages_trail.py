"""The way somebody came: shown, changed, carried on and explained, all from the address alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from tests.factories import graph, published_flow
from tests.html import Element, read
from wizard.compiler import write_graph
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
LINE = "q1: a=q2 b=q2 c=end\nq2: a=q3 b=end\nq3: a=end b=end2\nend\nend2"


def page(client: Client, path: str) -> Element:
    """A page that answers 200."""
    response = client.get(path)
    assert response.status_code == 200, path
    return read(response)


def test_the_answers_so_far_stand_below_each_with_a_link_to_change_it(client: Client) -> None:
    published_flow(LINE, flow="one")
    trail = page(client, "/en/guides/one/q3/?q1=a&q2=a").one("section.trail")
    first, second, here = trail.one("ol").all("li")
    assert first.one("span.q").text == "title of q1"
    assert first.one("span.a").text == "label a"
    assert first.one("a").text == "Change: title of q1"
    assert first.one("a")["href"] == "/en/guides/one/q1/?q1=a&q2=a"
    assert second.one("a")["href"] == "/en/guides/one/q2/?q1=a&q2=a"
    assert here["aria-current"] == "step"
    assert "title of q3" in here.text
    assert trail.link("Start from the beginning")["href"] == "/en/guides/one/"


def test_the_back_link_leads_to_the_question_before_with_its_answer_marked(client: Client) -> None:
    published_flow(LINE, flow="one")
    back = page(client, "/ja/guides/one/q3/?q1=a&q2=a").one("a.back")["href"]
    assert back == "/ja/guides/one/q2/?q1=a&q2=a"
    before = page(client, back)
    chosen = before.one("a.chosen")
    assert chosen["href"] == "/ja/guides/one/q3/?q1=a&q2=a"
    assert chosen.one("small").text
    assert before.one("a.back")["href"] == "/ja/guides/one/q1/?q1=a&q2=a"


def test_back_from_a_question_being_changed_keeps_what_was_answered_after_it(client: Client) -> None:
    published_flow(LINE, flow="one")
    middle = page(client, "/en/guides/one/q2/?q1=a&q2=a&q3=b")
    assert middle.one("a.back")["href"] == "/en/guides/one/q1/?q1=a&q2=a&q3=b"


def test_changing_an_answer_keeps_later_ones_on_the_new_way_and_drops_the_others(client: Client) -> None:
    published_flow(LINE, flow="one")
    first = page(client, "/en/guides/one/q1/?q1=a&q2=a&q3=b")
    assert "changing an earlier answer" in first.one("div.message").text
    assert [link["href"] for link in first.all("a.choice")] == [
        "/en/guides/one/end2/?q1=a&q2=a&q3=b",
        "/en/guides/one/end2/?q1=b&q2=a&q3=b",
        "/en/guides/one/end/?q1=c",
    ]


def test_a_choice_into_another_guide_takes_the_trail_along(client: Client) -> None:
    published_flow("w1: a=end\nend", flow="two")
    published_flow("q1: start=two: deep=two:end x=stay\nstay", flow="one")
    start, deep, _ = page(client, "/en/guides/one/").all("a.choice")
    assert start["href"] == "/en/guides/two/?one.q1=start"
    assert deep["href"] == "/en/guides/two/end/?one.q1=deep"
    second = page(client, start["href"])
    assert second.one("section.trail").all("li")[0].one("a")["href"] == "/en/guides/one/q1/?q1=start"
    assert second.one("a.back")["href"] == "/en/guides/one/q1/?q1=start"
    assert second.one("a.choice")["href"] == "/en/guides/two/end/?one.q1=start&w1=a"
    assert "Question 2" in second.one("p.kicker").text
    end = page(client, "/en/guides/two/end/?one.q1=start&w1=a")
    assert [li.one("a")["href"] for li in end.one("section.trail").all("li")[:2]] == [
        "/en/guides/one/q1/?q1=start&two.w1=a",
        "/en/guides/two/w1/?one.q1=start&w1=a",
    ]
    assert end.one("section.trail").link("Start from the beginning")["href"] == "/en/guides/one/"


def test_guides_may_lead_into_each_other_and_back(client: Client) -> None:
    one = published_flow("q1: a=q2\nq2: a=end\nend", flow="one")
    published_flow("w1: back=one:q2 stay=end\nend", flow="two")
    assert one.live
    step = page(client, "/en/guides/one/q2/?two.w1=back")
    assert not step.all("div.message")
    assert step.one("a.choice")["href"] == "/en/guides/one/end/?two.w1=back&q2=a"


ONCE = "q1: a=q2 b=q3 c=end\nq2: a=end b=end\nq3: a=end\nend"
BEFORE = "q1: a=q2 b=q3 c=q3 gone=q3\nq2: a=q3 b=q3\nq3: a=end\nend"
TRAILS = [
    "q1=c",  # leads elsewhere
    "q2=a",
    "q1=gone",
    "q1=a&q2=b",
]


def stands_alone(step: Element) -> None:
    """The step without a way, and with the way to its guide's start."""
    assert step.one("div.message").one("a")["href"] == "/en/guides/one/"
    assert step.one("h1").text == "title of q3"
    assert not step.all("section.trail")
    assert step.one("a.choice")["href"] == "/en/guides/one/end/?q3=a"


@pytest.mark.parametrize("trail", TRAILS)
def test_a_trail_that_led_here_before_the_guide_changed_is_explained_with_the_start(
    client: Client, trail: str
) -> None:
    published_flow(BEFORE, flow="one")
    publish(write_graph(graph(ONCE, flow="one")), author=None)
    step = page(client, f"/en/guides/one/q3/?{trail}")
    assert "This guide has changed" in step.one("div.message").text
    stands_alone(step)


@pytest.mark.parametrize("trail", [*TRAILS, "q1=a", "q1=", "q1=bq"])
def test_a_trail_that_never_led_here_is_said_to_be_damaged(client: Client, trail: str) -> None:
    published_flow(ONCE, flow="one")
    step = page(client, f"/en/guides/one/q3/?{trail}")
    assert "This link looks damaged" in step.one("div.message").text
    assert "changed" not in step.one("div.message").text
    stands_alone(step)


def test_a_link_through_a_guide_that_is_withdrawn_since_says_so_of_the_guide(client: Client) -> None:
    published_flow("end", flow="two")
    published_flow("q1: go=two: stay=end\nend", flow="one")
    publish(write_graph(graph("w1: a=end\nend", flow="two")), author=None)
    step = page(client, "/en/guides/two/end/?one.q1=go")
    assert "This guide has changed" in step.one("div.message").text


def test_a_change_is_seen_through_slugs_that_were_renamed_since(client: Client) -> None:
    published_flow("old: was=end x=end\nend", flow="one")
    new = graph("q0: a=q1\nq1: is=q2\nq2: a=end\nend", flow="one", q1={"aliases": ("old",)})
    choice = replace(new.by_slug["q1"].choices[0], aliases=("was",))
    step = replace(new.by_slug["q1"], choices=(choice,))
    publish(write_graph(replace(new, steps=(new.steps[0], step, *new.steps[2:]))), author=None)
    response = client.get("/en/guides/one/end/?old=was", follow=True)
    assert response.redirect_chain[-1][0] == "/en/guides/one/end/?q1=is"
    assert "This guide has changed" in read(response).one("div.message").text


@pytest.mark.parametrize("query", ["utm_source=mail", "nothing=a", "unknown.q1=a", "q1", "=a", "&&;"])
def test_what_is_no_answer_is_passed_over(client: Client, query: str) -> None:
    published_flow(LINE, flow="one")
    step = page(client, f"/en/guides/one/q2/?{query}")
    assert not step.all("div.message")
    assert not step.all("section.trail")


def test_of_a_repeated_key_the_first_counts(client: Client) -> None:
    published_flow(LINE, flow="one")
    trail = page(client, "/en/guides/one/q2/?q1=b&q1=a&q1=c").one("section.trail")
    assert trail.all("span.a")[0].text == "label b"


def test_the_language_is_switched_in_place_with_the_trail(client: Client) -> None:
    published_flow("w1: a=end\nend", flow="two")
    published_flow("q1: go=two: a=q2\nq2: a=end\nend", flow="one")
    for place in (
        "guides/one/",
        "guides/one/q1/",
        "guides/one/q2/?q1=a",
        "guides/one/q1/?q1=a&q2=a",
        "guides/two/?one.q1=go",
        "guides/two/end/?one.q1=go&w1=a",
    ):
        switch = page(client, f"/ja/{place}").one("nav", id="langs").all("a")
        assert [link["href"] for link in switch] == [f"/ja/{place}", f"/en/{place}"]
        assert [link["hreflang"] for link in switch] == ["ja", "en"]
        assert [link.get("aria-current") for link in switch] == ["true", ""]
        fragment = client.get(f"/en/{place}", headers={"HX-Request": "true"})
        assert [link["href"] for link in read(fragment).one("nav", id="langs").all("a")] == [
            f"/ja/{place}",
            f"/en/{place}",
        ]


def test_a_trail_holds_at_most_sixty_answers(client: Client) -> None:
    lines = [f"s{number}: on=s{number + 1} out=end" for number in range(11)] + ["s11: on=end", "end"]
    for guide in range(6):
        onward = "end" if guide == 0 else f"g{guide - 1}:"
        published_flow("\n".join(lines).replace("s11: on=end", f"s11: on={onward} out=end"), flow=f"g{guide}")
    path = "/en/guides/g5/"
    for _ in range(72):
        path = page(client, path).all("a.choice")[0]["href"]
    assert path.startswith("/en/guides/g0/end/?")
    assert path.count("=") == 60
    assert len(page(client, path).one("section.trail").all("a")) <= 61


def test_back_from_the_first_question_leads_home_even_by_a_link_that_names_it(client: Client) -> None:
    published_flow("q: yes=a\na")
    for address in ("/en/guides/guide/", "/en/guides/guide/q/", "/en/guides/guide/q/?q=yes"):
        (back,) = [link for link in read(client.get(address)).all("a") if link.get("class") == "back"]
        assert back["href"] == "/en/"
