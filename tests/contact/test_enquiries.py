"""The enquiry form: what is sent is stored, and nothing that was typed is lost, and it is never a nuisance."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry
from tests.factories import published_flow
from tests.html import read
from tests.mails import mailed
from tests.staff import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]
URL = "/en/contact/enquiry/"
GOOD = {"mail": "customer@example.com", "text": "Why was I charged twice?"}


def test_an_enquiry_is_stored_and_mailed_and_gets_a_number(client: Client):
    response = client.post(URL, {**GOOD, "name": "Hanako"}, follow=True)
    stored = Enquiry.objects.get()
    assert stored.reference in response.content.decode()
    assert (stored.state, stored.language) == ("new", "en")
    [sent] = mailed()
    assert (sent.to, sent.reply_to) == (["desk@example.org"], ["customer@example.com"])
    assert sent.subject == f"[{stored.reference}] Why was I charged twice?"
    assert "Hanako <customer@example.com>" in sent.body


def test_the_way_travelled_goes_along(client: Client):
    published_flow("q1: a=a1\na1")
    page = client.get("/en/guides/guide/a1/?q1=a").content.decode()
    way = page.split("/en/contact/?way=")[1].split('"')[0]
    assert f"/en/contact/enquiry/?way={way}" in client.get(f"/en/contact/?way={way}").content.decode()
    assert "title of q1 → label a" in client.get(f"{URL}?way={way}").content.decode()
    client.post(URL, {**GOOD, "way": way})
    stored = Enquiry.objects.get()
    assert stored.way == way
    assert "title of q1 → label a" in stored.pack
    assert "title of q1 → label a" in mailed()[0].body


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"mail": "nobody", "text": "x"}, "This is no mail address."),
        ({"mail": "", "text": "x"}, "Write your mail address"),
        ({"mail": "a@example.com", "text": " "}, "Write what you want to ask."),
        ({"mail": "a@example.com", "text": "x" * 4001}, "Shorten it to 4,000 characters."),
    ],
)
def test_refused_input_is_said_in_words_and_kept(client: Client, data: dict[str, str], sentence: str):
    response = client.post(URL, {**data, "name": "Kept"})
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(sentence) == 2
    assert 'value="Kept"' in page
    assert "<title>Error: " in page
    assert not Enquiry.objects.exists()


def test_nul_characters_are_refused_not_an_error(client: Client):
    assert client.post(URL, {**GOOD, "text": "a\x00b"}).status_code == 200


def test_a_trap_catches_programs(client: Client):
    response = client.post(URL, {**GOOD, "website": "http://spam.example"})
    assert response.status_code == 302
    assert "has arrived" in client.get(response["Location"]).content.decode()
    assert not Enquiry.objects.exists()
    assert mailed() == []


@pytest.mark.parametrize("reference", ["nothing-at-all", "0000-0000", "abcd-efgh", "ABCD-EFGH-"])
def test_nobody_is_thanked_for_what_is_no_reference_number(client: Client, reference: str):
    assert client.get(f"{URL}{reference}/").status_code == 404
    assert client.get(f"{URL}ABCD-EFGH/").status_code == 200


def test_more_than_five_an_hour_have_to_wait_and_lose_nothing(client: Client):
    for _ in range(5):
        assert client.post(URL, GOOD).status_code == 302
    page = client.post(URL, GOOD).content.decode()
    assert "nothing you wrote is lost" in page
    assert "Why was I charged twice?" in page
    assert Enquiry.objects.count() == 5


def test_the_form_is_guarded_by_a_token():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, GOOD).status_code == 403


def test_a_line_break_cannot_smuggle_mail_headers(client: Client):
    client.post(URL, {**GOOD, "text": "Hello\r\nBcc: everybody@example.com", "name": "A\r\nB"})
    [sent] = mailed()
    assert "\n" not in sent.subject
    assert sent.bcc == []


def test_without_an_operator_there_is_no_form(client: Client, settings):
    settings.ENQUIRY_EMAIL = ""
    assert client.get(URL).status_code == 404
    assert client.post(URL, GOOD).status_code == 404
    assert "enquiry" not in client.get("/en/contact/").content.decode()


def test_other_methods_are_refused_and_the_page_is_not_cached(client: Client):
    assert client.put(URL).status_code == 405
    assert client.get(URL)["Cache-Control"] == "private, no-store"


def test_staff_answer_by_a_link_and_open_the_way_the_customer_came(client: Client):
    row = Enquiry.objects.create(
        reference="M-1234", language="en", mail="customer@example.com", text="Why?", way="guide.1.0-ab",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    page = read(
        signed_in("contact.view_enquiry", "contact.change_enquiry").get(
            f"/admin/contact/enquiry/{row.pk}/change/"
        )
    )
    links = [link.get("href") for link in page.all("a")]
    assert "mailto:customer@example.com?subject=%5BM-1234%5D" in links
    assert "/h/guide.1.0-ab" in links
