"""An entry is shown as customers will read it beneath the fields in which it is typed, in both languages."""

from __future__ import annotations

import pytest

from ground.text import Text
from tests.factories import create_entry
from tests.html import read
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
URL = "/admin/faq/entry/markdown/"


def test_each_text_stands_beneath_its_field_as_customers_read_it() -> None:
    entry = create_entry("fees", answer=Text("**料金**です", "*Fees* <script>x</script>"))
    page = read(signed_in("faq.view_entry", "faq.change_entry").get(f"/admin/faq/entry/{entry.pk}/change/"))
    japanese, english = page.all("div.seen")[:2]
    assert (japanese["lang"], japanese.one("strong").text) == ("ja", "料金")
    assert (english["lang"], english.one("em").text) == ("en", "Fees")
    assert not english.all("script")
    assert page.one("textarea", name="answer_ja")["hx-post"] == URL


def test_a_new_entry_has_the_preview_too() -> None:
    page = read(signed_in("faq.view_entry", "faq.add_entry").get("/admin/faq/entry/add/"))
    assert [each.text for each in page.all("div.seen")] == [""] * 4


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"answer_ja": "**太字**です"}, "<p><strong>太字</strong>です</p>"),
        ({"csrfmiddlewaretoken": "x", "notice_en": "a *b*"}, "<p>a <em>b</em></p>"),
        ({"answer_en": "<script>x</script>"}, "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ({"other": "x"}, ""),
        ({}, ""),
    ],
)
def test_what_is_typed_is_rendered(fields: dict[str, str], shown: str) -> None:
    assert signed_in("faq.change_entry").post(URL, fields).content.decode() == shown


def test_only_staff_who_may_see_entries_and_only_by_post() -> None:
    assert signed_in("faq.view_entry").get(URL).status_code == 405
    assert signed_in(name="nobody").post(URL, {"answer_ja": "x"}).status_code == 403
