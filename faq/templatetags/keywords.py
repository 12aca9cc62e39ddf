"""Tags with which the page of searches offers a search as a keyword of an entry."""

from __future__ import annotations

from django import template

from faq.keywords import Guesser

register = template.Library()


@register.simple_tag
def keyword_guesser() -> Guesser:
    """The entries a keyword may be added to, and a guess which one a search was about."""
    return Guesser()


@register.simple_tag
def entry_options(guesser: Guesser, language: str) -> list[tuple[str, str]]:
    """(slug, question) of each entry."""
    return [(slug, title.get(language)) for slug, title in guesser.titles]


@register.simple_tag
def guess(guesser: Guesser, text: str, language: str) -> str:
    """The slug of the entry a search was probably about."""
    return guesser.guess(text, language)
