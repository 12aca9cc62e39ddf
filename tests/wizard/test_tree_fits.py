"""“It still fits”: a text whose other language was changed is hidden from the list until it changes again."""

from __future__ import annotations

import pytest
from django.test import Client

from ground.text import Text
from tests.edits import with_step
from tests.factories import graph, published_flow
from tests.html import Element, read
from tests.tree_form import GUIDE, editor
from wizard.compiler import write_graph
from wizard.models import CheckedTranslation

pytestmark = pytest.mark.django_db
LINES = "q: yes=a no=b\na\nb"


def say(japanese: str) -> None:
    """The Japanese title of a is changed, the English one is not."""
    write_graph(with_step(graph(LINES), "a", title=Text(japanese, "title of a")))


def behind(client: Client) -> list[Element]:
    """The forms that say that a text still fits."""
    page = read(client.get(f"{GUIDE}publish/"))
    return [form for form in page.all("form") if form.get("action").endswith("/fits/")]


def test_a_text_that_still_fits_is_not_listed_until_it_changes_again() -> None:
    published_flow(LINES)
    say("新しい題です")
    client = editor()
    fields = {each["name"]: each["value"] for each in behind(client)[0].walk() if each.get("name")}
    response = client.post(f"{GUIDE}publish/fits/", fields, follow=True)
    assert response.redirect_chain == [(f"{GUIDE}publish/", 302)]
    assert "Noted." in read(response).one("ul.messagelist").text
    assert behind(client) == []
    say("また新しい題です")
    assert len(behind(client)) == 1


@pytest.mark.parametrize("fingerprint", ["", "nope", "\x00"])
def test_what_is_not_listed_is_not_noted(fingerprint: str) -> None:
    published_flow(LINES)
    response = editor().post(f"{GUIDE}publish/fits/", {"fingerprint": fingerprint}, follow=True)
    assert "changed meanwhile" in read(response).one("ul.messagelist").text
    assert not CheckedTranslation.objects.exists()
