"""What people search for in vain becomes a keyword of the entry that answers it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from faq.compiler import compile_entry
from faq.models import Entry
from faq.publishing import publish_entry, rendered
from ground.text import LANGUAGES, Text

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST_KEYWORD = 100
# A guess shares at least so many of its pairs of characters with the entry.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a keyword: `is_new` unless the entry had it; `is_live` when readers find the entry by it now."""

    is_new: bool
    is_live: bool


@transaction.atomic
def add_keyword(entry: Entry, language: str, word: str, *, publisher: User | None = None) -> Added:
    """Add `word` to the keywords of `entry` in `language`.

    It is published at once by `publisher` where nothing else of the entry waits to be published.
    Raises EntryNotPublishable.
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("live", "category").get(pk=entry.pk)
    field = f"keywords_{language}"
    known: list[str] = getattr(entry, field)
    if word in known:
        return Added(is_new=False, is_live=False)
    nothing_waits = entry.live is not None and rendered(compile_entry(entry)) == entry.live.content
    setattr(entry, field, [*known, word])
    entry.save(update_fields=[field, "updated_at"])
    if publisher is None or not nothing_waits:
        return Added(is_new=True, is_live=False)
    publish_entry(entry, author=publisher, note=f"+ {word}")
    return Added(is_new=True, is_live=True)


class Guesser:
    """Says which entry a search was probably about, by the pairs of characters they share; one query."""

    def __init__(self) -> None:
        rows = Entry.objects.published().order_by("slug")
        self.titles: list[tuple[str, Text]] = []
        self._pairs: dict[str, list[tuple[str, frozenset[str]]]] = {language: [] for language in LANGUAGES}
        for row in rows.only("slug", "title_ja", "title_en", "keywords_ja", "keywords_en", "phrases"):
            title = Text(row.title_ja, row.title_en)
            self.titles.append((row.slug, title))
            for language in LANGUAGES:
                texts = [title.get(language), *getattr(row, f"keywords_{language}"), *row.phrases]
                self._pairs[language].append((row.slug, _pairs(texts)))

    def guess(self, text: str, language: str) -> str:
        """The slug of an entry, or nothing where none shares enough."""
        wanted = _pairs([text])
        if not wanted or language not in self._pairs:
            return ""
        score, slug = max(
            ((len(wanted & pairs) / len(wanted), slug) for slug, pairs in self._pairs[language]),
            default=(0.0, ""),
        )
        return slug if score >= _ENOUGH else ""


def _pairs(texts: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for text in texts:
        letters = "".join(text.casefold().split())
        found.update(letters[at : at + 2] for at in range(len(letters) - 1))
    return frozenset(found)
