"""The coverage page in admin."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client

from tests.factories import create_entry, published_flow
from wizard.publishing import live_coverage

pytestmark = pytest.mark.django_db
URL = "/admin/coverage/"


@pytest.fixture
def staff(client: Client) -> Client:
    user = User.objects.create_user("viewer", password="x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_entry"))
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def test_it_lists_entries_with_clicks_and_ways_and_those_no_guide_reaches_first(staff: Client):
    create_entry("answered")
    create_entry("lonely", next_check="2020-01-01")
    published_flow("q1: a=a1\na1", a1={"entries": ("answered",)})
    page = staff.get(URL, headers={"accept-language": "en"}).content.decode()
    assert "1 of 2 entries are reached, in at most 2 clicks from home" in page
    assert page.index("no guide leads here") < page.index("guide/a1 (answer) guide › q1=a")
    assert '<th scope="row">title of guide</th><td>1</td><td>1</td><td>1</td>' in page
    assert "Past their next check" in page
    assert "(2020-01-01)" in page


def test_what_is_not_published_is_not_missed(staff: Client):
    create_entry("live")
    create_entry("draft", publish=False)
    page = staff.get(URL, headers={"accept-language": "en"}).content.decode()
    assert "question live" in page
    assert "question draft" not in page
    assert list(live_coverage().sightings) == ["live"]
    out = StringIO()
    call_command("coverage", stdout=out)
    assert "not reached: live" in out.getvalue()
    assert "draft" not in out.getvalue()
    assert "0 of 1 entries reached" in out.getvalue()


def test_staff_without_the_permission_are_told_so(client: Client):
    client.force_login(User.objects.create_user("nobody", password="x", is_staff=True))
    assert client.get(URL).status_code == 403


def test_strangers_are_sent_to_the_login(client: Client):
    assert client.get(URL).status_code == 302


def test_it_only_reads(staff: Client):
    assert staff.post(URL).status_code == 405


def test_an_empty_site_has_a_page_too(staff: Client):
    assert staff.get(URL).status_code == 200
