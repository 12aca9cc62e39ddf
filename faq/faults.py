"""What Markdown would not show, or would show otherwise than it was written, as faults of `ground.markup`.

Pure functions over the tokens of a parsed text; `faq.markdown.faults_of` parses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from ground.markup import HTML, Fault, element
from ground.text import is_blank

BREAK = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)
# The language of a block of code, as other programs know it: no words for readers.
_CODE_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9+#.-]{0,20}\Z")
_LINE_END = re.compile(r"\r\n?|\n")


def faults_in_blocks(
    text: str, tokens: Sequence[Token], env: Mapping[str, Any], deepest: int
) -> Iterator[Fault]:
    """The faults of `text`, which was parsed to `tokens` in `env` and is shown as deep as level `deepest`."""
    lines = _LINE_END.split(text)
    found = [
        *_in_lines(tokens),
        *_unused(lines, tokens, env),
        *_tables(lines, tokens),
        *_numbers(tokens),
        *_blocks(tokens, deepest),
    ]
    yield from _once(text, found, tokens)


def faults_in_line(text: str, tokens: Sequence[Token], blocks: Sequence[Token]) -> Iterator[Fault]:
    """The faults of `text` shown as one paragraph, with `tokens`; `blocks` are what it looks like by itself."""
    found = [*_in_lines(tokens)]
    if [token.type for token in blocks] != ["paragraph_open", "inline", "paragraph_close"]:
        starts = [token.map[0] for token in blocks if token.map and token.level == 0]
        first = blocks[0].type if blocks else ""
        at = starts[1] if first == "paragraph_open" and len(starts) > 1 else 0
        found.append(Fault("one-paragraph", _LINE_END.split(text)[at]))
    yield from _once(text, found, tokens)


def _once(text: str, found: list[Fault], tokens: Iterable[Token]) -> Iterator[Fault]:
    yield from dict.fromkeys(found)
    if not found and text.strip() and not any(map(_is_seen, tokens)):
        yield Fault("shows-nothing")


def _is_seen(token: Token) -> bool:
    """Whether `token`, or one inside it, is something to read."""
    if token.children and token.type != "image":
        return any(map(_is_seen, token.children))
    is_written = token.type in {"text", "code_inline", "code_block", "fence"} or _is_tag(token)
    return is_written and not is_blank(token.content)


def _is_tag(token: Token) -> bool:
    return token.type == "html_inline" and not BREAK.match(token.content)


def _in_lines(tokens: Iterable[Token]) -> Iterator[Fault]:
    """Images, HTML, links without words, and words of links that nobody sees."""
    elements: set[str] = set()
    for block in tokens:
        link, has_words = "", True
        for token in block.children or ():
            if token.type == "image":
                yield Fault("image", token.content or str(token.attrs["src"]))
            elif _is_tag(token) and HTML.match(token.content):
                if (name := element(token.content)) not in elements:
                    yield Fault("html", token.content)
                elements.add(name)
            elif token.type == "link_open":
                link, has_words = str(token.attrs["href"]), False
            elif token.type == "link_close" and not has_words:
                yield Fault("link-without-text", link)
            if title := token.attrs.get("title"):
                yield Fault("link-title", str(title))
            has_words = has_words or token.type == "image" or _is_seen(token)


def _unused(lines: Sequence[str], tokens: Iterable[Token], env: Mapping[str, Any]) -> Iterator[Fault]:
    """Lines such as `[note]: text` that no link refers to."""
    used = {child.meta.get("label") for token in tokens for child in token.children or ()}
    unused = [found for label, found in env.get("references", {}).items() if label not in used]
    for definition in (*unused, *env.get("duplicate_refs", ())):
        begin, end = definition["map"]
        yield Fault("lost-line", " ".join(lines[begin:end]).strip("> "))


def _tables(lines: Sequence[str], tokens: Iterable[Token]) -> Iterator[Fault]:
    """The cells of a row that has more of them than the head of its table."""
    columns, is_head = 0, False
    for token in tokens:
        if token.type in {"thead_open", "tbody_open"}:
            is_head = token.type == "thead_open"
            columns = 0 if is_head else columns
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map and not is_head:
            cells = escapedSplit(lines[token.map[0]].strip("> \t"))
            beyond = cells[1 if not cells[0] else 0 :][columns:]
            yield from (Fault("lost-cell", cell.strip()) for cell in beyond if not is_blank(cell))


def _numbers(tokens: Iterable[Token]) -> Iterator[Fault]:
    """Lists whose numbers are neither in order nor all the same, which leaves the counting to the list."""
    open_lists: list[list[int]] = []
    for token in tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            open_lists.append([])
        elif token.type == "list_item_open" and token.info:
            open_lists[-1].append(int(token.info))
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers = open_lists.pop()
            if len(set(numbers)) > 1 and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
                yield Fault("list-number", ", ".join(map(str, numbers)))


def _blocks(tokens: Iterable[Token], deepest: int) -> Iterator[Fault]:
    """What stands behind the marks of a block of code, and what is nested too deeply."""
    for token in tokens:
        info = token.info.strip()
        if token.type == "fence" and info and not _CODE_LANGUAGE.match(info):
            yield Fault("lost-code", info)
        elif token.type in {"blockquote_open", "list_item_open"} and token.level >= deepest - 1:
            yield Fault("too-nested")
