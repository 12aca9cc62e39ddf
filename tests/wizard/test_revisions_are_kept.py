"""What was published is never changed and never deleted."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError

from faq.models import EntryRevision
from faq.publishing import publish_entry
from tests.factories import create_entry, create_flow, published_flow
from wizard.models import Flow, Mention, PublishedStep, Revision
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
WRITTEN_ONCE = (Revision, PublishedStep, Mention, EntryRevision)


@pytest.fixture(autouse=True)
def live() -> Flow:
    create_entry("e1")
    return published_flow("q1: x=a1\na1", a1={"entries": ("e1",)})


@pytest.mark.parametrize("model", WRITTEN_ONCE)
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(pk=0),
        lambda rows: rows.all().delete(),
        lambda rows: rows.filter(pk__gt=0).delete(),
        lambda rows: rows.bulk_update(list(rows.all()), [rows.model._meta.fields[1].name]),
    ],
)
def test_a_queryset_refuses(model, change: Callable[..., object]) -> None:
    before = list(model.objects.values())
    with pytest.raises(TypeError, match="never"), transaction.atomic():
        change(model.objects)
    assert list(model.objects.values()) == before
    assert before


def test_the_rows_of_a_revision_refuse_through_it_too(live: Flow) -> None:
    assert live.live is not None
    with pytest.raises(TypeError, match="deleted"):
        live.live.steps.all().delete()
    with pytest.raises(TypeError, match="changed"):
        live.revisions.update(number=9)


@pytest.mark.parametrize("model", WRITTEN_ONCE)
def test_a_row_refuses(model) -> None:
    before = list(model.objects.values())
    row = model.objects.first()
    for change in (row.save, row.delete):
        with pytest.raises(TypeError, match="never"):
            change()
    assert list(model.objects.values()) == before


def test_not_even_a_manager_that_refuses_nothing_deletes_a_live_revision(live: Flow) -> None:
    assert live.live is not None
    with pytest.raises(ProtectedError):
        Revision._base_manager.filter(pk=live.live.pk).delete()


def test_a_guide_that_was_published_cannot_be_deleted(live: Flow) -> None:
    with pytest.raises(ProtectedError):
        live.delete()


def test_a_guide_that_never_was_can_be_deleted() -> None:
    flow = create_flow("q1: x=a1\na1", flow="draft")
    flow.delete()
    assert not Flow.objects.filter(slug="draft").exists()


def test_somebody_who_published_cannot_be_deleted() -> None:
    guide_author, entry_author, reader = (User.objects.create_user(name) for name in ("ann", "ben", "cat"))
    publish(create_flow("a1", flow="another"), author=guide_author)
    publish_entry(create_entry("e2", publish=False), author=entry_author)
    for author in (guide_author, entry_author):
        with pytest.raises(ProtectedError):
            author.delete()
    reader.delete()
    assert list(User.objects.order_by("username")) == [guide_author, entry_author]
