"""An entry that was renamed stays where it was shown."""

from __future__ import annotations

import pytest
from django.test import Client

from faq.renaming import rename_entry
from tests.factories import create_entry, published_flow
from wizard.publishing import restore

pytestmark = pytest.mark.django_db


def test_live_guides_go_on_showing_it_and_its_page_goes_on_naming_them(client: Client):
    entry = create_entry("before")
    published_flow("q1: a=a1\na1", a1={"entries": ("before",)})
    rename_entry(entry, "after")
    assert "answer before" in client.get("/en/guides/guide/a1/?q1=a").content.decode()
    assert "/en/guides/guide/" in client.get("/en/faq/entry/after/").content.decode()
    assert client.get("/en/faq/entry/before/").status_code == 301


def test_a_revision_from_before_can_be_restored(client: Client):
    entry = create_entry("before")
    flow = published_flow("q1: a=a1\na1", a1={"entries": ("before",)})
    rename_entry(entry, "after")
    assert flow.live
    restore(flow.live, author=None)
    assert "answer before" in client.get("/en/guides/guide/a1/?q1=a").content.decode()
