"""The hand-off pack as a part of a page: the text to copy, print or mail, in the languages it is needed in."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.translation import override

from contact.channel import Channel
from contact.handoff import HandOff, as_text, subject
from ground.text import LANGUAGES

_MAIL_TEXT = 1500  # characters: some mail programs cut longer addresses


def languages_needed(channels: Iterable[Channel], reader: str) -> list[str]:
    """The reader's language, and each other one that a channel takes when it does not take the reader's."""
    wanted = {
        language for channel in channels if reader not in channel.languages for language in channel.languages
    }
    return [reader, *(language for language in LANGUAGES if language in wanted and language != reader)]


def pack_html(pack: HandOff, languages: Iterable[str], reader: str) -> str:
    """The pack as HTML for somebody who reads `reader`, its text once in each of `languages`."""
    texts = [
        {
            "language": language,
            "text": as_text(pack, language),
            "mail": f"subject={quote(subject(pack, language))}&body={quote(as_text(pack, language)[:_MAIL_TEXT])}",
        }
        for language in languages
    ]
    with override(reader):
        return render_to_string("contact/_pack.html", {"pack": pack, "texts": texts})
