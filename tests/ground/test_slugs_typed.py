"""Slugs as editors type them: what is none is refused in a sentence, before the row is called so."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import Field, ModelForm
from django.test import RequestFactory

from ground.text import SLUG_PATTERN
from tests.factories import create_channel, create_entry, published_flow
from tests.staff import administrator

NOT_SLUGS = ("", "Abc", "a b", "あ", "a/b", "ａ", "٣", "a_b")


def slug_fields() -> list[tuple[str, Field]]:
    """Every field of admin into which a slug is typed: of each kind of row, and of the rows edited on its page."""
    request = RequestFactory().get("/")
    request.user = User(is_staff=True, is_active=True, is_superuser=True)
    found = []
    changing = {model: each for model, each in site._registry.items() if each.has_add_permission(request)}
    for model, model_admin in changing.items():
        inlines = [inline(model, site) for inline in model_admin.inlines]
        forms = [
            model_admin.get_form(request, None),
            *(each.get_formset(request, None).form for each in inlines),
        ]
        for form in forms:
            for name, field in form.base_fields.items():
                if SLUG_PATTERN in [
                    getattr(each, "regex", re.compile("")).pattern for each in _of_column(form, name)
                ]:
                    found.append((f"{form.__name__}.{name} of {model.__name__}", field))
    return found


def _of_column(form: type[ModelForm], name: str) -> list[object]:
    columns = {column.name: column for column in form._meta.model._meta.concrete_fields}
    return list(columns[name]._validators) if name in columns else []


def test_there_are_slugs_to_type() -> None:
    assert len(slug_fields()) >= 8


@pytest.mark.parametrize("text", NOT_SLUGS)
def test_what_is_no_slug_is_refused_by_every_form_of_admin_before_it_reaches_a_row(text: str) -> None:
    for where, field in slug_fields():
        with pytest.raises(ValidationError) as refusal:
            field.clean(text)
        said = (
            "This field is required."
            if not text
            else "Use a-z, 0-9 and hyphens only: it is part of addresses."
        )
        assert refusal.value.messages == [said], where


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["a b", "あ", "a/b"])
def test_a_live_row_says_why_it_cannot_be_called_so(text: str) -> None:
    entry, flow, channel = (
        create_entry("card"),
        published_flow("q: a=end\nend", flow="one"),
        create_channel("desk"),
    )
    client = administrator()
    for address in (f"faq/entry/{entry.pk}", f"wizard/flow/{flow.pk}", f"wizard/step/{flow.start_id}"):
        answer = client.post(f"/admin/{address}/change/", {"slug": text, "title_en": "A"})
        assert answer.status_code == 200
        assert "Use a-z, 0-9 and hyphens only" in answer.content.decode()
    # The slug of a channel is not asked for: published guides name it.
    assert client.post(f"/admin/contact/channel/{channel.pk}/change/", {"slug": text}).status_code == 200
