"""Markdown to clean HTML: emphasis that works in Japanese, sanitised, links allow-listed.

Beside `https:`, `mailto:` and `tel:`, texts may link inside the site: `guide:flow/step`, `entry:slug` and
`contact:` become addresses of the language they are rendered in. A page has its title for the heading of the first
level, so `#` begins with the second. HTML is text, but for `<br>`. What is not shown is a fault: see `faults_of`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from faq.faults import BREAK, faults_in_blocks, faults_in_line
from ground.markup import Fault
from ground.text import script_language

# The public addresses of the design, section 3.
_INSIDE = {"guide": "/{language}/guides/{path}/", "entry": "/{language}/faq/entry/{path}/", "contact": "/{language}/contact/"}  # fmt: skip
_INSIDE_LINK = re.compile(r"(guide|entry|contact):([a-z0-9/-]*)\Z")
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "blockquote", "hr",
         "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "pre"}  # fmt: skip
# What a text without faults has none of; the others are parsed to find them.
_SUSPICIOUS = re.compile(r"[]<|&]|```|~~~|\d[.)]\s|(?:[>*+-]\s*){9}|\n {16}")
_HALF_LINK = re.compile(r"\[[^\]\n]*\]\([^)\s]*(?=\s|$)")


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - signature of markdown-it
    """CommonMark emphasis, except that beside Japanese only white space decides what opens and closes.

    Japanese puts no spaces between words, and CommonMark takes 」** for neither an opening nor a closing mark.
    """
    start, marker = state.pos, state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(start, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        end = start + scanned.length
        before = state.src[start - 1] if start else " "
        after = state.src[end] if end < state.posMax else " "
        if _is_wide(before) or _is_wide(after):
            opens, closes = not after.isspace(), not before.isspace()
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos += scanned.length
    return True


def _softbreak(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: Any
) -> str:
    """A line break between Japanese characters is no space."""
    before = next((token.content[-1] for token in reversed(tokens[:index]) if token.content), "")
    after = next((token.content[0] for token in tokens[index + 1 :] if token.content), "")
    return "" if before and after and _is_wide(before) and _is_wide(after) else "\n"


def _code(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, env: Any
) -> str:
    """Code, which quotes what a screen says; Japanese on an English page is marked so that it is read as Japanese."""
    content = tokens[index].content
    mark = ' lang="ja"' if script_language(content) == "ja" != env["language"] else ""
    return f"<code{mark}>{escapeHtml(content)}</code>"


def _tag(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: Any
) -> str:
    """HTML is shown as it was typed; `<br>`, which a cell of a table has no other way to write, breaks the line."""
    content = tokens[index].content
    return "<br>" if BREAK.match(content) else escapeHtml(content)


def _levels(state: StateCore) -> None:
    """Headings from the second level to the fourth, in the order they were given."""
    headings = [token for token in state.tokens if token.type in {"heading_open", "heading_close"}]
    down = any(token.tag == "h1" for token in headings)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + down, 4)}"


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # As tokens, tags can be told from what was escaped or quoted; all are shown as text.
    parser = MarkdownIt("commonmark", {"html": True, "store_labels": True}).enable("table")
    parser.disable("html_block")
    parser.core.ruler.push("levels", _levels)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.add_render_rule("softbreak", _softbreak)
    parser.add_render_rule("code_inline", _code)
    parser.add_render_rule("html_inline", _tag)
    # Every link becomes a token, so that validation can name a bad one; nh3 decides what survives.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


@lru_cache(maxsize=2)
def _cleaner(language: str) -> nh3.Cleaner:
    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "a" and name == "href" and (match := _INSIDE_LINK.match(value)):
            scheme, path = match.groups()
            return _INSIDE[scheme].format(language=language, path=path.strip("/"))
        return value

    return nh3.Cleaner(
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "code": {"lang"}},
        url_schemes={"https", "http", "mailto", "tel", *_INSIDE},
        attribute_filter=attribute,
        link_rel="noopener noreferrer",
    )


def render(text: str, language: str) -> str:
    """The Markdown `text` as HTML that is safe to show as it is; site links lead to pages in `language`."""
    return _cleaner(language).clean(_parser().render(text, {"language": language})).strip() if text else ""


def render_inline(text: str, language: str) -> str:
    """One line of Markdown without the paragraph around it: for notices, waits, deadlines, cautions."""
    return (
        _cleaner(language).clean(_parser().renderInline(text, {"language": language})).strip() if text else ""
    )


def links_of(text: str) -> list[str]:
    """The link addresses of a Markdown text in order; one whose bracket never closes ends in ` …`."""
    return list(_links_in(text)) if "]" in text or "<" in text else []


# An edit asks for the links of every text of its guide, of which it changed one: 5,000 steps in two languages fit.
@lru_cache(maxsize=12_000)
def _links_in(text: str) -> tuple[str, ...]:
    found = []
    for block in _parser().parse(text):
        for token in block.children or ():
            if token.type == "link_open":
                found.append(str(token.attrs["href"]))
            elif token.type == "text":
                found += [f"{half} …" for half in _HALF_LINK.findall(token.content)]
    return tuple(found)


def faults_of(text: str, *, line: bool = False) -> tuple[Fault, ...]:
    """What of a Markdown text is not shown, or not as it is meant; with `line`, it is shown as one paragraph."""
    return _faults_in(text, line) if text else ()


@lru_cache(maxsize=12_000)
def _faults_in(text: str, line: bool) -> tuple[Fault, ...]:  # noqa: FBT001 - part of the key
    if not line and re.search(r"\w", text) and not _SUSPICIOUS.search(text):
        return ()
    env: dict[str, Any] = {}
    blocks = _parser().parse(text, env)
    if line:
        return tuple(faults_in_line(text, _parser().parseInline(text, {}), blocks))
    return tuple(faults_in_blocks(text, blocks, env, _parser().options.maxNesting))
