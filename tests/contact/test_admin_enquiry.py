"""Enquiries in admin: what became of each mail is plain, and what nobody knows is for staff to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry
from ground.once import TWICE
from tests.contact.arriving import arrived
from tests.html import Element, read
from tests.mails import mailed, state_of
from tests.staff import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]
LIST = "/admin/contact/enquiry/"


def page_of(enquiry: Enquiry) -> str:
    return f"{LIST}{enquiry.pk}/change/"


def desk(language: str = "en") -> Client:
    return signed_in("contact.view_enquiry", "contact.change_enquiry", language=language)


def in_doubt() -> Enquiry:
    """One whose sender was killed a while ago."""
    return arrived(mailing_until=timezone.now() - timedelta(minutes=5), attempts=1)


def told(page: Element) -> list[str]:
    return [item.text for item in page.one("ul.messagelist").all("li")]


def press(client: Client, enquiry: Enquiry, button: str) -> Element:
    """The page after a button of it was pressed."""
    form = read(client.get(page_of(enquiry))).one("form", id="enquiry_form")
    fields = {field["name"]: field.get("value") for field in form.all("input", type="hidden")}
    return read(client.post(page_of(enquiry), {**fields, "state": "new", button: ""}, follow=True))


def test_the_list_says_what_became_of_each_mail():
    at = datetime(2026, 11, 30, 1, 5, tzinfo=UTC)
    soon = timezone.now() + timedelta(minutes=1)
    rows = {
        "mailed Nov. 30, 2026, 10:05 a.m.": arrived(mailed_at=at),
        "waiting to be mailed": arrived(),
        "waiting; tried 2 times, next try Nov. 30, 2026, 10:05 a.m.": arrived(try_at=at, attempts=2),
        "being sent": arrived(mailing_until=soon),
        "sent?": in_doubt(),
        "not mailed: answered or closed before": arrived(state="answered", mailing_until=soon),
    }
    table = read(desk().get(LIST)).one("table", id="result_list")
    shown = {row.one("th").text: row.one("td.field-delivery").text for row in table.one("tbody").all("tr")}
    assert shown == {row.reference: words for words, row in rows.items()}


@pytest.mark.parametrize("state", ["waiting", "sending", "doubt", "mailed", "needless"])
def test_the_list_is_narrowed_to_each_state(state: str):
    now = timezone.now()
    rows = {
        "waiting": arrived(try_at=now, attempts=3),
        "sending": arrived(mailing_until=now + timedelta(minutes=1)),
        "doubt": in_doubt(),
        "mailed": arrived(mailed_at=now, state="answered"),
        "needless": arrived(state="closed"),
    }
    page = read(desk().get(f"{LIST}?delivery={state}"))
    assert [row.one("th").text for row in page.one("tbody").all("tr")] == [rows[state].reference]
    assert {key for key, row in rows.items() if state_of(row) == key} == set(rows)


def test_a_state_that_is_none_narrows_nothing():
    arrived()
    assert len(read(desk().get(f"{LIST}?delivery=nonsense")).one("tbody").all("tr")) == 1


@pytest.mark.parametrize(
    ("language", "words", "buttons"),
    [
        ("en", "Nobody knows whether this was mailed.", ["Mail it again", "Mark as mailed"]),
        (
            "ja",
            "このお問い合わせのメールが送信されたかどうかは分かりません。",
            ["もう一度送信する", "送信済みにする"],
        ),
    ],
)
def test_the_page_of_one_in_doubt_says_so_and_what_to_do(language: str, words: str, buttons: list[str]):
    enquiry = in_doubt()
    box = read(desk(language).get(page_of(enquiry))).one("div.undelivered")
    assert words in box.text
    assert f"[{enquiry.reference}]" in box.text
    assert [button.text for button in box.all("button")] == buttons


def test_one_in_doubt_is_mailed_again_when_staff_say_so():
    enquiry, client = in_doubt(), desk()
    page = press(client, enquiry, "_mail_again")
    assert told(page) == [f"“{enquiry.reference}” is queued to be mailed."]
    assert page.one("div.undelivered").one("button").text == "Try it now"
    assert LogEntry.objects.filter(change_message="Queued to be mailed.").count() == 1
    [sent] = mailed()
    assert sent.extra_headers["Message-ID"] == f"<enquiry.{enquiry.reference}@localhost>"
    page = press(client, enquiry, "_mail_again")
    assert told(page)[0].startswith(f"“{enquiry.reference}” was left as it is (mail to staff: mailed ")
    assert len(mailed()) == 1


def test_the_second_of_two_clicks_does_not_mail_what_the_first_has_made_doubtful_again():
    enquiry = arrived(mailing_until=timezone.now() - TWICE / 2)
    page = press(desk(), enquiry, "_mail_again")
    assert told(page) == [f"“{enquiry.reference}” was left as it is (mail to staff: sent?)."]
    assert state_of(enquiry) == "doubt"


def test_one_in_doubt_that_was_found_in_the_mailbox_is_marked_as_mailed_then():
    enquiry = in_doubt()
    page = press(desk(), enquiry, "_mark_mailed")
    assert told(page) == [f"“{enquiry.reference}” is marked as mailed."]
    assert page.all("div.undelivered") == []
    then = enquiry.mailing_until
    enquiry.refresh_from_db()
    assert (enquiry.mailed_at, mailed()) == (then, [])


def test_one_that_waits_is_not_marked_as_mailed_but_tried_at_once():
    enquiry = arrived(try_at=timezone.now() + timedelta(hours=1), attempts=4, last_error="550 no such user")
    client = desk()
    page = read(client.get(page_of(enquiry)))
    assert "This waits to be mailed." in page.one("div.undelivered").text
    assert page.one("div.field-last_error").one("div.readonly").text == "550 no such user"
    assert "was left as it is" in told(press(client, enquiry, "_mark_mailed"))[0]
    assert "is queued to be mailed." in told(press(client, enquiry, "_mail_again"))[0]
    enquiry.refresh_from_db()
    assert (enquiry.try_at, enquiry.mailed_at) == (None, None)


def test_one_that_is_being_sent_is_left_alone():
    enquiry = arrived(mailing_until=timezone.now() + timedelta(minutes=1))
    client = desk()
    assert read(client.get(page_of(enquiry))).all("div.undelivered") == []
    for button in ("_mail_again", "_mark_mailed"):
        [sentence] = told(press(client, enquiry, button))
        assert sentence.endswith("was left as it is (mail to staff: being sent).")
    assert state_of(enquiry) == "sending"


def test_the_chosen_of_a_list_are_mailed_again_or_marked_each_by_itself():
    doubtful, done = in_doubt(), arrived(mailed_at=timezone.now())
    client = desk()
    chosen = {"_selected_action": [doubtful.pk, done.pk]}
    page = read(client.post(LIST, {**chosen, "action": "mark_as_mailed"}, follow=True))
    assert [sentence.split("”")[1][:9] for sentence in sorted(told(page), key=len)] == [
        " is marke",
        " was left",
    ]
    assert state_of(doubtful) == "mailed"
    doubtful = in_doubt()
    client.post(LIST, {"_selected_action": [doubtful.pk], "action": "mail_again"})
    assert (state_of(doubtful), len(mailed())) == ("waiting", 1)


def test_who_may_only_look_sees_it_and_changes_nothing():
    enquiry = in_doubt()
    client = signed_in("contact.view_enquiry")
    box = read(client.get(page_of(enquiry))).one("div.undelivered")
    assert box.all("button") == []
    assert client.post(page_of(enquiry), {"_mail_again": ""}).status_code == 403
    page = read(client.post(LIST, {"_selected_action": [enquiry.pk], "action": "mail_again"}, follow=True))
    assert "not allowed" in told(page)[0]
    assert state_of(enquiry) == "doubt"


def test_an_enquiry_staff_have_answered_here_needs_no_mail():
    enquiry = in_doubt()
    client = desk()
    client.post(page_of(enquiry), {"state": "answered"})
    assert read(client.get(page_of(enquiry))).all("div.undelivered") == []
    assert (state_of(enquiry), Enquiry.objects.waiting().count(), mailed()) == ("needless", 0, [])
    client.post(page_of(enquiry), {"state": "new"})
    assert state_of(enquiry) == "doubt"


def test_before_one_is_deleted_that_perhaps_nobody_has_read_it_is_said():
    unread, done = arrived(), arrived(mailed_at=timezone.now())
    client = signed_in("contact.view_enquiry", "contact.delete_enquiry")
    warning = f"It is not known whether anybody has read these: {unread.reference}. Deleted, they are gone."
    assert told(read(client.get(f"{LIST}{unread.pk}/delete/"))) == [warning]
    assert read(client.get(f"{LIST}{done.pk}/delete/")).all("ul.messagelist") == []
    chosen = {"_selected_action": [unread.pk, done.pk], "action": "delete_selected"}
    assert told(read(client.post(LIST, chosen))) == [warning]
    assert not any(
        "read" in sentence
        for sentence in told(read(client.post(LIST, {**chosen, "post": "yes"}, follow=True)))
    )
    assert not Enquiry.objects.exists()
