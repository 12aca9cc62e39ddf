"""Channels: read strictly, written so that they read the same, shown only as published."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from contact.channel import CALENDARS, DAYS, METHODS, NEEDS, TEXTS, Channel, Hours, SpecialDay, is_web_address
from contact.compiler import compile_channel, write_alternative, write_channel
from contact.interchange import read_directory, write_directory
from contact.models import Channel as ChannelRow
from contact.models import OpeningHours
from contact.publishing import ChannelNotPublishable, publish_channel, withdraw_channel
from ground.documents import Source, parse_document, write_document
from ground.text import Text
from tests.factories import both, create_channel
from tests.strategies import slugs, texts, words


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of `values`, in their order."""
    return st.sets(st.sampled_from(values)).map(
        lambda found: tuple(value for value in values if value in found)
    )


spans = st.sampled_from([("00:00", "24:00"), ("09:00", "18:00"), ("23:58", "23:59")])
hours = st.builds(lambda days, span: Hours(days, *span), some(DAYS).filter(bool), spans)
special = st.builds(
    lambda day, span: SpecialDay(day.isoformat(), *span), st.dates(), st.just(("", "")) | spans
)
common = {
    "slug": slugs,
    **dict.fromkeys(TEXTS, texts),
    "method": st.sampled_from(METHODS),
    "languages": some(("ja", "en")),
    "timezone": st.sampled_from(["Asia/Tokyo", "UTC", "America/New_York"]),
    "holidays": st.sampled_from(CALENDARS),
    "special_days": st.lists(special, max_size=3, unique_by=lambda row: (row.day, row.opens)).map(
        lambda rows: tuple(sorted(rows, key=lambda row: (row.day, row.opens)))
    ),
    "needs": some(NEEDS),
    "url": st.sampled_from(["", "https://example.com/x?y=z"]),
    "editor_note": words,
}
channels = st.one_of(
    st.builds(
        Channel, **common, hours=st.lists(hours, max_size=2).map(tuple), alternative=st.just("") | slugs
    ),
    st.builds(Channel, **common, always=st.just(True), alternative=st.just("") | slugs),
)


@settings(max_examples=40)
@given(st.lists(channels, max_size=3, unique_by=lambda channel: channel.slug).map(tuple))
def test_channels_survive_their_file_and_the_second_file_is_the_first(made: tuple[Channel, ...]) -> None:
    written = write_document(write_directory(made))
    source = Source("a")
    document = parse_document(written, source)
    assert document is not None
    read = read_directory(document).channels
    assert source.complaints == []
    assert read == made
    assert write_document(write_directory(read)) == written


@given(channels)
def test_a_channel_survives_being_plain_values(channel: Channel) -> None:
    assert Channel.from_dict(channel.as_dict()) == channel


@pytest.mark.django_db
@settings(max_examples=25)
@given(channels)
def test_a_channel_survives_its_rows(channel: Channel) -> None:
    with transaction.atomic():
        if channel.alternative and channel.alternative != channel.slug:
            create_channel(channel.alternative)
        row = write_channel(channel, position=0)
        write_alternative(channel)
        row.refresh_from_db()
        assert compile_channel(row) == channel
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_hours_beside_round_the_clock_say_nothing() -> None:
    row = create_channel("c", hours=(Hours(("mon",), "09:00", "18:00"),))
    row.always = True
    row.save()
    assert compile_channel(row).hours == ()
    assert OpeningHours.objects.count() == 1


@pytest.mark.django_db
def test_customers_see_a_channel_as_it_was_published() -> None:
    row = create_channel("c")
    write_channel(Channel("c", name=both("new")), position=0)
    row.refresh_from_db()
    assert (row.card["name"], row.version) == (both("channel c").as_dict(), 1)
    assert publish_channel(row)
    assert not publish_channel(row)
    row.refresh_from_db()
    assert (row.card["name"], row.version) == (both("new").as_dict(), 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"name": Text("名")},
        {"name": Text()},
        {"bring": Text("物")},
        {"url": "javascript:alert(1)"},
        {"url": "x.example"},
    ],
)
def test_a_channel_that_is_not_ready_is_refused(values: dict[str, object]) -> None:
    row = create_channel("c", publish=False, **values)
    with pytest.raises(ChannelNotPublishable, match="^c: "):
        publish_channel(row)
    assert not ChannelRow.objects.published().exists()


@pytest.mark.django_db
def test_a_withdrawn_channel_keeps_its_rows() -> None:
    row = create_channel("c")
    withdraw_channel(row)
    assert not ChannelRow.objects.published().exists()
    assert compile_channel(row).name == both("channel c")


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://example.com", True),
        ("http://example.com/x", True),
        ("https://example.com/" + "x" * 481, False),
        ("javascript:alert(1)", False),
        ("//example.com", False),
        ("https://example.com/a b", False),
        ("https://", False),
    ],
)
def test_customers_are_sent_to_web_addresses_alone(url: str, fits: bool) -> None:
    assert is_web_address(url) is fits
