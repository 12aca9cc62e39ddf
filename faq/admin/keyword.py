"""Adding a search as a keyword, from the page of searches."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from faq.keywords import LONGEST_KEYWORD, add_keyword
from faq.models import Entry
from faq.publishing import EntryNotPublishable
from ground.admin import log_revision
from ground.text import LANGUAGES, tidy


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add `word` in `language` to the entry with the slug `entry`, then back to the searches."""
    if not request.user.has_perm("faq.change_entry"):
        raise PermissionDenied
    word = tidy(request.POST.get("word", "").replace("\0", ""))
    language = request.POST.get("language", "")
    slug = request.POST.get("entry", "").strip().replace("\0", "")
    entry = Entry.objects.filter(slug=slug).first()
    if entry is None:
        text = gettext("There is no entry “%(slug)s”. Choose one from the list.") % {"slug": slug}
        messages.error(request, text)
    elif not word or len(word) > LONGEST_KEYWORD or language not in LANGUAGES:
        text = gettext("A keyword has 1 to %(most)s characters.") % {"most": LONGEST_KEYWORD}
        messages.error(request, text)
    else:
        _add(request, entry, language, word)
    return redirect("insights_admin:searches")


def _add(request: HttpRequest, entry: Entry, language: str, word: str) -> None:
    link = format_html('<a href="{}">{}</a>', reverse("admin:faq_entry_change", args=[entry.pk]), entry)
    publisher = request.user if request.user.has_perm("faq.publish_entry") else None
    try:
        added = add_keyword(entry, language, word, publisher=publisher)  # type: ignore[arg-type]
    except EntryNotPublishable as refusal:
        messages.error(request, format_html("{}: {}", link, " ".join(refusal.problems)))
        return
    if not added.is_new:
        messages.info(request, format_html(gettext("“{}” is a keyword of {} already."), word, link))
    elif added.is_live:
        entry.refresh_from_db()
        if entry.live is not None:
            log_revision(request, entry, entry.live.number)
        messages.success(
            request, format_html(gettext("“{}” is a keyword of {} now, and published."), word, link)
        )
    else:
        text = gettext("“{}” is a keyword of {} now. Readers find it once the entry is published.")
        messages.success(request, format_html(text, word, link))


add_view = admin.site.admin_view(add)
