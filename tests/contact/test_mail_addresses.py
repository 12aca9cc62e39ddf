"""The mail address of an enquiry: as people have and type it, and so that an answer can be sent to it."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry
from tests.admin_pages import signed_in
from tests.html import read
from tests.mails import mailed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]
URL = "/en/contact/enquiry/"


def send(client: Client, address: str) -> str:
    """The page that answers an enquiry from `address`."""
    return client.post(URL, {"mail": address, "text": "Why?"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("typed", "kept", "reply_to"),
    [
        ("taro..yamada@docomo.ne.jp", "taro..yamada@docomo.ne.jp", '"taro..yamada"@docomo.ne.jp'),
        (".taro.@ezweb.ne.jp", ".taro.@ezweb.ne.jp", '".taro."@ezweb.ne.jp'),
        ("taro.@au.com", "taro.@au.com", '"taro."@au.com'),
        ("taro.yamada@example.com", "taro.yamada@example.com", "taro.yamada@example.com"),
        ("taro＠example.com", "taro@example.com", "taro@example.com"),
        ("taro@example．com", "taro@example.com", "taro@example.com"),
        ("ｔａｒｏ．．ｙ＠ｄｏｃｏｍｏ。ｎｅ。ｊｐ", "taro..y@docomo.ne.jp", '"taro..y"@docomo.ne.jp'),
        ("　taro−y@example｡co.jp \n", "taro-y@example.co.jp", "taro-y@example.co.jp"),
        ("taroーyamada@example.com", "taro-yamada@example.com", "taro-yamada@example.com"),
        ("\ufefftaro\u200b@exam\u00adple.com", "taro@example.com", "taro@example.com"),
        ("taro@サーバー.jp", "taro@サーバー.jp", "taro@xn--vckucxgb.jp"),
        ("taro..y@サーバー.jp", "taro..y@サーバー.jp", '"taro..y"@xn--vckucxgb.jp'),
    ],
)
def test_an_address_is_taken_as_it_is_typed_and_can_be_answered(
    client: Client, typed: str, kept: str, reply_to: str
) -> None:
    assert "has arrived" in send(client, typed)
    assert Enquiry.objects.get().mail == kept
    [sent] = mailed()
    assert sent.message()["Reply-To"] == reply_to
    assert parseaddr(reply_to) == ("", reply_to)
    assert f"<{kept}>" in sent.body


@pytest.mark.parametrize(
    "typed",
    [
        "taro",
        "taro@",
        "@example.com",
        "...@example.com",
        "taro@example",
        "taro@example..com",
        "taro@.example.com",
        "taro yamada@example.com",
        "taro@example.com, hanako@example.com",
        "taro@example.com\nBcc: everybody@example.com",
        "taro@example.com\u2028Bcc: everybody@example.com",
        "taro@ｅｘａｍｐｌｅ.com＞",
        "太郎@example.com",
        "<taro@example.com>",
        f"taro@{'あ' * 60}.jp",
        f"{'a' * 250}@example.com",
    ],
)
def test_what_is_no_address_is_refused_and_stays_as_it_was_typed(client: Client, typed: str) -> None:
    response = client.post(URL, {"mail": typed, "text": "Why?"})
    assert response.status_code == 200
    assert read(response).one("input", name="mail")["value"].split() == typed.split()
    assert not Enquiry.objects.exists()
    assert mailed() == []


def test_staff_answer_such_an_address_by_a_link_and_close_the_enquiry() -> None:
    row = Enquiry.objects.create(
        reference="M-1234", language="ja", mail="taro..yamada@docomo.ne.jp", text="Why?",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    client, url = signed_in(), f"/admin/contact/enquiry/{row.pk}/change/"
    [link] = [
        each for each in read(client.get(url)).all("a") if (each.get("href") or "").startswith("mailto:")
    ]
    assert link.text == "taro..yamada@docomo.ne.jp"
    assert unquote(link["href"]).startswith('mailto:"taro..yamada"@docomo.ne.jp?subject=')
    assert '"' not in link["href"]
    assert client.post(url, {"state": "answered"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.mail) == ("answered", "taro..yamada@docomo.ne.jp")
