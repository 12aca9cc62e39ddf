"""What a slug is: the same for files, forms and both databases."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction

from contact.models import Channel, OpeningHours
from faq.models import Category, EntryAlias
from ground.text import is_slug
from tests.factories import create_channel, create_entry
from wizard.models import Alias, Choice, Flow, FlowGroup, Step

NOT_SLUGS = ("", "Abc", "abc\n", "\nabc", "a b", "ａ", "٣", "a_b")


def test_a_slug_is_made_of_letters_digits_and_hyphens_and_at_most_eighty() -> None:
    assert is_slug("a-1")
    assert is_slug("x" * 80)
    assert not is_slug("x" * 81)
    assert not any(is_slug(text) for text in NOT_SLUGS)


@pytest.mark.parametrize("text", NOT_SLUGS)
def test_what_is_no_slug_is_refused_by_forms(text: str) -> None:
    with pytest.raises(ValidationError):
        Flow._meta.get_field("slug").clean(text, None)


@pytest.mark.django_db
@pytest.mark.parametrize("text", NOT_SLUGS)
def test_what_is_no_slug_is_refused_by_the_database(text: str) -> None:
    flow = Flow.objects.create(slug="flow")
    step = Step.objects.create(flow=flow, slug="step")
    rows: list[models.Model] = [
        Flow(slug=text),
        FlowGroup(slug=text),
        Step(flow=flow, slug=text),
        Choice(step=step, slug=text),
        Alias(flow=flow, slug=text),
        Category(slug=text),
        EntryAlias(entry=create_entry("entry"), slug=text),
        Channel(slug=text),
    ]
    for row in rows:
        with pytest.raises(IntegrityError, match="slug_is_a_slug"), transaction.atomic():
            row.save()


@pytest.mark.django_db
def test_a_time_ends_where_it_ends() -> None:
    channel = create_channel("desk")
    for opens, closes in (("09:00\n", "18:00"), ("09:00", "18:00\n")):
        # PostgreSQL finds it too long before it looks at the constraint.
        with pytest.raises((IntegrityError, DataError)), transaction.atomic():
            OpeningHours.objects.create(channel=channel, mon=True, opens=opens, closes=closes)
