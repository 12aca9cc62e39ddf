"""What was found as readers see it: titles and snippets with the words that matched marked in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.finding import Found
from search.models import IndexedDocument
from search.ranking import Ranked

SHOWN, CLOSE_SHOWN, OFFERED, GUIDES_LISTED = 10, 3, 2, 3
SNIPPET = 110
# A guide is offered when it speaks of the trouble about as much as the best entry does. Entries have keywords
# and guides have none, so about half of their score is as much; a step is one among many and has to be nearer.
WORTH_OFFERING = {"guide": 0.45, "step": 0.65}
# Steps are many and short: where no entry fits, one has to speak of more than half of what was asked.
SURE = 0.6
_SENTENCE = re.compile(r"[^。\n]+?(?:。|[.?!](?=\s)|\n|\Z)")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Result:
    """One link of a result page. `title` and `snippet` are HTML."""

    url: str
    title: SafeString
    snippet: SafeString
    kind: str
    is_message: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A result page: `guides` stand above the `results`, `close` questions apart from them."""

    guides: tuple[Result, ...]
    results: tuple[Result, ...]
    close: tuple[Result, ...]


def show(found: Found, language: str) -> Shown:
    """`found` as its page shows it; one query, or none when nothing was found."""
    entries = [ranked for ranked in found.fitting if ranked.document.kind == "entry"]
    guides = _one_of_each_guide(
        found.fitting if entries else [r for r in found.fitting if r.coverage >= SURE]
    )
    offered = [guide for guide in guides if entries and _is_worth_offering(guide, entries[0])][:OFFERED]
    others = [guide for guide in guides if guide not in offered][:GUIDES_LISTED]
    close = [] if entries or guides else [r for r in found.close if r.document.kind == "entry"][:CLOSE_SHOWN]
    groups = offered, [*entries[:SHOWN], *others], close
    texts = _texts(ranked for group in groups for ranked in group)
    return Shown(*(tuple(_results(group, texts, language)) for group in groups))


def suggest(found: Found, language: str, most: int = 8) -> tuple[Result, ...]:
    """What to suggest while somebody types: a guide worth offering first, then what fits; one query."""
    shown = show(found, language)
    return (*shown.guides, *shown.results)[:most]


def _one_of_each_guide(fitting: Iterable[Ranked]) -> list[Ranked]:
    """Of each guide its start, or the step that fits better; best first."""
    best: dict[str, Ranked] = {}
    for ranked in fitting:
        if ranked.document.kind != "entry":
            best.setdefault(ranked.document.slug.partition("/")[0], ranked)
    return list(best.values())


def _is_worth_offering(guide: Ranked, entry: Ranked) -> bool:
    if entry.is_message:
        return guide.coverage == 1
    return guide.score >= WORTH_OFFERING[guide.document.kind] * entry.score


def _texts(ranked: Iterable[Ranked]) -> dict[int, IndexedDocument]:
    ids = [each.document.id for each in ranked]
    columns = "title_places", "body", "body_places"
    return IndexedDocument.objects.only(*columns).in_bulk(ids) if ids else {}


def _results(
    group: Iterable[Ranked], texts: Mapping[int, IndexedDocument], language: str
) -> Iterator[Result]:
    """The results of `group`; without a snapshot, a document may have gone since it was ranked."""
    for ranked in group:
        if row := texts.get(ranked.document.id):
            yield _result(ranked, row, language)


def _result(ranked: Ranked, row: IndexedDocument, language: str) -> Result:
    document = ranked.document
    in_title = _places(document.title_terms, row.title_places, ranked.matched)
    in_body = _places(document.body_terms, row.body_places, ranked.matched)
    start, end = best_piece(row.body, in_body)
    return Result(
        url=f"/{language}/{document.path}",
        title=marked(document.title, 0, len(document.title), in_title),
        snippet=format_html(
            "{}{}", marked(row.body, start, end, in_body), "" if _ends(row.body, end) else "…"
        ),
        kind=document.kind,
        is_message=ranked.is_message,
    )


def _places(terms: str, places: str, matched: Collection[str]) -> list[Place]:
    """Where the matched among `terms` stand; terms beyond the places stand in no text that is shown."""
    found = []
    for term, place in zip(terms.split(), places.split(), strict=False):
        if term in matched:
            start, _, end = place.partition("-")
            found.append((int(start), int(end)))
    return found


def best_piece(text: str, places: Sequence[Place]) -> Place:
    """The sentence of `text` with the most matches, and what follows it, as far as a snippet goes."""
    sentences = [match.span() for match in _SENTENCE.finditer(text)] or [(0, len(text))]
    start, _ = max(
        sentences,
        key=lambda span: len(
            {text[place[0] : place[1]] for place in places if span[0] <= place[0] < span[1]}
        ),
    )
    line = text.find("\n", start + SNIPPET // 2)
    end = min(start + SNIPPET, len(text), line if line > 0 else len(text))
    return start, end


def _ends(text: str, end: int) -> bool:
    return end == len(text) or text[end - 1] in "。.?!" or text[end] == "\n"


def marked(text: str, start: int, end: int, places: Iterable[Place]) -> SafeString:
    """`text` from `start` to `end` as HTML, with what stands at `places` marked; neighbours in one mark."""
    pieces: list[tuple[str, str]] = []
    joined: list[list[int]] = []
    for first, last in sorted(places):
        if first < start or last > end:
            continue
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(last, joined[-1][1])
        else:
            joined.append([first, last])
    at = start
    for first, last in joined:
        pieces.append((text[at:first], text[first:last]))
        at = last
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:end])
