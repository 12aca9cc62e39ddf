"""The editors' synonyms in the database; every process reads them again once their version has changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from uuid import uuid4

from django.db import transaction

from search.counts import lock_index
from search.models import IndexState, Synonyms
from search.synonyms import Group, Thesaurus


@lru_cache(maxsize=2)
def thesaurus(_version: str) -> Thesaurus:
    """The editors' synonyms as of a version; one query, the first time."""
    return Thesaurus(all_groups())


def all_groups() -> list[Group]:
    """The editors' groups, by name; one query."""
    return [group_of(row) for row in Synonyms.objects.order_by("name")]


def group_of(row: Synonyms) -> Group:
    """The group in `row`."""
    return Group(tuple(row.words.split("\n")), tuple(filter(None, row.finds.split("\n"))))


@transaction.atomic
def write_groups(groups: Iterable[Group]) -> None:
    """Create the groups, or change those of the same name; search uses them from now on."""
    for group in groups:
        values = {"words": "\n".join(group.words), "finds": "\n".join(group.finds)}
        Synonyms.objects.update_or_create(name=group.name, defaults=values)
    synonyms_changed()


@transaction.atomic
def synonyms_changed() -> None:
    """Tell every process that the rows of synonyms are not what they were."""
    lock_index()
    IndexState.objects.update(synonyms=uuid4().hex)
