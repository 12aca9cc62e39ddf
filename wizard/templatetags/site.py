"""Tags with which templates of every room show something of the guides."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import Error
from django.utils.translation import get_language

from faq.models import Entry
from faq.views import live_title
from ground.text import Text
from wizard.models import SiteNotice
from wizard.overview import Guide, GuideGroup, groups_of_guides, guides_answering

register = template.Library()


@register.simple_tag(takes_context=True)
def site_notice(context: dict[str, Any]) -> str:
    """The line at the foot of every page; a page that brings its own `notice` saves the query.

    Left out while the database is away or has still to be migrated: a page that needs it for nothing else is there without.
    """
    if "notice" in context and "slots" in context:
        return str(context["notice"])
    try:
        row = SiteNotice.objects.first()
    except Error:
        return ""
    return Text(row.text_ja, row.text_en).get(get_language() or "ja") if row else ""


@register.simple_tag
def guides_for(entry: str) -> list[Guide]:
    """The live guides that lead to an entry."""
    return guides_answering(entry)


@register.simple_tag
def all_guides() -> list[GuideGroup]:
    """All live guides in their groups."""
    return groups_of_guides()


@register.filter
def published_title(entry: Entry) -> str:
    """The published question of an entry, in the active language."""
    return live_title(entry)
