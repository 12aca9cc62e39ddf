"""A question that arrives twice is one question: one row, one mail, one number. Another question is another."""

from __future__ import annotations

import pytest
from django.test import Client

from contact.models import Enquiry
from tests.at_once import at_once
from tests.html import read
from tests.mails import mailed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]
URL = "/en/contact/enquiry/"
GOOD = {"mail": "customer@example.com", "text": "Why was I charged twice?"}


def form() -> dict[str, str]:
    """What a page that was just opened would send, filled in."""
    fields = read(Client().get(URL)).one("form.form").all("input", type="hidden")
    return {**{field["name"]: field.get("value") for field in fields}, **GOOD}


def send(fields: dict[str, str]) -> str:
    """Where sending leads."""
    return str(Client().post(URL, fields).headers.get("Location", ""))


def test_the_second_click_leads_to_the_same_number():
    fields = form()
    first = send(fields)
    assert send(fields) == first == f"{URL}{Enquiry.objects.get().reference}/"
    assert len(mailed()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_arrive_at_the_same_moment_are_one():
    fields = form()
    assert len(set(at_once(lambda: send(fields), 3))) == 1
    assert Enquiry.objects.count() == len(mailed()) == 1


def test_each_page_that_is_opened_asks_a_question_of_its_own():
    assert send(form()) != send(form())
    assert Enquiry.objects.count() == len(mailed()) == 2


@pytest.mark.parametrize("change", [{"text": "Another question"}, {"mail": "right@example.com"}])
def test_what_is_written_anew_after_going_back_is_not_dropped(change: dict[str, str]):
    fields = form()
    assert send(fields) != send({**fields, **change})
    assert Enquiry.objects.filter(**change).count() == 1
    assert Enquiry.objects.count() == len(mailed()) == 2


def test_what_was_refused_is_corrected_and_sent_from_the_page_that_says_so():
    page = read(Client().post(URL, {**form(), "mail": "nobody"}))
    fields = {
        field["name"]: field.get("value") for field in page.one("form.form").all("input", type="hidden")
    }
    assert fields["key"]
    assert send({**fields, **GOOD}) == send({**fields, **GOOD}) != ""
    assert Enquiry.objects.count() == 1


def test_a_second_click_on_the_last_question_of_the_hour_is_thanked_too():
    for _ in range(4):
        send(form())
    fields = form()
    assert send(fields) == send(fields) != ""
    assert send(form()) == ""
    assert Enquiry.objects.count() == len(mailed()) == 5
