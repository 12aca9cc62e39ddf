"""The hand-off pack as a part of a page: the text to copy, print or mail, in the languages it is needed in."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.translation import override

from contact.channel import Channel
from contact.handoff import HandOff, as_mail, as_text
from ground.text import LANGUAGES

# Characters: Windows opens no longer address than 2,083 (INTERNET_MAX_URL_LENGTH), Chrome there none over 2,048.
_MAIL = 2000


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
            "mail": as_mail(pack, language, _MAIL),
        }
        for language in languages
    ]
    with override(reader):
        return render_to_string("contact/_pack.html", {"pack": pack, "texts": texts})
