"""Every list of admin costs the same number of queries however long it is, and forgives any address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.models import Channel, Enquiry
from faq.models import Category, Entry, EntryRevision
from ground.admin import BoundedPaginator, RoomAdmin
from tests.admin_pages import sentences, signed_in
from tests.factories import create_channel, create_entry, published_flow
from tests.html import read
from wizard.models import Alias, Flow, FlowGroup, Mention, PublishedStep, Revision, SiteNotice, Step

pytestmark = pytest.mark.django_db
ROOMS = {"wizard", "faq", "contact"}


def flows(number: int) -> None:
    group = FlowGroup.objects.create(slug=f"group-{number}", title_en="Group")
    create_entry(f"fees-{number}")
    for place in range(number):
        flow = published_flow(
            "q: yes=a\na", flow=f"g{number}-{place}", a={"entries": (f"fees-{number}",), "aliases": ("b",)}
        )
        Flow.objects.filter(pk=flow.pk).update(group=group)


def entries(number: int) -> None:
    for place in range(number):
        create_entry(f"e{number}-{place}")


def channels(number: int) -> None:
    for place in range(number):
        create_channel(f"c{number}-{place}", always=True)
    Channel.objects.update(alternative=Channel.objects.first())


# Session and user, the count, the rows; then what the list shows beside them or filters by.
LISTS: list[tuple[Callable[[int], None], dict[type[Any], int]]] = [
    (
        flows,
        {
            Flow: 6,  # + steps of the page, groups
            Step: 6,  # + choices of the page, guides
            Revision: 5,  # + guides
            PublishedStep: 5,  # + guides
            Mention: 5,  # + guides
            Alias: 5,  # + guides
        },
    ),
    (entries, {Entry: 5, EntryRevision: 5}),  # + categories; + entries
    (channels, {Channel: 6}),  # + hours, special days
]


def address(model: type[Any]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize(("create", "costs"), LISTS, ids=["flows", "entries", "channels"])
def test_a_list_costs_the_same_at_10_and_at_60_rows(
    create: Callable[[int], None], costs: dict[type[Any], int]
) -> None:
    client = signed_in()
    for model in costs:
        client.get(address(model))  # content types are looked up once
    create(10)
    assert {model: queries(client, address(model)) for model in costs} == costs
    create(50)
    assert all(model._default_manager.count() >= 60 for model in costs)
    assert {model: queries(client, address(model)) for model in costs} == costs


def test_every_list_counts_no_further_than_anybody_turns_pages() -> None:
    ours = [room for room in admin.site._registry.values() if room.opts.app_label in ROOMS]
    assert {Flow, Step, Entry, Channel} <= {room.model for room in ours}
    for room in ours:
        assert isinstance(room, RoomAdmin), room
        assert room.paginator is BoundedPaginator
        assert room.show_full_result_count is False


def test_beyond_the_last_page_a_list_says_to_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedPaginator, "limit", 3)
    Flow.objects.bulk_create(Flow(slug=f"g{number}") for number in range(5))
    text = read(signed_in().get(address(Flow))).one("p.paginator").text
    assert text == "The first 3 are shown. Search or filter to find the others."
    Flow.objects.filter(slug__in=["g3", "g4"]).delete()
    assert read(signed_in().get(address(Flow))).one("p.paginator").text == "3 guides"


def test_a_filter_offers_the_first_guides_and_the_chosen_one_never_all() -> None:
    Flow.objects.bulk_create(Flow(slug=f"g{number:03}") for number in range(80))
    Step.objects.create(flow=Flow.objects.get(slug="g079"), slug="s")
    response = signed_in().get(f"{address(Step)}?guide=g079")
    (spec, _outcome) = response.context["cl"].filter_specs
    assert len(spec.lookup_choices) == 51
    assert [step.slug for step in response.context["cl"].result_list] == ["s"]


ABSURD = [
    "q=%00", "q=" + "a+" * 900, "q=" + "%F0%9F%98%80" * 80, "p=abc", "p=-1", "p=0", "p=" + "9" * 40, "o=abc", "o=99.-99",
    "slug__regex=%5B", "slug=%00", "pk__in=" + "9" * 40, "id__exact=abc", "id__exact=" + "9" * 40, "e=1&nonsense=1",
    "nonsense=1", "flow__slug__exact=x", "guide=%00", "guide=" + "x" * 500, "published=%00", "live=", "all=",
    "_facets=True", "position__gt=abc", "__=1", "check=1", "entry=%00", "category__id__exact=abc", "_to_field=x",
]  # fmt: skip


@pytest.mark.parametrize("model", [Flow, Step, Revision, PublishedStep, Entry, EntryRevision, Channel])
def test_an_absurd_address_never_breaks_a_list(model: type[Any]) -> None:
    flows(1)
    client = signed_in()
    for query in ABSURD:
        response = client.get(f"{address(model)}?{query}", follow=True)
        assert response.status_code in ({400} if "_to_field" in query else {200}), query
        if response.redirect_chain:
            said = ["That address cannot be understood. This is the whole list."]
            assert sentences(response) == said, query


@pytest.mark.parametrize("chosen", ["abc", "9" * 40, "-1", "\0", ""])
def test_absurd_rows_of_an_action_are_refused_in_a_sentence(chosen: str) -> None:
    published_flow("a")
    body = {"action": "publish_chosen", "_selected_action": chosen}
    response = signed_in().post(address(Flow), body, follow=True)
    assert sentences(response) == ["Some of the chosen rows do not exist. Choose them again."]


@pytest.mark.parametrize(
    "query",
    [
        "flow=abc",
        "flow=%00",
        "flow=" + "9" * 40,
        "slug=%00",
        "_changelist_filters=guide%3D%2500",
        "nonsense=1",
    ],
)
def test_an_absurd_start_of_a_new_row_breaks_nothing(query: str) -> None:
    assert signed_in().get(f"{address(Step)}add/?{query}").status_code == 200


@pytest.mark.parametrize("model", [Alias, Category, Enquiry, FlowGroup, SiteNotice, Mention])
def test_the_smaller_lists_open_and_are_searched(model: type[Any]) -> None:
    flows(1)
    client = signed_in()
    assert client.get(address(model)).status_code == 200
    assert client.get(f"{address(model)}?q=x").status_code == 200
