"""Questions that offer the same words: an answer belongs to the question it was given to."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import published_flow
from tests.html import read

pytestmark = pytest.mark.django_db


def test_the_answer_of_a_later_question_is_not_shown_as_chosen_at_one_not_answered_yet(
    client: Client,
) -> None:
    published_flow("q0: a=q1\nq1: yes=q2 no=end\nq2: yes=end no=end\nend")
    page = read(client.get("/en/guides/guide/q1/?q0=a&q2=yes"))
    assert [choice.text for choice in page.all("a.choice")] == ["label yes", "label no"]
    assert not page.all("a.chosen")
    again = read(client.get("/en/guides/guide/q1/?q0=a&q1=no&q2=yes"))
    assert again.one("a.chosen").text.startswith("label no")
