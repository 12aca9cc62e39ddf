"""A guide as a whole: duplicate, rename, retire."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import create_flow, published_flow
from tests.html import read
from tests.staff import signed_in
from wizard.compiler import compile_flow
from wizard.models import Flow

pytestmark = pytest.mark.django_db
URL = "/admin/wizard/flow/guide/whole/"
LINES = "q: yes=a no=b\na\nb"


@pytest.fixture
def publisher() -> Client:
    """Somebody who may do all of it."""
    return signed_in("wizard.view_flow", "wizard.change_flow", "wizard.add_flow", "wizard.publish_flow")


def test_a_copy_of_the_draft_is_made_and_not_published(publisher: Client) -> None:
    published_flow(LINES)
    response = publisher.post(URL, {"do": "duplicate", "duplicate-slug": "copy"}, follow=True)
    copy = Flow.objects.get(slug="copy")
    assert response.redirect_chain == [(f"/admin/wizard/flow/{copy.pk}/change/", 302)]
    assert [step.slug for step in compile_flow(copy).steps] == ["q", "a", "b"]
    assert copy.live is None


def test_a_renamed_guide_keeps_its_links(publisher: Client, client: Client) -> None:
    published_flow(LINES)
    response = publisher.post(URL, {"do": "rename", "rename-slug": "other"}, follow=True)
    assert response.redirect_chain == [("/admin/wizard/flow/other/whole/", 302)]
    assert client.get("/en/guides/guide/")["Location"] == "/en/guides/other/"
    assert client.get("/en/guides/other/").status_code == 200


def test_a_retired_guide_answers_that_it_is_gone_with_the_way_on(publisher: Client, client: Client) -> None:
    published_flow(LINES)
    publisher.post(URL, {"do": "retire", "retire-sure": "on"})
    gone = client.get("/en/guides/guide/")
    assert gone.status_code == 410
    assert read(gone).one("main").all("a")
    assert "not before customers" in read(publisher.get(URL)).one("section", aria_labelledby="retire").text
    publisher.post("/admin/wizard/flow/guide/revisions/1/")
    assert client.get("/en/guides/guide/").status_code == 200


def test_retiring_names_the_guides_that_lead_here_and_asks_whether_one_is_sure(publisher: Client) -> None:
    published_flow(LINES)
    create_flow("x: to=guide:", flow="other")
    section = read(publisher.get(URL)).one("section", aria_labelledby="retire")
    assert [link.text for link in section.all("a")] == ["title of other"]
    unsure = read(publisher.post(URL, {"do": "retire"}))
    assert unsure.one("section", aria_labelledby="retire").one("ul.errorlist").text
    assert Flow.objects.get(slug="guide").live


@pytest.mark.parametrize("slug", ["", "guide", "taken", "was", "Not A Slug", "x" * 81])
@pytest.mark.parametrize("do", ["duplicate", "rename"])
def test_a_slug_that_cannot_be_is_refused_with_a_sentence(publisher: Client, do: str, slug: str) -> None:
    flow = create_flow(LINES)
    other = create_flow(LINES, flow="taken")
    other.aliases.create(slug="was")
    response = publisher.post(URL, {"do": do, f"{do}-slug": slug})
    if (do, slug) == ("rename", "guide"):
        assert response.status_code == 302
    else:
        assert read(response).one("section", aria_labelledby=do).one("ul.errorlist").text
    assert set(Flow.objects.values_list("slug", flat=True)) == {flow.slug, "taken"}


def test_a_guide_that_is_not_live_is_not_retired_and_a_second_click_is_told_so(publisher: Client) -> None:
    create_flow(LINES)
    response = publisher.post(URL, {"do": "retire", "retire-sure": "on"}, follow=True)
    assert "is not on the site" in read(response).one("ul.messagelist").text
    assert Flow.objects.get().live is None


def test_before_a_guide_is_retired_its_page_says_what_leads_to_it_and_what_drafts_would_miss(
    publisher: Client,
) -> None:
    published_flow(LINES)
    published_flow("q: there=guide: here=a\na", flow="live")
    create_flow("q: there=guide: here=a\na", flow="draft")
    section = read(publisher.get(URL)).one("section", aria_labelledby="retire")
    needed, drafts = section.all("ul")
    assert needed.text == "live/q/there"
    assert "title of draft" in drafts.text
    assert "cannot be published until they lead elsewhere" in section.text


@pytest.mark.parametrize("fields", [{}, {"do": "nonsense"}])
def test_what_is_not_known_is_not_done(publisher: Client, fields: dict[str, str]) -> None:
    create_flow(LINES)
    page = read(publisher.post(URL, fields))
    assert "Choose what is to be done." in page.one("ul.messagelist").text


def test_each_needs_its_own_permission_and_says_so() -> None:
    published_flow(LINES)
    viewer = signed_in("wizard.view_flow")
    page = read(viewer.get(URL)).one("div.editor")
    assert len(page.all("p.refused")) == 3
    assert not page.all("button")
    for do in ("duplicate", "rename", "retire"):
        refused = viewer.post(URL, {"do": do, f"{do}-slug": "x", f"{do}-sure": "on"})
        assert refused.status_code == 403
        assert "needs a permission" in read(refused).one("main").text
    assert list(Flow.objects.values_list("slug", flat=True)) == ["guide"]


def test_other_methods_unknown_guides_and_strangers_are_refused(publisher: Client) -> None:
    assert publisher.put(URL).status_code == 405
    assert publisher.get(URL)["Location"] == "/admin/wizard/flow/"
    assert Client().get(URL)["Location"].startswith("/admin/login/")
