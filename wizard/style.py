"""How the texts of a pack are written: pure checks that need no knowledge of its subject.

Japanese in です/ます style, one word for one thing (`avoid` in pack.yaml), and two languages that really are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ground.text import JAPANESE, Text

# Plain-style ends of sentences: た, だ, ない, and verbs, which all end in う; ます, です and しょう do too.
_PLAIN = re.compile(r"(?:(?<!まし)(?<!でし)[ただ]|ない|(?<![まで])す|(?<!しょ)う|[くぐつぬぶむる])。")
_QUOTED = re.compile(r"「[^」]*」|`[^`]*`|\[[^\]]*\]\([^)]*\)")
_LONG = 30  # characters: names of products may be the same in both languages
# What no name has: a word in small letters, or the end of a sentence.
_SENTENCE = re.compile(r"(?:\A|\s)[a-z]+(?=[\s,]|[.?!]?\Z)|[.?!]\Z")
# A sentence begins with a capital, or ends like one; a command with a small letter, or it has options, paths, signs.
_PROSE = re.compile(r"[.?!]\Z|[.?!,] ")
_CODE = re.compile(r"\A[`a-z0-9./~$%_-]|(?:\A|\s)[-/]{1,2}\w|[\\_=|{}$]|\w\(")
_LATIN = re.compile(r"[\x00-\x7f]+\Z")


def style_problems(text: Text, avoid: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the way `text` is written, as (code, sentence); nothing for a text not written yet."""
    if not (text.ja and text.en):
        return
    if text.ja == text.en and (JAPANESE.search(text.ja) or not (_is_name(text.ja) or _is_code(text.ja))):
        yield "same-text", "Both languages have the same text. Write it in each."
    elif not (JAPANESE.search(text.ja) or _is_name(text.ja) or _is_code(text.ja)):
        yield "not-japanese", "The Japanese text has no Japanese in it. Write it in Japanese."
    if len(JAPANESE.findall(text.en)) > len(text.en) / 3:
        yield "not-english", "The English text is mostly Japanese. Write it in English."
    prose = _QUOTED.sub("", text.ja)
    if plain := _PLAIN.search(prose):
        yield (
            "plain-style",
            f"“…{prose[max(plain.start() - 8, 0) : plain.end()]}” is not です/ます style. Reword it.",
        )
    for word, instead in avoid.items():
        if _is_written(word, text):
            yield "avoided-word", f"“{word}” is written. Use “{instead}”."


def _is_name(text: str) -> bool:
    """Whether `text` may be a name or a figure, which both languages share: “Savings Plans”, “EC2”, “$0”."""
    return len(text) <= _LONG and not _SENTENCE.search(text)


def _is_code(text: str) -> bool:
    """Whether `text` may be a command or another text of machines: `klist purge`, Get-ADUser -Identity x, net use /d."""
    return text.isascii() and not _PROSE.search(text) and _CODE.search(text) is not None


def _is_written(word: str, text: Text) -> bool:
    """Whether `text` has `word`: an English one as a word of the English text, large or small."""
    if _LATIN.match(word):
        return re.search(rf"(?<![\w/-]){re.escape(word)}(?![\w-])", text.en, re.IGNORECASE) is not None
    return word in text.ja
