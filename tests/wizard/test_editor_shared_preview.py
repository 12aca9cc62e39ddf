"""A preview for somebody without a login: made, opened, revoked, expired."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.factories import create_flow
from tests.html import read
from tests.staff import signed_in
from wizard.models import PreviewLink

pytestmark = pytest.mark.django_db
BASE = "/admin/wizard/flow/guide/preview/"
LINKS = f"{BASE}links/"


@pytest.fixture
def editor() -> Client:
    """Somebody who may change guides."""
    return signed_in("wizard.view_flow", "wizard.change_flow")


def shared(editor: Client, language: str = "English") -> str:
    """The address of a fresh link, from the page that shows it."""
    create_flow("q: a=end b=end\nend")
    editor.post(LINKS)
    section = read(editor.get(BASE)).one("section", aria_labelledby="links")
    address = section.link(language)["href"]
    assert address.startswith("http://testserver/preview/")
    return address.removeprefix("http://testserver")


def test_whoever_has_the_link_walks_the_draft_without_a_login(editor: Client, client: Client) -> None:
    address = shared(editor)
    page = read(client.get(address))
    assert page.one("h1").text == "title of q"
    assert "This link works until" in page.one("div.draft-bar").text
    assert not page.one("div.draft-bar").all("a")
    onward = page.all("a.choice")[0]["href"]
    assert onward == f"{address}end/?q=a"
    assert read(client.get(onward)).one("h1").text == "title of end"
    assert page.one("a", lang="ja")["href"] == address.replace("/en/", "/ja/")


def test_nobody_keeps_or_lists_it(editor: Client, client: Client) -> None:
    response = client.get(shared(editor))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_without_a_language_it_leads_to_one(editor: Client, client: Client) -> None:
    address = shared(editor)
    short = address.removesuffix("en/")
    assert client.get(short, headers={"Accept-Language": "en"})["Location"] == address


def test_a_revoked_link_says_so(editor: Client, client: Client) -> None:
    address = shared(editor)
    button = read(editor.get(BASE)).one("button", name="revoke")
    response = editor.post(LINKS, {"revoke": button["value"]}, follow=True)
    assert "shows nothing any more" in read(response).one("ul.messagelist").text
    refused = client.get(address)
    assert refused.status_code == 404
    assert "has been revoked" in read(refused).one("main").text
    assert "no-store" in refused["Cache-Control"]
    assert not read(editor.get(BASE)).all("button", name="revoke")


@pytest.mark.parametrize(("language", "says"), [("English", "is over"), ("Japanese", "使えなくなりました")])
def test_a_link_of_an_account_that_is_switched_off_says_so(
    editor: Client, client: Client, language: str, says: str
) -> None:
    address = shared(editor, language)
    User.objects.update(is_active=False)
    refused = client.get(address)
    assert refused.status_code == 404
    assert says in read(refused).one("main").text
    assert "title of q" not in refused.content.decode()
    assert "no-store" in refused["Cache-Control"]


def test_a_link_works_for_seven_days(editor: Client, client: Client) -> None:
    address = shared(editor)
    PreviewLink.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert client.get(address).status_code == 200
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "has expired" in read(client.get(address)).one("main").text


def test_a_link_that_was_changed_shows_nothing(editor: Client, client: Client) -> None:
    address = shared(editor)
    token = address.split("/")[2]
    for wrong in (token[:-1], "x" + token, token.split(".")[0]):
        refused = client.get(f"/preview/{wrong}/en/")
        assert refused.status_code == 404
        assert "not complete" in read(refused).one("main").text
    assert client.get(f"{address}nope/").status_code == 404
    assert client.get(f"/preview/{token}/de/").status_code == 302


@pytest.mark.parametrize("stuck", ["。", ")", "を見て", "%E3%80%82", "\u200b", ">"])
def test_what_stuck_to_a_link_is_passed_over(editor: Client, client: Client, stuck: str) -> None:
    address = shared(editor)
    token = address.split("/")[2]
    for link in (f"/preview/{token}{stuck}", f"{address}{stuck}", f"{address}q{stuck}"):
        assert client.get(link, follow=True).status_code == 200


def test_a_link_shows_one_guide_only(editor: Client, client: Client) -> None:
    address = shared(editor)
    create_flow("other: a=end\nend", flow="secret")
    assert client.get(f"{address}other/").status_code == 404


def test_only_editors_make_and_revoke_links(editor: Client) -> None:
    create_flow("q: a=end\nend")
    viewer = signed_in("wizard.view_flow", name="viewer")
    assert viewer.post(LINKS).status_code == 403
    assert "/preview/" not in str(read(viewer.get(BASE)).one("section", aria_labelledby="links").text)
    assert Client().post(LINKS)["Location"].startswith("/admin/login/")
    assert editor.get(LINKS).status_code == 405
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("wanted", ["", "x", "99", "\0"])
def test_revoking_what_is_not_there_says_so(editor: Client, wanted: str) -> None:
    create_flow("q: a=end\nend")
    response = editor.post(LINKS, {"revoke": wanted}, follow=True)
    assert "There is no such link" in read(response).one("ul.messagelist").text


def test_a_shared_preview_is_only_read(editor: Client, client: Client) -> None:
    assert client.post(shared(editor)).status_code == 405
