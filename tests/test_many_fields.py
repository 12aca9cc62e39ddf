"""A query with more fields than any page asks for is passed over: nobody meets a bare refusal."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import create_entry, published_flow

pytestmark = pytest.mark.django_db
MANY = "&".join(f"a{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))


@pytest.mark.parametrize(
    "path",
    ["", "guides/guide/q/", "faq/entry/card/", "search/", "contact/", "tools/", "tools/billing-month/"],
)
def test_every_page_opens_with_thousands_of_fields(client: Client, path: str) -> None:
    published_flow("q: yes=a\na")
    create_entry("card")
    assert client.get(f"/en/{path}?{MANY}").status_code == 200


def test_the_page_that_answers_a_vote_says_that_there_is_none(client: Client) -> None:
    assert client.get(f"/en/feedback/?{MANY}").status_code == 404
