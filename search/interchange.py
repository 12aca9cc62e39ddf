"""The file of synonyms: read strictly, written the same way every time, loaded without losing an editor's work."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ground.documents import Fields
from ground.sentences import Sentence, _
from search.synonyms import Group
from search.words import squeeze, words

LONGEST = 100


def read_synonyms(document: Fields) -> tuple[Group, ...]:
    """The groups in `document`; what is wrong with them goes to the document's complaints."""
    document.require_format()
    groups: dict[str, Group] = {}
    for row in document.items("synonyms", "{words: [one word, another word]}"):
        group = Group(row.strings("words"), row.strings("finds"))
        row.finish()
        for problem in problems_of(group):
            row.complain("synonyms", str(problem))
        if group.name in groups:
            message = f"a group begins with “{group.name}” already; put them together, or another word first."
            row.complain("duplicate", message)
        groups.setdefault(group.name, group)
    document.finish()
    return tuple(groups.values())


def write_synonyms(groups: Iterable[Group]) -> dict[str, Any]:
    """The groups as the content of their file."""
    rows = [
        {"words": list(group.words), **({"finds": list(group.finds)} if group.finds else {})}
        for group in groups
    ]
    return {"format": "1", "synonyms": rows}


def problems_of(group: Group) -> list[Sentence]:
    """What is wrong with `group`."""
    if not group.words:
        return [Sentence(_("names no words; give at least one."))]
    found = []
    if len(group.words) < 2 and not group.finds:
        found.append(Sentence(_("has one word alone; give another one, or say what it finds.")))
    for word in dict.fromkeys((*group.words, *group.finds)):
        shown = (("word", word[:30]),)
        if len(word) > LONGEST:
            found.append(Sentence(_("“%(word)s…” is longer than 100 characters; shorten it."), shown))
        elif not _says_something(word):
            found.append(Sentence(_("“%(word)s” says nothing by itself; take it out, or add to it."), shown))
    return found


def confusions(group: Group, others: Iterable[Group]) -> list[Sentence]:
    """Phrases of `group` of which search sees no more than a word of another group, so that both find the same."""
    known = {_seen(word): word for other in others if other.name != group.name for word in other.words}
    text = _("search sees in “%(word)s” only “%(other)s”, a word of another group; say it in other words.")
    return [
        Sentence(text, (("word", word), ("other", other)))
        for word in group.words
        if (other := known.get(_seen(word))) and squeeze(other) != squeeze(word) and _is_phrase(word, other)
    ]


@lru_cache(maxsize=20_000)
def _seen(word: str) -> tuple[str, ...]:
    return tuple(part.term for part in words(word))


def _is_phrase(word: str, other: str) -> bool:
    """Whether `word` is more than another form of `other`, as charged is of charge."""
    return squeeze(other) in squeeze(word) and (" " in word or not word.isascii())


def _says_something(word: str) -> bool:
    """Two words that say little may say something together: 誰に聞く."""
    said = list(words(word))
    return len(said) > 1 or any(not part.filler for part in said)
