"""Old links: renamed guides, steps and choices redirect, removed ones say so, unknown ones lead on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import graph, published_flow
from tests.html import read
from wizard.compiler import write_graph
from wizard.graph import Graph
from wizard.models import Flow
from wizard.publishing import publish
from wizard.renaming import rename_flow

pytestmark = pytest.mark.django_db
LINE = "q1: a=q2 b=end\nq2: a=end\nend"


def republish(new: Graph) -> None:
    """Make `new` what customers walk."""
    publish(write_graph(new), author=None)


def rename_guide(old: str, new: str) -> None:
    """As an editor does it: another slug, the old one kept as an alias."""
    flow = Flow.objects.get(slug=old)
    flow.slug = new
    flow.save()
    flow.aliases.create(slug=old)
    publish(flow, author=None)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("asked", "today"),
    [
        ("old/", "new/"),
        ("old/q2/", "new/q2/"),
        ("old/q2/?q1=a", "new/q2/?q1=a"),
        ("old/?utm_source=x", "new/"),
        ("old/q2/?old.q1=a", "new/q2/?q1=a"),
    ],
)
def test_a_renamed_guide_redirects_for_good_with_the_trail(
    client: Client, language: str, asked: str, today: str
) -> None:
    published_flow(LINE, flow="old")
    rename_guide("old", "new")
    response = client.get(f"/{language}/guides/{asked}", follow=True)
    assert response.redirect_chain
    assert {status for _, status in response.redirect_chain} == {301}
    assert response.redirect_chain[-1][0] == f"/{language}/guides/{today}"
    assert response.status_code == 200
    assert not read(response).all("div.message")


def test_a_renamed_guide_in_the_trail_redirects_too(client: Client) -> None:
    published_flow("w1: a=end\nend", flow="two")
    published_flow("q1: go=two: stay=end\nend", flow="old")
    rename_guide("old", "new")
    response = client.get("/en/guides/two/end/?old.q1=go&w1=a")
    assert response.status_code == 301
    assert response["Location"] == "/en/guides/two/end/?new.q1=go&w1=a"


@pytest.mark.parametrize("published", [True, False])
def test_a_choice_into_a_guide_renamed_since_still_leads_there_with_its_trail(
    client: Client, published: bool
) -> None:
    old = published_flow("w1: a=end\nend", flow="old")
    published_flow("q1: go=old: deep=old:end stay=end\nend", flow="one")
    rename_guide("old", "new") if published else [rename_flow(old, slug) for slug in ("then", "new")]
    for choice in read(client.get("/en/guides/one/")).all("a.choice")[:2]:
        response = client.get(choice["href"], follow=True)
        page = read(response)
        assert not page.all("div.message")
        assert page.one("section.trail").all("span.q")[0].text == "title of q1"


@pytest.mark.parametrize(
    ("asked", "today"),
    [
        ("former/", "q2/"),
        ("former/?q1=a", "q2/?q1=a"),
        ("former/?q1=was", "q2/?q1=a"),
        ("q2/?q1=was", "q2/?q1=a"),
        ("end/?q1=a&former=a", "end/?q1=a&q2=a"),
        ("end/?q1=was&former=a&JUNK=1&x", "end/?q1=a&q2=a"),
        ("?q1=was", "?q1=a"),
    ],
)
def test_a_renamed_step_or_choice_redirects_for_good_with_the_trail(
    client: Client, asked: str, today: str
) -> None:
    choices = tuple(
        replace(choice, aliases=("was",)) if choice.slug == "a" else choice
        for choice in graph(LINE).by_slug["q1"].choices
    )
    published_flow(LINE, flow="one", q1={"choices": choices}, q2={"aliases": ("former",)})
    response = client.get(f"/ja/guides/one/{asked}")
    assert response.status_code == 301
    assert response["Location"] == f"/ja/guides/one/{today}"
    assert "HX-Request" in response["Vary"]
    assert not read(client.get(response["Location"])).all("div.message")


def test_a_removed_step_answers_410_with_the_way_on(client: Client) -> None:
    published_flow(LINE, flow="one")
    republish(graph("q1: a=end b=end\nend", flow="one"))
    for language, title in (("ja", "title of oneです"), ("en", "title of one")):
        response = client.get(f"/{language}/guides/one/q2/?q1=a")
        assert response.status_code == 410
        assert "HX-Request" in response["Vary"]
        page = read(response)
        assert title in page.one("p.lead").text
        assert page.one("a.button")["href"] == f"/{language}/guides/one/"
        assert page.one("main").one("form", role="search")
        assert page.one("meta", name="robots")["content"] == "noindex"
        assert page.one("h1").text
    assert "no longer part" in page.one("h1").text


def test_a_removed_step_stays_gone_through_later_revisions_until_it_comes_back(client: Client) -> None:
    published_flow(LINE, flow="one")
    republish(graph("q1: a=end\nend", flow="one"))
    republish(graph("q1: b=end\nend", flow="one"))
    assert client.get("/en/guides/one/q2/").status_code == 410
    republish(graph(LINE, flow="one"))
    assert client.get("/en/guides/one/q2/").status_code == 200


def test_a_removed_step_with_a_successor_redirects_there(client: Client) -> None:
    published_flow(LINE, flow="one")
    republish(graph("q1: a=end b=end\nend", flow="one", end={"aliases": ("q2",)}))
    response = client.get("/en/guides/one/q2/?q1=a")
    assert (response.status_code, response["Location"]) == (301, "/en/guides/one/end/?q1=a")


def test_a_trail_through_a_removed_step_is_explained(client: Client) -> None:
    published_flow(LINE, flow="one")
    republish(graph("q1: a=q3 b=end\nq3: a=end\nend", flow="one"))
    page = read(client.get("/en/guides/one/end/?q1=a&q2=a"))
    assert "This guide has changed" in page.one("div.message").text


@pytest.mark.parametrize(
    "path", ["one/nope/", "one/nope/?q1=a", "nope/", "nope/q1/", "nope/?one.q1=a", "draft/"]
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_unknown_step_or_guide_answers_404_with_search_and_guides(
    client: Client, language: str, path: str
) -> None:
    published_flow(LINE, flow="one")
    write_graph(graph(LINE, flow="draft"))
    response = client.get(f"/{language}/guides/{path}")
    assert response.status_code == 404
    assert "HX-Request" in response["Vary"]
    page = read(response)
    assert page.one("html")["lang"] == language
    main = page.one("main")
    assert main.one("form", role="search")["action"] == f"/{language}/search/"
    assert [link["href"] for link in main.one("div.groups").all("a")] == [f"/{language}/guides/one/"]
    assert bool(main.all("a.button")) == path.startswith("one/")


def test_a_withdrawn_guide_answers_410_on_all_its_addresses(client: Client) -> None:
    published_flow(LINE, flow="one")
    Flow.objects.update(live=None)
    for path in ("one/", "one/q1/", "one/q2/?q1=a", "one/nope/"):
        response = client.get(f"/en/guides/{path}")
        assert response.status_code == 410
        assert read(response).one("h1").text == "This guide has been withdrawn"


def test_a_fragment_of_what_is_missing_is_a_whole_page(client: Client) -> None:
    response = client.get("/en/guides/nope/", headers={"HX-Request": "true"})
    assert response.status_code == 404
    assert response.content.startswith(b"<!doctype html>")


def test_what_is_missing_costs_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        published_flow(LINE, flow=f"guide-{number}")
    for path in ("nope/", "guide-0/nope/", "guide-0/q2/?nope.q1=a&nope-either.q1=a"):
        with django_assert_max_num_queries(6):
            client.get(f"/en/guides/{path}")


def test_a_step_that_never_was_is_not_blamed_on_a_change(client: Client) -> None:
    published_flow("q: yes=a\na")
    page = client.get("/en/guides/guide/never/").content.decode()
    assert "may be mistyped" in page
    assert "has changed since" not in page
