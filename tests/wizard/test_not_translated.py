"""What has to stay letter for letter is left alone by the browser's translation: codes, numbers, packs, addresses."""

from __future__ import annotations

import pytest
from django.test import Client

from contact.models import Enquiry
from tests.factories import create_channel, published_flow
from tests.html import Element, read
from tests.staff import signed_in
from tests.wizard.test_handoff import code_at

pytestmark = pytest.mark.django_db


def kept(page: Element, *texts: str) -> None:
    """Wherever the page says one of `texts`, translation is told to leave it as it is."""
    for text in texts:
        saying = [
            each for each in page.walk() if any(isinstance(c, str) and text in c for c in each.children)
        ]
        shown = [each for each in saying if each.tag not in {"title", "textarea"}]
        assert shown, text
        for each in shown:
            assert each.get("translate") == "no", (text, each.tag)


@pytest.fixture
def code() -> str:
    """The code of a way that ends at a contact."""
    create_channel("desk", languages=("en",))
    published_flow("q1: a=a1\na1", a1={"channels": ("desk",), "outcome": "contact"})
    return code_at("guide", "a1", "q1=a")


def test_a_pack_and_its_code_are_kept(code: str, client: Client) -> None:
    for address in ("/ja/guides/guide/a1/?q1=a", f"/ja/contact/?way={code}", f"/h/{code}?lang=ja"):
        kept(read(client.get(address)), code, "title of q1 → label a", "title of q1です → label aです")


def test_the_example_of_a_code_is_kept(client: Client) -> None:
    kept(read(client.get("/h/")), "sample-guide.3.120-k7")


def test_what_goes_along_with_an_enquiry_and_its_number_are_kept(code: str, client: Client, settings) -> None:
    settings.ENQUIRY_EMAIL = "desk@example.org"
    kept(read(client.get(f"/ja/contact/enquiry/?way={code}")), code)
    sent = {"mail": "customer@example.com", "text": "Why?", "way": code}
    page = read(client.post("/ja/contact/enquiry/", sent, follow=True))
    row = Enquiry.objects.get()
    kept(page, row.reference)
    staff = signed_in("contact.view_enquiry", "contact.change_enquiry")
    links = read(staff.get(f"/admin/contact/enquiry/{row.pk}/change/")).all("a", translate="no")
    assert [link.text for link in links] == [row.mail, code]


def test_the_link_of_a_preview_is_kept(code: str) -> None:
    editor = signed_in("wizard.view_flow", "wizard.change_flow")
    address = "/admin/wizard/flow/guide/preview/"
    editor.post(f"{address}links/")
    kept(read(editor.get(address)), "http://testserver/preview/")
