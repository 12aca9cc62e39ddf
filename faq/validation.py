"""Whether an entry may be published: a pure function over its value."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from faq.article import PARTIAL_DATE, TEXTS, Article
from faq.links import Places, bad_links, is_well_formed
from faq.markdown import faults_of
from ground.markup import Severity, plain_faults
from ground.sentences import LANGUAGE_NAMES, Sentence
from ground.sentences import marked as _
from ground.text import LANGUAGES, Text

DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")

_MARKDOWN = ("answer", "notice")
FIELDS = {"title": _("question"), "answer": _("answer"), "notice": _("notice")}
_BAD_LINK = _(
    "The link “%(link)s” in the %(field)s (%(language)s) cannot work. Write [text](https://…), guide:, entry: or contact:."
)
# As `wizard.problems` says it of the texts of guides.
_DEAD_LINK = _("The link “%(link)s” in the %(field)s (%(language)s) cannot work. %(reason)s")


@dataclass(frozen=True, slots=True)
class ArticleProblem:
    """One failing: a code, the field it is in, and what to do about it."""

    code: str
    field: str
    message: Sentence
    severity: Severity = "error"

    def __str__(self) -> str:
        return str(self.message)


def blocking(problems: Iterable[ArticleProblem]) -> list[ArticleProblem]:
    """Those that keep it from being published."""
    return [problem for problem in problems if problem.severity == "error"]


def article_problems(
    article: Article, helpers: Container[str], places: Places | None = None
) -> Iterator[ArticleProblem]:
    """Everything that keeps `article` from being published, and advice; `helpers` are the slugs of those there are.

    `places` are what it may link to; without them only the form of its links is looked at.
    """
    yield from _texts(article)
    yield from _links(article, places)
    yield from markup_problems({name: getattr(article, name) for name in TEXTS})
    yield from date_problems(article)
    if article.helper and article.helper not in helpers:
        message = Sentence(
            _("There is no helper called “%(slug)s”. Choose one of the list."), (("slug", article.helper),)
        )
        yield ArticleProblem("helper-unknown", "helper", message)


def _texts(article: Article) -> Iterator[ArticleProblem]:
    for name in TEXTS:
        text = getattr(article, name)
        if not text and name == "notice":
            continue
        for language in text.missing():
            words = (("field", FIELDS[name]), ("language", LANGUAGE_NAMES[language]))
            message = Sentence(_("The %(field)s is not written in %(language)s. Write it."), words=words)
            yield ArticleProblem("missing-text", name, message)


def markdown_of(article: Article) -> list[str]:
    """Its texts in which there may be links."""
    return [getattr(getattr(article, name), language) for name in _MARKDOWN for language in LANGUAGES]


def _links(article: Article, places: Places | None) -> Iterator[ArticleProblem]:
    for language in LANGUAGES:
        for name in _MARKDOWN:
            for link, reason in bad_links(getattr(getattr(article, name), language), places or Places()):
                words = [("field", FIELDS[name]), ("language", LANGUAGE_NAMES[language])]
                text = _BAD_LINK
                if is_well_formed(link):
                    if places is None:
                        continue
                    text, words = _DEAD_LINK, [*words, ("reason", reason)]
                yield ArticleProblem("bad-link", name, Sentence(text, (("link", link),), tuple(words)))


def markup_problems(texts: Mapping[str, Text]) -> Iterator[ArticleProblem]:
    """What readers would not see of the `texts` of an entry, or see as it was typed."""
    for name, text in texts.items():
        for language in LANGUAGES:
            written = getattr(text, language)
            found = plain_faults(written) if name == "title" else faults_of(written, line=name == "notice")
            for fault in found:
                sentence = fault.sentence(FIELDS[name], language)
                yield ArticleProblem(fault.code, name, sentence, fault.severity)


def date_problems(article: Article) -> Iterator[ArticleProblem]:
    """What is no date, and a next check that is before the last one."""
    if article.facts_as_of and not PARTIAL_DATE.match(article.facts_as_of):
        text = _("“%(date)s” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.")
        yield ArticleProblem("bad-date", "facts_as_of", Sentence(text, (("date", article.facts_as_of),)))
    for name in ("last_checked", "next_check"):
        value = getattr(article, name)
        if value and not DAY.match(value):
            message = Sentence(_("“%(date)s” is no date. Write YYYY-MM-DD."), (("date", value),))
            yield ArticleProblem("bad-date", name, message)
    if article.next_check and article.next_check < article.last_checked:
        text = _("The next check (%(next)s) is before the last one (%(last)s). Write a later day.")
        words = (("next", article.next_check), ("last", article.last_checked))
        yield ArticleProblem("bad-date", "next_check", Sentence(text, words))
