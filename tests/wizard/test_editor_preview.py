"""The preview of a draft: the page a customer would see, links that stay inside, nothing for strangers."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.translation import override

from insights.previewing import without_vote
from tests.edits import with_step
from tests.factories import create_channel, create_entry, create_flow, graph, published_flow
from tests.html import read
from tests.staff import signed_in
from wizard.compiler import write_graph

pytestmark = pytest.mark.django_db
LINES = "q1: a=q2 b=end\nq2: c=end other=away:\nend"
BASE = "/admin/wizard/flow/guide/preview/"


@pytest.fixture
def viewer() -> Client:
    """Somebody who may look."""
    return signed_in("wizard.view_flow")


def test_a_draft_is_shown_that_customers_cannot_see(viewer: Client) -> None:
    published_flow("begin: x=y\ny", flow="away")
    create_flow(LINES)
    assert viewer.get("/en/guides/guide/").status_code == 404
    page = read(viewer.get(f"{BASE}en/"))
    assert page.one("h1").text == "title of q1"
    assert page.one("div.draft-bar").text.startswith("Draft Customers do not see this yet.")


def test_the_preview_is_the_live_page_but_for_its_addresses_its_bar_and_the_vote(viewer: Client) -> None:
    published_flow("begin: x=y\ny", flow="away")
    create_entry("entry")
    create_channel("desk")
    published_flow(LINES, end={"entries": ("entry",), "channels": ("desk",), "outcome": "contact"})
    for path in ("", "q1/", "q2/?q1=a", "end/?q1=a&q2=c"):
        live = Client().get(f"/ja/guides/guide/{path}").content.decode()
        draft = viewer.get(f"{BASE}ja/{path}").content.decode().replace(f"{BASE}ja/", "/ja/guides/guide/")
        assert "title of" in live
        with override("ja"):
            assert _main(draft) == without_vote(_main(live))


def _main(page: str) -> str:
    """What stands between header and footer, without the revision, which a draft does not have."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"guide\.[01]\.[0-9a-z-]+|(?:版 |%89%88%20)[01]|\d\d:\d\d", "…", main)


def test_links_stay_inside_the_preview_in_both_languages(viewer: Client) -> None:
    published_flow("begin: x=y\ny", flow="away")
    create_flow(LINES)
    page = read(viewer.get(f"{BASE}en/q2/?q1=a"))
    choices = [link["href"] for link in page.all("a.choice")]
    assert choices[0] == f"{BASE}en/end/?q1=a&q2=c"
    assert choices[1].startswith("/en/guides/away/")
    assert page.all("a.choice")[0]["hx-get"] == choices[0]
    assert page.one("a", lang="ja")["href"] == f"{BASE}ja/q2/?q1=a"
    assert not [link["href"] for link in page.all("a") if "/guides/guide/" in link.get("href")]


def test_the_way_travelled_is_shown_and_a_former_slug_counts(viewer: Client) -> None:
    guide = with_step(graph("q1: a=q2\nq2: c=end\nend"), "q1", aliases=("was",))
    write_graph(guide)
    page = read(viewer.get(f"{BASE}en/end/?was=a&q2=c"))
    assert [row.text for row in page.one("section.trail").all("span.q")][:2] == ["title of q1", "title of q2"]
    assert read(viewer.get(f"{BASE}en/was/")).one("h1").text == "title of q1"


def test_what_is_not_published_beside_a_step_is_shown_and_marked(viewer: Client) -> None:
    create_entry("entry", publish=False)
    create_channel("desk", publish=False)
    create_flow("q: a=end\nend", end={"entries": ("entry",), "channels": ("desk",), "outcome": "contact"})
    text = read(viewer.get(f"{BASE}en/end/?q=a")).one("main").text
    assert "[not published] question entry" in text
    assert "[not published] channel desk" in text


def test_a_fragment_is_sent_to_htmx(viewer: Client) -> None:
    create_flow("q: a=end\nend")
    response = viewer.get(f"{BASE}en/end/?q=a", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert read(response).one("h1").text == "title of end"
    assert "HX-Request" in response["Vary"]


def test_nobody_keeps_or_lists_a_preview(viewer: Client) -> None:
    create_flow("q: a=end\nend")
    response = viewer.get(f"{BASE}en/")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert read(response).one("meta", name="robots")["content"] == "noindex"


def test_the_overview_leads_to_every_step_and_finds_by_either_language(viewer: Client) -> None:
    create_flow(LINES.replace("away:", "end"))
    page = read(viewer.get(BASE))
    assert page.link("From the start, in Japanese")["href"] == f"{BASE}ja/"
    assert f"{BASE}en/q2/" in [link["href"] for link in page.all("a")]
    found = read(viewer.get(BASE, {"q": "q2です"}))
    assert [code.text for code in found.one("div.editor").all("code")] == ["q2"]
    assert "No step matches." in read(viewer.get(BASE, {"q": "\0nothing"})).text


@pytest.mark.parametrize("path", ["en/nope/", "de/q/", "en/q/"])
def test_what_cannot_be_shown_leads_back_with_a_sentence(viewer: Client, path: str) -> None:
    write_graph(graph("end", start="none"))
    response = viewer.get(f"{BASE}{path}", follow=True)
    assert response.redirect_chain == [(BASE, 302)]
    assert read(response).one("ul.messagelist").text


def test_a_draft_without_a_first_question_says_so(viewer: Client) -> None:
    write_graph(graph("end", start="none"))
    response = viewer.get(f"{BASE}en/", follow=True)
    assert "no first question" in read(response).one("ul.messagelist").text


def test_an_unknown_guide_leads_to_the_list(viewer: Client) -> None:
    for path in ("", "en/", "en/q/"):
        response = viewer.get(f"/admin/wizard/flow/nope/preview/{path}")
        assert (response.status_code, response["Location"]) == (302, "/admin/wizard/flow/")


def test_strangers_are_asked_to_sign_in_and_others_refused_with_a_sentence() -> None:
    create_flow("q: a=end\nend")
    assert Client().get(f"{BASE}en/")["Location"].startswith("/admin/login/")
    refused = signed_in("faq.view_entry").get(f"{BASE}en/")
    assert refused.status_code == 403
    assert "needs a permission" in read(refused).one("main").text


def test_a_preview_is_only_read(viewer: Client) -> None:
    create_flow("q: a=end\nend")
    for path in (BASE, f"{BASE}en/", f"{BASE}en/q/"):
        assert viewer.post(path).status_code == 405


@pytest.mark.parametrize("steps", [3, 60])
def test_a_preview_costs_the_same_whatever_the_size(
    viewer: Client, steps: int, django_assert_num_queries: object
) -> None:
    lines = (
        "\n".join(f"q{number}: a=q{number + 1} b=end" for number in range(steps)) + f"\nq{steps}: a=end\nend"
    )
    create_flow(lines)
    viewer.get(f"{BASE}en/q1/")
    with django_assert_num_queries(12):  # type: ignore[operator]
        viewer.get(f"{BASE}en/q1/?q0=a")
