"""What a vote about an entry leads on to; the guides that answer it are added by the room above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from faq.article import Article
from faq.models import Entry, EntryAlias
from faq.views import live_title
from ground.text import Text
from insights.subjects import Named, Subject, Way

MOST_RELATED = 3


def entry_subject(name: str, _request: HttpRequest) -> Subject | None:
    """The live entry of this slug, with the related entries to read on; None when it is not live."""
    row = Entry.objects.published().select_related("live").filter(slug=name).first()
    if row is None or row.live is None:
        return None
    named = Article.from_dict(row.live.content).related
    related = {
        other.slug: other for other in Entry.objects.published().select_related("live").filter(slug__in=named)
    }
    ways = [
        Way(
            related[slug].get_absolute_url(),
            gettext("Read: %(title)s") % {"title": live_title(related[slug])},
        )
        for slug in named
        if slug in related
    ]
    return Subject(
        name=row.slug,
        url=row.get_absolute_url(),
        title=live_title(row),
        entry=row.slug,
        onward=tuple(ways[:MOST_RELATED]),
        contact_url=reverse("contact:channels"),
    )


def entry_names(slugs: Iterable[str]) -> Mapping[str, Named]:
    """Today's slugs and questions of entries, published or not, also by their former slugs; two queries."""
    wanted, language = set(slugs), get_language() or "ja"
    entries = Entry.objects.filter(slug__in=wanted).values_list("slug", "slug", "title_ja", "title_en")
    former = EntryAlias.objects.filter(slug__in=wanted).values_list(
        "slug", "entry__slug", "entry__title_ja", "entry__title_en"
    )
    return {slug: Named(today, Text(ja, en).get(language)) for slug, today, ja, en in (*former, *entries)}
