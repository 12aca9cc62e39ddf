"""How the texts of a pack are written: pure checks that need no knowledge of its subject.

Japanese in です/ます style, one word for one thing (`avoid` in pack.yaml), and two languages that really are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ground.text import Text

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Plain-style ends of sentences; nouns and です/ます forms end otherwise.
_PLAIN = re.compile(r"(?<!まし)(?<!でし)(?:た|だ|ない|する|れる|できる|いる|ある|なる)。")
_QUOTED = re.compile(r"「[^」]*」|`[^`]*`|\[[^\]]*\]\([^)]*\)")
_SHORT = 30  # characters: names of products may be the same in both languages


CODES = frozenset({"same-text", "not-japanese", "not-english", "plain-style", "avoided-word", "many-choices"})


def style_problems(text: Text, avoid: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the way `text` is written, as (code, sentence); nothing for a text not written yet."""
    if not (text.ja and text.en):
        return
    if text.ja == text.en and (_JAPANESE.search(text.ja) or len(text.ja) > _SHORT):
        yield "same-text", "Both languages have the same text. Write it in each."
    elif not _JAPANESE.search(text.ja) and len(text.ja) > _SHORT:
        yield "not-japanese", "The Japanese text has no Japanese in it. Write it in Japanese."
    if len(_JAPANESE.findall(text.en)) > len(text.en) / 3:
        yield "not-english", "The English text is mostly Japanese. Write it in English."
    prose = _QUOTED.sub("", text.ja)
    if plain := _PLAIN.search(prose):
        yield (
            "plain-style",
            f"“…{prose[max(plain.start() - 8, 0) : plain.end()]}” is not です/ます style. Reword it.",
        )
    for word, instead in avoid.items():
        if word in text.ja:
            yield "avoided-word", f"“{word}” is written. Use “{instead}”."
