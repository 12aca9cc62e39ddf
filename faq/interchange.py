"""FAQ files: one category with its entries, read strictly and written the same way every time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from faq.article import LAST_RANK, MOST_RELATED, Article
from ground.documents import TEXT_FORM, Fields
from ground.text import LANGUAGES, Text

_ENTRY = f"{{title: {TEXT_FORM}, answer: {TEXT_FORM}}}"
_KEYWORDS = "{%s}" % ", ".join(f"{language}: [a word, another]" for language in LANGUAGES)  # noqa: UP031 - braces


@dataclass(frozen=True)
class Shelf:
    """A category with its entries, in the order of the file; `lines` says where each entry stands."""

    slug: str
    title: Text
    summary: Text
    order: int
    articles: tuple[Article, ...]
    lines: dict[str, int] = field(default_factory=dict, compare=False)


def read_shelf(document: Fields) -> Shelf:
    """The category in `document`; what is wrong with it goes to the document's complaints."""
    document.require_format()
    slug = document.slug("category", required=True)
    title = document.text("title", required=True)
    summary = document.text("summary")
    order = document.number("order") or 0
    articles, lines = [], {}
    for name, entry in document.each("entries", _ENTRY, required=True):
        lines[name] = entry.line
        articles.append(_read_article(name, slug, entry))
    document.finish()
    return Shelf(slug, title, summary, order, tuple(articles), lines)


def _read_article(slug: str, category: str, entry: Fields) -> Article:
    keywords = entry.fields("keywords", _KEYWORDS)
    article = Article(
        slug=slug,
        category=category,
        title=entry.text("title", required=True),
        answer=entry.text("answer", required=True),
        notice=entry.text("notice"),
        keywords_ja=keywords.strings("ja") if keywords else (),
        keywords_en=keywords.strings("en") if keywords else (),
        phrases=entry.strings("phrases"),
        related=entry.slugs("related"),
        helper=entry.slug("helper") if "helper" in entry else "",
        most_asked=_read_rank(entry),
        facts_as_of=entry.string("facts_as_of"),
        last_checked=entry.string("last_checked"),
        next_check=entry.string("next_check"),
        source=entry.string("source"),
        editor_note=entry.string("editor_note"),
        aliases=tuple(sorted(entry.slugs("aliases"))),
    )
    if len(article.related) > MOST_RELATED:
        message = f"“related” names {len(article.related)} entries; keep to {MOST_RELATED}."
        entry.complain("too-many", message, entry.line_of("related"))
    if keywords:
        keywords.finish()
    entry.finish()
    return article


def _read_rank(entry: Fields) -> int | None:
    rank = entry.number("most_asked")
    if rank is not None and not 1 <= rank <= LAST_RANK:
        message = f"“most_asked” is “{rank}”; ranks go from 1 to {LAST_RANK}."
        entry.complain("value", message, entry.line_of("most_asked"))
    return rank


def write_shelf(shelf: Shelf) -> dict[str, Any]:
    """The category as the content of its file."""
    data: dict[str, Any] = {"format": "1", "category": shelf.slug, "title": shelf.title.as_dict()}
    if shelf.summary:
        data["summary"] = shelf.summary.as_dict()
    data["order"] = str(shelf.order)
    data["entries"] = {article.slug: _write_article(article) for article in shelf.articles}
    return data


def _write_article(article: Article) -> dict[str, Any]:
    data = article.as_dict()
    data.pop("slug")
    data.pop("category")
    keywords = {language: data.pop(f"keywords_{language}", []) for language in ("ja", "en")}
    if any(keywords.values()):
        data["keywords"] = {language: words for language, words in keywords.items() if words}
    if article.most_asked is not None:
        data["most_asked"] = str(article.most_asked)
    order = ("title", "answer", "notice", "keywords")
    required = {"title": {}, "answer": {}, **data}
    return {**{name: required[name] for name in order if name in required}, **data}
