"""What an editor wrote that readers do not see, or see as it stands: one list for all texts.

`faq.faults` finds it in Markdown; `plain_faults` here, in the fields that are shown as they are typed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ground.sentences import LANGUAGE_NAMES, Sentence
from ground.sentences import marked as _
from ground.text import LANGUAGES, Text

Severity = Literal["error", "warning"]

# One sentence each: what is wrong, where, and what to do.
FAULTS = {
    "image": _("The image “%(piece)s” in the %(field)s (%(language)s) is not shown, its description neither. Say in words what it shows."),
    "link-without-text": _("The link to “%(piece)s” in the %(field)s (%(language)s) has no text, so nobody sees it. Write [text](address)."),
    "link-title": _("The title “%(piece)s” of a link in the %(field)s (%(language)s) is not shown. Write it into the text."),
    "lost-line": _("“%(piece)s” in the %(field)s (%(language)s) is not shown: it is taken for the address of a link that nothing uses. Write \\[ for its first bracket."),
    "lost-cell": _("A row of a table in the %(field)s (%(language)s) has more cells than its head, so “%(piece)s” is not shown. Give the head as many, or write \\| for a bar that is text."),
    "lost-code": _("“%(piece)s” behind the marks of a block of code in the %(field)s (%(language)s) is not shown. Begin the code on the next line."),
    "list-number": _("A list in the %(field)s (%(language)s) shows other numbers than “%(piece)s”, for it counts on from its first. Number it in order, or write a backslash before the dot."),
    "too-nested": _("The %(field)s (%(language)s) is nested so deeply that its inmost part is not shown. Nest it less."),
    "html": _("“%(piece)s” in the %(field)s (%(language)s) is shown as it stands: HTML is not read. Write it in Markdown, or between ` if it is to be read so."),
    "shows-nothing": _("The %(field)s (%(language)s) shows nothing to a reader. Write it in words."),
    "one-paragraph": _("The %(field)s (%(language)s) is shown as one paragraph, so “%(piece)s” stands there as it is typed. Write sentences."),
    "plain-text": _("“%(piece)s” in the %(field)s (%(language)s) is shown as it stands: this field takes plain text. Take the marks out."),
    "line-break": _("The %(field)s (%(language)s) has a line break behind “%(piece)s”, which is shown as a space. Write it on one line."),
}  # fmt: skip
# Nothing is lost there; it only looks wrong.
ADVICE = frozenset({"html", "one-paragraph", "plain-text", "line-break"})
FIELDS = {"title": _("title"), "summary": _("summary"), "text": _("text")}
_LONGEST = 60

# The elements of HTML; <your-name> is a placeholder and none.
_ELEMENTS = (
    "a|abbr|acronym|address|area|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|"
    "cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|"
    "footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hgroup|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|"
    "link|main|map|mark|marquee|menu|meta|meter|nav|nobr|noscript|object|ol|optgroup|option|output|p|param|picture|pre|"
    "progress|q|rp|rt|ruby|s|samp|script|search|section|select|slot|small|source|span|strike|strong|style|sub|summary|"
    "sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr"
)
HTML = re.compile(rf"</?(?:{_ELEMENTS})(?=[\s/>])[^<>]*>|<!--|<[!?][A-Za-z]", re.IGNORECASE)
# Marks around words: **bold**, `code`, [text](address), an image, a heading. Not 5 * 3, snake_case, [OK] (left) or #1.
_MARKS = re.compile(
    r"\*\*(?=\S)[^*\n]{1,300}(?<=\S)\*\*|`[^`\n]{1,300}`|!\[[^\]\n]{0,300}\]\([^)\s]{1,500}\)|\[[^\]\n]{0,300}\]\((?:[a-z]{1,20}:|[/#.])[^)\n]{0,500}\)|^#{1,6} \S.*",
    re.MULTILINE,
)
_SUSPICIOUS = re.compile(r"[\n*`<&#]|\]\(")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Fault:
    """A key of `FAULTS` and the piece of the text it is about."""

    code: str
    piece: str = ""

    @property
    def severity(self) -> Severity:
        """Whether it blocks publishing."""
        return "warning" if self.code in ADVICE else "error"

    @property
    def shown(self) -> str:
        """The piece, shortened to what a sentence can hold."""
        piece = " ".join(self.piece.split())
        return piece if len(piece) <= _LONGEST else f"{piece[:_LONGEST]}…"

    def sentence(self, field: str, language: str) -> Sentence:
        """What is wrong with the text of `field` in `language`, and what to do."""
        words = (("field", field), ("language", LANGUAGE_NAMES[language]))
        return Sentence(FAULTS[self.code], (("piece", self.shown),), words)


def element(tag: str) -> str:
    """What `tag` opens or closes: `b` for <b> and </b>, which are one slip."""
    return re.sub(r"[</>].*|\s.*", "", tag.lstrip("</"), flags=re.DOTALL).lower()


def plain_faults(text: str, *, lines: bool = False) -> Iterable[Fault]:
    """What stands in a plain text as it was typed; with `lines`, its line breaks are shown as such."""
    # An edit asks for those of every text of its guide, and hardly any has one.
    return _plain_faults(text, lines) if _SUSPICIOUS.search(text) else ()


def _plain_faults(text: str, lines: bool) -> Iterator[Fault]:  # noqa: FBT001
    if not lines and "\n" in text:
        yield Fault("line-break", text.split("\n", 1)[0])
    if "*" in text or "`" in text or "](" in text or "# " in text:
        yield from (Fault("plain-text", found.group()) for found in _MARKS.finditer(text))
    if "<" in text:
        elements = {element(found.group()): found.group() for found in reversed(list(HTML.finditer(text)))}
        yield from (Fault("plain-text", tag) for tag in reversed(elements.values()))
    if "&" in text:
        entities = (found.group() for found in _ENTITY.finditer(text))
        yield from (Fault("plain-text", entity) for entity in entities if html.unescape(entity) != entity)


def plain_advice(
    texts: Mapping[str, Text], fields: Mapping[str, str] = FIELDS, *, lines: Container[str] = ()
) -> Iterator[tuple[Fault, Sentence]]:
    """The faults of plain texts, which come by the name of their field, each with its sentence.

    `fields` gives the words for a name, `lines` the names of those that are shown with their line breaks.
    """
    for name, text in texts.items():
        for language in LANGUAGES:
            for fault in plain_faults(getattr(text, language), lines=name in lines):
                yield fault, fault.sentence(fields[name], language)
