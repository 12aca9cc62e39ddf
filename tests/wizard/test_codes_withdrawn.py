"""Codes of a guide that has been withdrawn: gone in words for everybody, still there for staff with a case at hand."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from contact.models import Enquiry
from tests.factories import published_flow
from tests.html import read
from tests.staff import signed_in, staff
from tests.wizard.test_handoff import code_at, signed
from wizard.editing import rename_flow, retire_flow
from wizard.handoff import WithdrawnCode, read_code
from wizard.models import Choice, Flow
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
SECRET = "title of q1"


@pytest.fixture
def code() -> str:
    """A code of the only guide, which is withdrawn."""
    flow = published_flow("q1: a=r1 b=a1\nr1: a=a1\na1", flow="gone")
    made = code_at("gone", "a1", "q1=a&r1=a")
    retire_flow(flow)
    return made


@pytest.mark.parametrize(
    ("language", "title", "says"),
    [
        ("en", "This guide has been withdrawn", "no longer on this site"),
        ("ja", "このガイドの掲載は終了しました", "すでに掲載を終了したガイド"),
    ],
)
def test_everybody_is_told_that_it_is_gone_and_how_to_go_on(
    code: str, client: Client, language: str, title: str, says: str
) -> None:
    response = client.get(f"/h/{code}?lang={language}")
    page = read(response)
    assert (response.status_code, response["Content-Language"]) == (410, language)
    assert page.one("h1").text == title
    assert says in page.one("p.lead").text
    assert SECRET not in response.content.decode()
    hrefs = [link["href"] for link in page.one("main").all("a")]
    assert f"/{language}/contact/" in hrefs
    assert f"/{language}/" in hrefs
    other = {"ja": "en", "en": "ja"}[language]
    assert page.one("nav.langs").one("a", lang=other)["href"] == f"/h/{code}?lang={other}"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in page.one("meta", name="robots")["content"]


def test_codes_made_up_for_an_old_revision_are_gone_too(code: str, client: Client) -> None:
    for body in ("gone.1.", "gone.1.1", "gone.1.r1.0"):
        assert client.get(f"/h/{signed(body)}").status_code == 410, body


def test_staff_who_may_see_guides_still_see_the_way_and_nobody_keeps_it(code: str, client: Client) -> None:
    sign_in = read(client.get(f"/h/{code}?lang=en")).one("main").link("Sign in")["href"]
    person = staff("wizard.view_flow")
    person.set_password("right")
    person.save()
    response = client.post(sign_in, {"username": "staff", "password": "right"}, follow=True)
    assert response.redirect_chain == [(f"/h/{code}?lang=en", 302)]
    page = read(response)
    assert response.status_code == 200
    assert SECRET in page.one("section.trail").text
    assert "A guide on this way has been withdrawn since" in page.one("div.message").text
    assert "Open the same place" not in [link.text for link in page.one("main").all("a")]
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("permissions", [(), ("faq.view_entry",)])
def test_staff_who_may_not_see_guides_are_told_what_they_lack(
    code: str, permissions: tuple[str, ...]
) -> None:
    response = signed_in(*permissions).get(f"/h/{code}?lang=en")
    assert response.status_code == 410
    assert "An administrator can give the permission." in read(response).one("main").text
    assert SECRET not in response.content.decode()


def test_who_has_the_permission_and_is_no_staff_sees_nothing(code: str, client: Client) -> None:
    person = staff("wizard.view_flow")
    person.is_staff = False
    person.save()
    client.force_login(person)
    assert client.get(f"/h/{code}").status_code == 410


def test_a_way_that_only_passes_through_a_withdrawn_guide_is_gone_as_a_whole(client: Client) -> None:
    published_flow("q1: a=a1\na1")
    gone = published_flow("s1: x=guide:q1 y=a\na", flow="gone")
    through, alone = code_at("guide", "a1", "gone.s1=x&q1=a"), code_at("guide", "a1", "q1=a")
    assert client.get(f"/h/{through}").status_code == 200
    retire_flow(gone)
    assert client.get(f"/h/{through}").status_code == 410
    assert client.get(f"/h/{alone}").status_code == 200
    page = read(signed_in("wizard.view_flow").get(f"/h/{through}?lang=en"))
    assert "title of s1" in page.one("section.trail").text
    assert page.link("Open the same place")["href"].endswith("/en/guides/guide/a1/?gone.s1=x&q1=a")


def test_a_way_that_begins_elsewhere_and_ends_in_a_withdrawn_guide_is_gone_too(client: Client) -> None:
    gone = published_flow("s1: y=a\na", flow="gone")
    guide = published_flow("q1: x=gone:s1 y=a1\na1")
    into = code_at("gone", "a", "guide.q1=x&s1=y")
    assert client.get(f"/h/{into}").status_code == 200
    Choice.objects.get(slug="x").delete()
    publish(guide, author=None)
    retire_flow(gone)
    assert client.get(f"/h/{into}").status_code == 410


def test_a_code_of_a_renamed_guide_is_gone_by_either_name(client: Client) -> None:
    flow = published_flow("q1: a=a1\na1", flow="gone")
    old = code_at("gone", "a1", "q1=a")
    rename_flow(flow, "renamed")
    publish(flow, author=None)
    new = code_at("renamed", "a1", "q1=a")
    retire_flow(flow)
    assert [client.get(f"/h/{each}").status_code for each in (old, new)] == [410, 410]


def test_a_guide_that_is_back_is_read_again(code: str, client: Client) -> None:
    publish(Flow.objects.get(), author=None)
    response = client.get(f"/h/{code}")
    assert response.status_code == 200
    assert SECRET in response.content.decode()


def test_the_other_pages_that_read_codes_do_not_show_it(
    code: str, client: Client, settings: Settings
) -> None:
    settings.ENQUIRY_EMAIL = "desk@example.org"
    for browser in (client, signed_in("wizard.view_flow")):
        for address in (f"/en/contact/?way={code}", f"/en/contact/enquiry/?way={code}"):
            response = browser.get(address)
            assert response.status_code == 200
            assert SECRET not in response.content.decode()
    page = read(client.get(f"/en/contact/?way={code}"))
    assert "A guide you came through is no longer on this site" in page.one("div.message").text
    client.post("/en/contact/enquiry/", {"mail": "a@example.org", "text": "Why?", "way": code})
    stored = Enquiry.objects.get()
    assert (stored.way, stored.pack) == (code, "")  # staff open it from the enquiry
    assert client.get("/en/search/", {"q": code})["Location"] == f"/h/{code}?lang=en"
    assert client.get("/h/", {"code": code})["Location"] == f"/h/{code}"


def test_whether_it_is_withdrawn_costs_no_query(
    code: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1), pytest.raises(WithdrawnCode):
        read_code(code)
    with django_assert_num_queries(4):
        assert read_code(code, withdrawn=True).is_withdrawn
