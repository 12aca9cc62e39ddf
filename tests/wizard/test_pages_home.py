"""The bare address, home, and the list of guides."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import create_channel, create_entry, create_flow, published_flow
from tests.html import read
from wizard.models import FlowGroup, SiteNotice

pytestmark = pytest.mark.django_db
LISTS = ["/ja/", "/en/", "/ja/guides/", "/en/guides/"]


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("ja,en;q=0.8", "/ja/"),
        ("en-GB,en;q=0.9,ja;q=0.8", "/en/"),
        ("fr", "/ja/"),
        ("", "/ja/"),
        ("*", "/ja/"),
        ("\x00;q=%", "/ja/"),
        ("en;q=" + "9" * 5000, "/ja/"),
    ],
)
def test_the_bare_address_leads_to_home_in_the_language_of_the_visitor(
    client: Client, accepted: str, home: str
) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, home)
    assert "Accept-Language" in response["Vary"]


def test_home_shows_guides_in_their_groups_then_the_rest(client: Client) -> None:
    group = FlowGroup.objects.create(slug="charges", title_ja="料金の疑問", title_en="Charges", position=1)
    for position, slug in enumerate(("second", "first")):
        flow = published_flow("q: a=end\nend", flow=slug)
        flow.group, flow.position = group, 1 - position
        flow.save()
    published_flow("q: a=end\nend", flow="loose")
    for language, title in (("en", "title of {}"), ("ja", "title of {}です")):
        main = read(client.get(f"/{language}/")).one("main")
        groups = main.one("div.groups").all("section")
        assert [section.all("h3")[0].text for section in groups[:1]] == [
            {"en": "Charges", "ja": "料金の疑問"}[language]
        ]
        assert [link.text for link in groups[0].all("a")] == [title.format("first"), title.format("second")]
        assert [link["href"] for link in groups[1].all("a")] == [f"/{language}/guides/loose/"]


def test_home_has_a_search_form_the_most_asked_entries_and_the_subjects(client: Client) -> None:
    create_entry("third", most_asked=3)
    create_entry("top", most_asked=1)
    create_entry("never-asked")
    main = read(client.get("/en/")).one("main")
    form = main.one("form", role="search")
    assert (form["action"], form["method"], form.one("input")["name"]) == ("/en/search/", "get", "q")
    assert [link.text for link in main.one("section.asked").all("a")] == ["question top", "question third"]
    assert [link["href"] for link in main.one("ul.chips").all("a")] == ["/en/faq/billing/"]


def test_the_list_of_guides_says_what_each_leads_to(client: Client) -> None:
    published_flow("q: a=end\nend", flow="one")
    link = read(client.get("/en/guides/")).one("main").one("a.choice")
    assert link["href"] == "/en/guides/one/"
    assert link.text == "title of one summary of one"


@pytest.mark.parametrize("path", LISTS)
def test_the_lists_stand_while_nothing_is_published(client: Client, path: str) -> None:
    create_flow("q: a=end\nend", flow="draft-only")
    create_entry("draft-entry", publish=False, most_asked=1)
    response = client.get(path)
    assert response.status_code == 200
    page = response.content.decode()
    assert "draft-only" not in page
    assert "draft-entry" not in page
    assert "/faq/billing/" not in page


@pytest.mark.parametrize("path", [*LISTS, "/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(path: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", LISTS)
def test_a_head_request_gets_the_headers_alone(client: Client, path: str) -> None:
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Language"] == path[1:3]


@pytest.mark.parametrize("path", ["/fr/", "/ja/nothing/", "/en/guides/a/b/c/", "/nothing", "/ja/GUIDE/"])
def test_an_unknown_address_answers_404_in_the_design_of_the_site(client: Client, path: str) -> None:
    published_flow("q: a=end\nend", flow="way-on")
    response = client.get(path)
    language = "en" if path.startswith("/en/") else "ja"
    assert response.status_code == 404
    page = read(response)
    assert page.one("html")["lang"] == language
    assert page.one("main").one("form", role="search")["action"] == f"/{language}/search/"
    assert [link["href"] for link in page.one("div.groups").all("a")] == [f"/{language}/guides/way-on/"]
    assert page.one("meta", name="robots")["content"] == "noindex"


def test_the_notice_of_the_site_stands_at_the_foot_of_every_kind_of_page(client: Client) -> None:
    SiteNotice.objects.create(pk=1, text_ja="見本です。<b>", text_en="A sample. <b>")
    published_flow("q: a=end\nend", flow="one")
    create_entry("entry")
    paths = [
        "",
        "guides/",
        "guides/one/",
        "guides/one/end/",
        "faq/",
        "faq/entry/entry/",
        "contact/",
        "nothing/",
    ]
    for path in paths:
        assert "A sample. <b>" in read(client.get(f"/en/{path}")).one("footer").text
        assert "見本です。<b>" in read(client.get(f"/ja/{path}")).one("footer").text


@pytest.mark.parametrize("path", LISTS)
def test_the_lists_cost_the_same_for_one_guide_and_for_many(
    client: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        published_flow("q: a=end\nend", flow=f"guide-{number}")
        create_entry(f"entry-{number}", category=f"subject-{number}", most_asked=number + 1)
    with django_assert_max_num_queries(4):
        client.get(path)


@pytest.mark.parametrize(
    "path", ["/ja/", "/en/guides/", "/ja/faq/", "/ja/faq/billing/", "/ja/faq/entry/fees/", "/ja/contact/"]
)
def test_a_page_somebody_has_already_is_not_sent_again_until_it_changes(client: Client, path: str) -> None:
    published_flow("q: yes=a\na")
    create_entry("fees")
    create_channel("desk")
    etag = client.get(path)["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    SiteNotice.objects.create(pk=1, text_ja="お知らせ", text_en="A notice")
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200
