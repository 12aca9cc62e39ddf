"""Putting channels before customers."""

from __future__ import annotations

from django.db import transaction

from contact.channel import channel_problems
from contact.compiler import compile_channel
from contact.models import Channel
from ground.needs import require_unneeded
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
    """Take a channel off the site; its rows stay.

    Raises StillNeeded when a live answer would be left with nothing to show.
    """
    require_unneeded("channel", [channel.slug])
    Channel.objects.filter(pk=channel.pk).update(card={})
