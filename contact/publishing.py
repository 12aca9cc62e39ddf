"""Putting channels before customers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from contact.channel import channel_problems
from contact.compiler import compile_channel
from contact.models import Channel
from ground.needs import Place, require_unneeded
from ground.sentences import Sentence


class ChannelNotPublishable(Exception):
    """What stands in the way: `found`, and the same as English sentences in `problems`."""

    def __init__(self, slug: str, found: list[Sentence]) -> None:
        self.found = found
        self.problems = [f"{slug}: {problem}" for problem in found]
        super().__init__(" ".join(self.problems))


@transaction.atomic
def publish_channel(channel: Channel) -> bool:
    """Show customers the channel as its rows stand now; False when they already see it so.

    Raises ChannelNotPublishable when a text is missing in a language or its address is none.
    """
    channel = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    value = compile_channel(channel)
    if found := channel_problems(value):
        raise ChannelNotPublishable(value.slug, found)
    card = value.as_dict()
    if card == channel.card:
        return False
    channel.card, channel.version = card, channel.version + 1
    channel.save(update_fields=["card", "version"])
    return True


def withdraw_channel(channel: Channel) -> None:
    """As `withdraw_channels`, for one. Raises StillNeeded."""
    withdraw_channels([channel])


@transaction.atomic
def withdraw_channels(channels: Iterable[Channel]) -> list[Channel]:
    """Take channels off the site; their rows stay. Gives those that were on it.

    Raises StillNeeded when a live answer would be left with nothing to show, or when a channel that stays offers one of
    them while it is closed; all of them stay then.
    """
    wanted = {channel.pk: channel for channel in channels}
    rows = list(
        Channel.objects.published().filter(pk__in=wanted).select_for_update(of=("self",)).order_by("pk")
    )
    require_unneeded("channel", [row.slug for row in rows])
    Channel.objects.filter(pk__in=[row.pk for row in rows]).update(card={})
    return [wanted[row.pk] for row in rows]


def channels_offering(slugs: Collection[str]) -> Iterator[Place]:
    """The published channels, but for those of `slugs`, that offer one of these while they are closed."""
    others = Channel.objects.published().exclude(slug__in=slugs)
    for pk, slug, card in others.values_list("pk", "slug", "card"):
        if card.get("alternative") in slugs:
            name = gettext("the contact channel %(slug)s") % {"slug": slug}
            yield Place(name, reverse("admin:contact_channel_change", args=[pk]))
